/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.web;

import javax.servlet.ServletException;
import org.opendaylight.aaa.web.FilterDetails;
import org.opendaylight.aaa.web.ServletDetails;
import org.opendaylight.aaa.web.WebContext;
import org.opendaylight.aaa.web.WebContextSecurer;
import org.opendaylight.aaa.web.WebServer;
import org.opendaylight.coalescer.api.DataPlane;
import org.opendaylight.yangtools.concepts.Registration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** What the plugin has on the controller's web server, all of it below {@code /coalescer} and behind the login. */
@Component(service = { }, immediate = true)
public final class WebApplication implements AutoCloseable {
    private final Registration registration;

    /**
     * Offers it.
     *
     * @param server to offer it on
     * @param securer asks for the login
     * @param dataPlane what it tells of
     * @throws ServletException if the server refuses it
     */
    @Activate
    public WebApplication(@Reference final WebServer server, @Reference final WebContextSecurer securer,
            @Reference final DataPlane dataPlane) throws ServletException {
        final var context = WebContext.builder().name("Coalescer").contextPath("/coalescer").supportsSessions(false)
            .addServlet(ServletDetails.builder().servlet(new MetricsServlet(dataPlane)).addUrlPattern("/metrics")
                .build())
            .addServlet(ServletDetails.builder().servlet(new DashboardServlet(dataPlane)).addUrlPattern("/snapshot")
                .build())
            .addServlet(ServletDetails.builder().servlet(new PageServlet()).addUrlPattern("/*").build())
            .addFilter(FilterDetails.builder().filter(new SecurityHeaders()).addUrlPattern("/*").build());
        securer.requireAuthentication(context, "/*");
        registration = server.registerWebContext(context.build());
    }

    @Deactivate
    @Override
    public void close() {
        registration.close();
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.web;

import edu.umd.cs.findbugs.annotations.SuppressFBWarnings;
import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.opendaylight.coalescer.api.DataPlane;

/**
 * What the dashboard asks for once a second, {@code ?port=} naming the port that it shows in full. It only reads: what
 * is switched there is written to RESTCONF. Called from threads of the web server.
 *
 * <p>Asking RESTCONF for all of it would need no class, but the published counters are as old as the publisher wants
 * (never there with an interval of 0) and carry no time, so that rates made of them jump; and to render everything of
 * 200 ports once a second costs what summaries do not.
 */
@SuppressFBWarnings(value = "SE_TRANSIENT_FIELD_NOT_RESTORED", justification = "Nobody serializes it")
final class DashboardServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient DataPlane dataPlane;

    DashboardServlet(final DataPlane dataPlane) {
        this.dataPlane = dataPlane;
    }

    @Override
    protected void doGet(final HttpServletRequest request, final HttpServletResponse response) throws IOException {
        response.setContentType("application/json;charset=utf-8");
        response.getWriter().write(Dashboard.read(dataPlane, request.getParameter("port")).toJson());
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.web;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jdt.annotation.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Refuses what pages of other origins make a browser send to this plugin's part of RESTCONF. A browser that has logged
 * in for the dashboard adds the login to them. It asks first for most of what changes something, and RESTCONF does not
 * allow it; but a POST without a body is sent at once, and RPCs that need no input would run. RESTCONF answers
 * asynchronously, which each filter before it must allow. Called from threads of the web server.
 */
@Component(service = Filter.class, property = {
    "osgi.http.whiteboard.filter.pattern=/*",
    "osgi.http.whiteboard.filter.asyncSupported:Boolean=true",
    "osgi.http.whiteboard.context.select=(osgi.http.whiteboard.context.path=/rests)"
})
public final class ForeignOrigins implements Filter {
    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");
    private static final String OURS = "/odl-coalescer:";

    @Activate
    public ForeignOrigins() {
        // nothing is held
    }

    @Override
    public void init(final FilterConfig config) {
        // nothing to be configured
    }

    @Override
    public void doFilter(final ServletRequest request, final ServletResponse response, final FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest asked && response instanceof HttpServletResponse answer
                && isOurs(asked.getMethod(), asked.getServletPath() + asked.getPathInfo())
                && isForeign(asked.getHeader("Sec-Fetch-Site"), asked.getHeader("Origin"), asked.getHeader("Host"))) {
            answer.sendError(HttpServletResponse.SC_FORBIDDEN);
        } else {
            chain.doFilter(request, response);
        }
    }

    @Override
    public void destroy() {
        // nothing is held
    }

    /** Whether a request may change something of this plugin. */
    static boolean isOurs(final String method, final String path) {
        return !HARMLESS.contains(method.toUpperCase(Locale.ROOT)) && path.contains(OURS);
    }

    /**
     * Whether a browser sends something for a page of another origin.
     *
     * @param site what the browser says of that (Fetch Metadata), null if nothing
     * @param origin origin of the page, null if no browser sends it; asked if there is no site, as over plain HTTP
     * @param host the host that the request is for
     */
    static boolean isForeign(final @Nullable String site, final @Nullable String origin, final @Nullable String host) {
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        final var page = origin == null ? host : authority(origin);
        return page == null ? origin != null : !Objects.equals(page, host);
    }

    private static @Nullable String authority(final String origin) {
        try {
            return URI.create(origin).getAuthority();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}

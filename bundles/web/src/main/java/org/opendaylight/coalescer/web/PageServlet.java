/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.web;

import java.io.IOException;
import java.util.Map;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** The files of the dashboard, these and no others, from the bundle. Called from threads of the web server. */
final class PageServlet extends HttpServlet {
    private static final String SCRIPT = "text/javascript;charset=utf-8";

    /** Where the files are, of the class path. */
    static final String FOLDER = "/dashboard";
    /** What there is, with its type. The page itself is what a path of {@code /} means. */
    static final Map<String, String> FILES = Map.ofEntries(
        Map.entry("/index.html", "text/html;charset=utf-8"),
        Map.entry("/dashboard.css", "text/css;charset=utf-8"),
        Map.entry("/icon.svg", "image/svg+xml"),
        Map.entry("/dashboard.js", SCRIPT),
        Map.entry("/details.js", SCRIPT),
        Map.entry("/elements.js", SCRIPT),
        Map.entry("/plots.js", SCRIPT),
        Map.entry("/rates.js", SCRIPT),
        Map.entry("/restconf.js", SCRIPT),
        Map.entry("/switches.js", SCRIPT),
        Map.entry("/charts/uPlot.esm.js", SCRIPT),
        Map.entry("/charts/uPlot.min.css", "text/css;charset=utf-8"),
        Map.entry("/charts/LICENSE", "text/plain;charset=utf-8"));

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(final HttpServletRequest request, final HttpServletResponse response) throws IOException {
        final var path = request.getPathInfo();
        if (path == null || path.isEmpty()) {
            // relative addresses of the page need the slash
            response.sendRedirect(request.getContextPath() + '/');
            return;
        }
        final var name = path.equals("/") ? "/index.html" : path;
        final var type = FILES.get(name);
        if (type == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setContentType(type);
        try (var file = PageServlet.class.getResourceAsStream(FOLDER + name)) {
            if (file == null) {
                throw new IOException("The bundle lacks " + FOLDER + name);
            }
            file.transferTo(response.getOutputStream());
        }
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.web;

import edu.umd.cs.findbugs.annotations.SuppressFBWarnings;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.util.TreeMap;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.opendaylight.coalescer.api.DataPlane;
import org.opendaylight.coalescer.api.DataPlaneSnapshot;

/**
 * Metrics for Prometheus: counters as they are when they are asked for, in the format that the request prefers (text or
 * OpenMetrics). Called from threads of the web server.
 */
@SuppressFBWarnings(value = "SE_TRANSIENT_FIELD_NOT_RESTORED", justification = "Nobody serializes it")
final class MetricsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient DataPlane dataPlane;
    private final transient ExpositionFormats formats = ExpositionFormats.init();

    MetricsServlet(final DataPlane dataPlane) {
        this.dataPlane = dataPlane;
    }

    @Override
    protected void doGet(final HttpServletRequest request, final HttpServletResponse response) throws IOException {
        final var writer = formats.findWriter(request.getHeader("Accept"));
        response.setContentType(writer.getContentType());
        writer.write(response.getOutputStream(), collect(dataPlane.snapshot()));
    }

    /** All metrics of a moment, those of the same family in order of names. */
    static MetricSnapshots collect(final DataPlaneSnapshot snapshot) {
        final var families = new MetricFamilies();
        new TreeMap<>(snapshot.endpoints()).forEach((name, endpoint) -> EndpointMetrics.collect(name, endpoint,
            families));
        new TreeMap<>(snapshot.ports()).forEach((name, port) -> PortMetrics.collect(name, port, families));
        return families.build();
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.web;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.DataPlane;
import org.opendaylight.coalescer.api.DataPlaneSnapshot;
import org.opendaylight.coalescer.api.FlowOrder;
import org.opendaylight.coalescer.api.FlowStatistics;
import org.opendaylight.coalescer.api.PortStatistics.Gaps;

/**
 * What the dashboard shows, all of one moment: every endpoint, a summary of every port, and one port with everything.
 * Its JSON is for the page of the same bundle alone; whoever else wants counters has RESTCONF or Prometheus.
 *
 * @param clockMillis milliseconds of a clock that only goes forward, for rates
 * @param endpoints endpoints by name
 * @param ports summaries by name
 * @param detail the port that was asked for, null if there is none of that name
 */
record Dashboard(long clockMillis, Map<String, DataPlaneSnapshot.Endpoint> endpoints, Map<String, Summary> ports,
        @Nullable Detail detail) {
    private static final Gson GSON = new GsonBuilder()
        .registerTypeHierarchyAdapter(Instant.class, new Words<>(Instant::toString))
        .registerTypeHierarchyAdapter(Enum.class, new Words<Enum<?>>(MetricFamilies::word))
        .create();

    /**
     * One port among others.
     *
     * @param state what it is
     * @param discontinuityTime when its counters started from zero
     * @param receive from the overlay
     * @param transmitPackets inner packets handed to the underlay
     * @param transmitBytes bytes read from the device
     * @param gaps what was missing
     */
    record Summary(State state, Instant discontinuityTime, Received receive, long transmitPackets, long transmitBytes,
            Gaps gaps) {
        static Summary of(final DataPlaneSnapshot.Port port) {
            final var status = port.status();
            final var receive = port.statistics().receive();
            final var transmit = port.statistics().transmit();
            return new Summary(new State(MetricFamilies.word(status.operStatus()),
                status.applied().description(), status.lastError(), status.applied().tunnel().endpoint()),
                port.statistics().discontinuityTime(), new Received(receive.packets(), receive.bytes(),
                receive.writes(), receive.superpackets(), receive.segments()), transmit.datagrams(), transmit.bytes(),
                receive.sequence().gaps());
        }
    }

    /**
     * What a port is.
     *
     * @param operStatus whether it works
     * @param description what the operator says about it
     * @param lastError why it failed, empty if it did not
     * @param endpoint what carries it
     */
    record State(String operStatus, String description, String lastError, String endpoint) {
    }

    /**
     * What a port has received.
     *
     * @param packets packets
     * @param bytes their bytes
     * @param writes writes to the device
     * @param superpackets superpackets among them
     * @param segments packets that became part of those
     */
    record Received(long packets, long bytes, long writes, long superpackets, long segments) {
    }

    /**
     * One port with everything.
     *
     * @param name its name
     * @param port state and counters
     * @param flows those with most bytes, that one first
     */
    record Detail(String name, DataPlaneSnapshot.Port port, List<FlowStatistics> flows) {
    }

    /** Writes values as text. */
    private static final class Words<T> extends TypeAdapter<T> {
        private final Function<T, String> text;

        Words(final Function<T, String> text) {
            this.text = text;
        }

        @Override
        public void write(final JsonWriter out, final T value) throws IOException {
            out.value(text.apply(value));
        }

        @Override
        public T read(final JsonReader in) {
            throw new UnsupportedOperationException("Nobody sends a snapshot here");
        }
    }

    /**
     * What there is now.
     *
     * @param dataPlane asked for it
     * @param wanted port to be shown with everything, null for none
     */
    static Dashboard read(final DataPlane dataPlane, final @Nullable String wanted) {
        return of(dataPlane.snapshot(), wanted, port -> dataPlane.listFlows(port, DataPlane.DEFAULT_LISTED_FLOWS,
            FlowOrder.BYTES));
    }

    static Dashboard of(final DataPlaneSnapshot snapshot, final @Nullable String wanted,
            final Function<String, List<FlowStatistics>> flows) {
        final var ports = new TreeMap<String, Summary>();
        snapshot.ports().forEach((name, port) -> ports.put(name, Summary.of(port)));
        final var port = wanted == null ? null : snapshot.ports().get(wanted);
        final var detail = wanted == null || port == null ? null : new Detail(wanted, port, flows.apply(wanted));
        return new Dashboard(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), new TreeMap<>(snapshot.endpoints()),
            ports, detail);
    }

    String toJson() {
        return GSON.toJson(this);
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.relay;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Stands between two tunnel endpoints, each of which takes it for the other one: all datagrams of the underlay pass
 * through it, one by one. It does not carry the TOS of the outer header over.
 */
public final class Relay implements AutoCloseable {
    private final Map<Direction, RelayLane> lanes = new EnumMap<>(Direction.class);
    private final Map<Direction, CompletableFuture<Void>> runs = new EnumMap<>(Direction.class);

    private Relay() {
        // see start
    }

    /**
     * One of its sides.
     *
     * @param here its own address there, with the port that it receives at
     * @param peer the endpoint there
     */
    public record Side(InetSocketAddress here, InetSocketAddress peer) {
    }

    /**
     * The harm it does.
     *
     * @param seed makes it the same again for the same sequence of datagrams
     * @param rates how often, for each direction; none if a direction is not there
     */
    public record Faults(long seed, Map<Direction, FaultRates> rates) {
        public Faults {
            rates = Map.copyOf(rates);
        }

        FaultPlan plan(final Direction direction) {
            return new FaultPlan(seed, direction, rates.getOrDefault(direction, FaultRates.NONE));
        }
    }

    /**
     * Starts it, on two threads.
     *
     * @param near the side of the controller's endpoint
     * @param far the other side
     * @param faults the harm to do
     * @param log where it says what it did, owned by the caller
     * @return the relay, which receives already
     * @throws IOException if a socket can't be opened
     */
    public static Relay start(final Side near, final Side far, final Faults faults, final RelayLog log)
            throws IOException {
        final var relay = new Relay();
        relay.lanes.put(Direction.IN, new RelayLane(Direction.IN, far.here(), near, faults.plan(Direction.IN), log));
        relay.lanes.put(Direction.OUT,
            new RelayLane(Direction.OUT, near.here(), far, faults.plan(Direction.OUT), log));
        relay.lanes.forEach((direction, lane) -> relay.runs.put(direction, CompletableFuture.runAsync(lane,
            task -> Thread.ofPlatform().daemon().name("relay-" + direction.word()).start(task))));
        return relay;
    }

    /**
     * What it did so far.
     *
     * @return number of datagrams received, of those sent, and of each action, by direction
     */
    public JsonObject summary() {
        final var summary = new JsonObject();
        lanes.forEach((direction, lane) -> {
            final var counts = new JsonObject();
            counts.addProperty("received", lane.received());
            counts.addProperty("sent", lane.sent());
            lane.counts().entrySet().stream().sorted(Map.Entry.comparingByKey())
                .forEach(entry -> counts.addProperty(entry.getKey().word(), entry.getValue()));
            summary.add(direction.word(), counts);
        });
        return summary;
    }

    /**
     * Stops it and waits until both directions have ended. Idempotent.
     *
     * @throws CompletionException if one of them had ended before, with the reason
     */
    @Override
    public void close() {
        lanes.values().forEach(RelayLane::close);
        runs.values().forEach(CompletableFuture::join);
    }
}

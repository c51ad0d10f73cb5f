/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.relay;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.opendaylight.coalescer.it.lab.LabAddresses;
import org.opendaylight.coalescer.it.lab.LabException;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;
import org.opendaylight.coalescer.it.traffic.Conversation;

/** A {@link RelayCommand} that runs between the ends of the lab. Not for several threads. */
public final class RelayProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Conversation process;

    private RelayProcess(final Conversation process) {
        this.process = process;
    }

    /**
     * Starts it and waits until it works.
     *
     * @param namespace where the relay's addresses of {@link LabAddresses} are
     * @param faults the harm it does
     * @param log its log
     * @return the relay
     * @throws LabException if it can't be started
     */
    public static RelayProcess start(final NetworkNamespace namespace, final Relay.Faults faults, final Path log) {
        final var words = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"),
            "-XX:+UseSerialGC", "-Xmx256m", "-cp", System.getProperty("java.class.path"),
            RelayCommand.class.getName()));
        final Map<String, Object> options = Map.of("--near", LabAddresses.RELAY_NEAR, "--near-peer",
            LabAddresses.RELAYED_NEAR, "--far", LabAddresses.RELAY_FAR, "--far-peer", LabAddresses.RELAYED_FAR,
            "--port", LabAddresses.TUNNEL_PORT, "--seed", faults.seed(), "--log", log.toAbsolutePath(),
            "--in", faults.rates().getOrDefault(Direction.IN, FaultRates.NONE),
            "--out", faults.rates().getOrDefault(Direction.OUT, FaultRates.NONE));
        options.forEach((name, value) -> words.add(name + '=' + value));
        final var relay = new RelayProcess(Conversation.start("relay", namespace.inside(words)));
        try {
            relay.process.await(0, "ready"::equals, PATIENCE);
        } catch (LabException e) {
            relay.close();
            throw e;
        }
        return relay;
    }

    /**
     * What it did so far.
     *
     * @return number of datagrams received, of those sent, and of each action, by direction
     * @throws LabException if it had failed
     */
    public JsonObject summary() {
        final int place = process.place();
        process.tell(List.of(""));
        return awaitSummary(place);
    }

    /**
     * Ends it in order, so that its log is whole.
     *
     * @return what it did
     * @throws LabException if it had failed
     */
    public JsonObject finish() {
        final int place = process.place();
        process.endInput();
        return awaitSummary(place);
    }

    private JsonObject awaitSummary(final int place) {
        return JsonParser.parseString(process.await(place, line -> line.startsWith("{"), PATIENCE).getLast())
            .getAsJsonObject();
    }

    /** Ends it at once, whatever it is doing. Idempotent. */
    @Override
    public void close() {
        process.close();
    }
}

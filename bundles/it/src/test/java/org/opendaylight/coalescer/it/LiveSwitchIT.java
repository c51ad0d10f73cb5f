/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.ObjectState;
import org.opendaylight.coalescer.it.control.Statistics;
import org.opendaylight.coalescer.it.lab.Cleanup;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.lab.LabAddresses;
import org.opendaylight.coalescer.it.traffic.TcpTransfer;
import org.opendaylight.coalescer.it.traffic.TcpTransfer.Amount;
import org.opendaylight.coalescer.it.traffic.TcpTransfer.Order;

/**
 * Every switch of offload and coalescing is turned off and on again while one connection carries data, through a port
 * of IP and through one of Ethernet: the connection lives, its data is intact, what the switch governs stops and
 * starts, and the state says so.
 */
@ControllerTest
class LiveSwitchIT {
    private static final String SWITCHED_OFF = "switched off";
    /** More than what may still be queued when a switch is turned. */
    private static final long PLENTY = 24L << 20;

    private final ControllerLab lab;
    private final Cleanup cleanup = new Cleanup();

    LiveSwitchIT(final ControllerLab lab) {
        this.lab = lab;
    }

    /**
     * What to turn, and what has to be seen.
     *
     * @param container where the leaves are
     * @param leaves what is turned
     * @param counter what stands still while they are off and grows while they are on
     * @param reason verbatim reason that grows while they are off, empty if none
     * @param offloads entries of the state, as capability and direction
     */
    record Switch(Container container, List<String> leaves, String counter, String reason, List<String> offloads) {
        Switch withoutTunnels() {
            return new Switch(container, leaves, counter, reason,
                offloads.stream().filter(each -> !each.startsWith("udp-tunnel")).toList());
        }
    }

    /** Where leaves are. */
    enum Container {
        PORT_OFFLOAD, PORT_COALESCING, ENDPOINT_OFFLOAD;

        boolean isOfEndpoint() {
            return this == ENDPOINT_OFFLOAD;
        }

        String leaf() {
            return this == PORT_COALESCING ? "coalescing" : "offload";
        }
    }

    /** What the port is, and so who is at the other end. */
    enum Kind {
        TUN {
            @Override
            TcpTransfer start(final ControllerLab site, final Cleanup later, final boolean inward) {
                site.provision(true);
                return site.start(inward, false, Amount.untilFinished());
            }
        },
        TAP {
            @Override
            TcpTransfer start(final ControllerLab site, final Cleanup later, final boolean inward) {
                final var end = EthernetPort.farEnd(site, later);
                EthernetPort.provision(site, EthernetPort.peer(EthernetPort.FIRST));
                return TcpTransfer.start(new Order(inward ? end.namespace() : site.near(),
                    inward ? site.near() : end.namespace(), inward ? LabAddresses.NEAR_IPV4 : EthernetPort.FAR_IPV4,
                    Amount.untilFinished(), 1));
            }
        };

        /** Configures the port and moves data. */
        abstract TcpTransfer start(ControllerLab site, Cleanup later, boolean inward);

        /** Whether superpackets behind outer headers may pass through the port. */
        boolean hasTunnels() {
            return this == TUN;
        }
    }

    @AfterEach
    void takeDown() {
        lab.clear();
        cleanup.close();
    }

    @ParameterizedTest
    @EnumSource
    void switchesOfReceptionWorkUnderTraffic(final Kind kind) {
        turnAll(kind, true, Stream.of(
            new Switch(Container.PORT_COALESCING, List.of("tcp"), "receive/superpackets", "coalescing-off", List.of()),
            new Switch(Container.PORT_OFFLOAD, List.of("tso"), "receive/superpackets", "no-offload",
                List.of("tso4 receive", "tso4 transmit", "tso6 receive", "tso6 transmit")),
            new Switch(Container.PORT_OFFLOAD, List.of("checksum", "tso", "uso", "udp-tunnel-gso"),
                "receive/superpackets", "no-offload", List.of("checksum receive", "checksum transmit", "tso4 receive",
                    "tso6 receive", "uso4 receive", "uso4 transmit", "uso6 receive", "uso6 transmit")),
            new Switch(Container.ENDPOINT_OFFLOAD, List.of("udp-gro"), "receive/gro-batches", "",
                List.of("udp-gro receive"))));
    }

    @ParameterizedTest
    @EnumSource
    void switchesOfTransmissionWorkUnderTraffic(final Kind kind) {
        turnAll(kind, false, Stream.of(
            new Switch(Container.PORT_OFFLOAD, List.of("tso"), "transmit/superpackets", "",
                List.of("tso4 transmit", "tso6 transmit")),
            new Switch(Container.PORT_OFFLOAD, List.of("checksum", "tso", "uso", "udp-tunnel-gso"),
                "transmit/checksum/needs-csum", "", List.of("checksum transmit", "tso4 transmit", "tso6 transmit",
                    "uso4 transmit", "uso6 transmit", "udp-tunnel-gso transmit")),
            new Switch(Container.ENDPOINT_OFFLOAD, List.of("udp-gso"), "transmit/gso-batches", "",
                List.of("udp-gso transmit"))));
    }

    private void turnAll(final Kind kind, final boolean inward, final Stream<Switch> switches) {
        try (var transfer = kind.start(lab, cleanup, inward)) {
            switches.forEach(each -> turn(kind.hasTunnels() ? each : each.withoutTunnels(), transfer));
            transfer.finish();
            final var result = transfer.await(ControllerLab.PATIENCE);
            assertThat(result.receivedSha256()).isEqualTo(result.sentSha256());
            assertThat(result.isIntact()).as(result.summary()).isTrue();
            assertPayloadIsReadOnce(lab.statistics());
            Console.line("One connection lived through all: " + result.summary());
        }
    }

    private static void assertPayloadIsReadOnce(final Statistics seen) {
        assertThat(seen.at("receive/checksum/payload-passes")).as("payload is read for checksums once at most")
            .isPositive().isLessThanOrEqualTo(seen.at("receive/packets"));
        assertThat(seen.at("transmit/checksum/payload-passes")).as("payload is read for checksums once at most")
            .isPositive().isLessThanOrEqualTo(seen.at("transmit/datagrams"));
    }

    private void turn(final Switch turned, final TcpTransfer transfer) {
        awaitGrowth(turned, "at first");

        set(turned, false);
        awaitOffloads(turned, false);
        awaitMore(transfer);
        final long still = counter(turned);
        final long verbatim = verbatim(turned);
        awaitMore(transfer);
        assertThat(counter(turned)).as(turned + " while off").isEqualTo(still);
        if (!turned.reason().isEmpty()) {
            assertThat(verbatim(turned)).as(turned + " while off").isGreaterThan(verbatim);
        }

        set(turned, true);
        awaitOffloads(turned, true);
        awaitMore(transfer);
        awaitGrowth(turned, "when on again");
    }

    private void awaitGrowth(final Switch turned, final String when) {
        final long before = counter(turned);
        ControllerLab.await(turned.counter() + " grows " + when, () -> counter(turned) > before);
    }

    private static void awaitMore(final TcpTransfer transfer) {
        final long before = transfer.bytesReceived();
        ControllerLab.await("data flows", () -> transfer.bytesReceived() > before + PLENTY,
            () -> transfer.bytesReceived() - before + " bytes more");
    }

    private long counter(final Switch turned) {
        return statistics(turned).at(turned.counter());
    }

    private Statistics statistics(final Switch turned) {
        return turned.container().isOfEndpoint() ? freshEndpointStatistics() : lab.statistics();
    }

    /** Counters of an endpoint are published once in an interval: those of the next one are taken. */
    private Statistics freshEndpointStatistics() {
        final var before = lab.endpointStatistics().toString();
        final var fresh = new Statistics[] { lab.endpointStatistics() };
        ControllerLab.await("counters of the endpoint are published", () -> {
            fresh[0] = lab.endpointStatistics();
            return !fresh[0].toString().equals(before);
        });
        return fresh[0];
    }

    private long verbatim(final Switch turned) {
        return turned.reason().isEmpty() ? 0
            : lab.statistics().table("receive/verbatim", "reason", "packets").getOrDefault(turned.reason(), 0L);
    }

    private void set(final Switch turned, final boolean on) {
        final var leaves = new JsonObject();
        turned.leaves().forEach(leaf -> leaves.addProperty(leaf, on));
        final var entry = new JsonObject();
        entry.addProperty("name", turned.container().isOfEndpoint() ? CoalescerModel.ENDPOINT : lab.port());
        entry.add(turned.container().leaf(), leaves);
        final var entries = new JsonArray();
        entries.add(entry);
        final var content = new JsonObject();
        content.add(turned.container().isOfEndpoint() ? "endpoint" : "port", entries);
        final var body = new JsonObject();
        body.add(CoalescerModel.ROOT, content);
        lab.client().patch(CoalescerModel.ROOT, body);
    }

    /** The state is published after the change is in force; so is the applied configuration. */
    private void awaitOffloads(final Switch turned, final boolean on) {
        final var path = turned.container().isOfEndpoint() ? CoalescerModel.endpointPath(CoalescerModel.ENDPOINT)
            : CoalescerModel.portPath(lab.port());
        ControllerLab.await("the applied configuration has " + turned.leaves() + ' ' + on,
            () -> turned.leaves().stream().allMatch(leaf -> applied(path, turned, leaf).equals(Optional.of(on))));
        final var entries = offloads(ObjectState.read(lab.client(), path));
        for (var name : turned.offloads()) {
            final var entry = entries.stream().filter(each -> name.equals(each.get("capability").getAsString() + ' '
                + each.get("direction").getAsString())).findFirst();
            assertThat(entry).as(name + " of " + entries).isPresent();
            final var seen = entry.orElseThrow();
            assertThat(seen.get("requested").getAsBoolean()).as("requested, " + seen).isEqualTo(on);
            assertThat(seen.get("active").getAsBoolean()).as("active, " + seen).isEqualTo(on);
            assertThat(!on || seen.get("negotiated").getAsBoolean()).as("negotiated, " + seen).isTrue();
            assertThat(seen.has("reason") ? seen.get("reason").getAsString() : "").as(seen.toString())
                .isEqualTo(on ? "" : SWITCHED_OFF);
        }
    }

    private Optional<Boolean> applied(final String path, final Switch turned, final String leaf) {
        final var container = turned.container().leaf();
        return lab.client().get(path + '/' + container + "?content=nonconfig")
            .flatMap(body -> Optional.ofNullable(body.getAsJsonObject("odl-coalescer:" + container)))
            .filter(content -> content.has(leaf)).map(content -> content.get(leaf).getAsBoolean());
    }

    private static List<JsonObject> offloads(final ObjectState state) {
        return StreamSupport.stream(state.content().getAsJsonArray("offload").spliterator(), false)
            .map(element -> element.getAsJsonObject()).collect(Collectors.toList());
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.run;

import java.time.Duration;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.ObjectState;
import org.opendaylight.coalescer.it.control.Poll;
import org.opendaylight.coalescer.it.control.RestconfClient;
import org.opendaylight.coalescer.it.control.Statistics;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.lab.DeviceCounters;
import org.opendaylight.coalescer.it.lab.LabException;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;
import org.opendaylight.coalescer.it.lab.TcpCounters;
import org.opendaylight.coalescer.it.lab.UnderlayLab;
import org.opendaylight.coalescer.it.traffic.TcpTransfer;
import org.opendaylight.coalescer.it.traffic.TcpTransfer.Amount;
import org.opendaylight.coalescer.it.traffic.TransferResult;

/**
 * The main job on a controller that is ready: configure a port, move data through it in both directions, switch
 * everything on while data flows, and judge the result against what the kernel says. Owned by one thread.
 */
final class MainJob {
    private static final Duration SETTLE = Duration.ofMillis(500);
    private static final Duration MARGIN = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long INTEGRITY_BYTES = 64L << 20;
    private static final long FEWEST_SEGMENTS = 4;

    private final RestconfClient client;
    private final UnderlayLab lab;
    private final Expectations expectations;
    private final Duration phase;
    private final String port;
    private final NetworkNamespace here = NetworkNamespace.here();
    private TcpCounters nearBefore = new TcpCounters(0, 0, 0);
    private TcpCounters farBefore = nearBefore;
    private long seed = 1;

    MainJob(final RestconfClient client, final UnderlayLab lab, final Expectations expectations, final Duration phase) {
        this.client = client;
        this.lab = lab;
        this.expectations = expectations;
        this.phase = phase;
        port = lab.portName();
    }

    /**
     * What one direction carried.
     *
     * @param off bits per second with everything switched off
     * @param on bits per second with everything switched on
     */
    record Throughput(double off, double on) {
    }

    /**
     * What came out of it.
     *
     * @param received from the far end to the port
     * @param sent from the port to the far end
     * @param statistics counters of the port at the end
     * @param endpoint counters of the endpoint, as published last
     * @param retransmitted segments that the kernel's TCP sent again, at both ends together
     */
    record Outcome(Throughput received, Throughput sent, Statistics statistics, Statistics endpoint,
            long retransmitted) {
    }

    /** Does the job; whatever is wrong but does not stop it goes to the expectations. */
    Outcome run() {
        provision();
        nearBefore = TcpCounters.read(here);
        farBefore = TcpCounters.read(lab.far());
        Console.line("\nMoving TCP data, with offloads and coalescing off, then switched on under traffic");
        final var received = compare("far end to port", true);
        final var sent = compare("port to far end", false);
        Console.line("\nMoving " + (INTEGRITY_BYTES >> 20) + " MiB each way and comparing digests");
        verifyIntegrity();
        Console.line("\nComparing counters");
        final var statistics = verifyCounters();
        final var retransmitted = TcpCounters.read(here).since(nearBefore).retransmissions()
            + TcpCounters.read(lab.far()).since(farBefore).retransmissions();
        return new Outcome(received, sent, statistics,
            Statistics.published(client, CoalescerModel.endpointPath(CoalescerModel.ENDPOINT)), retransmitted);
    }

    private void provision() {
        Console.line("Configuring endpoint " + CoalescerModel.ENDPOINT + " and port " + port + " by RESTCONF");
        final long before = System.nanoTime();
        client.put(CoalescerModel.ROOT, CoalescerModel.lab(port, false));
        ObjectState.await(client, CoalescerModel.portPath(port), "up", Duration.ofSeconds(20));
        final long milliseconds = (System.nanoTime() - before) / 1_000_000;
        final var endpoint = ObjectState.await(client, CoalescerModel.endpointPath(CoalescerModel.ENDPOINT), "up",
            Duration.ofSeconds(5));
        expectations.check("endpoint and port are up (" + milliseconds + " ms after the PUT)", endpoint.isUp(), "");
        lab.steerPort();
    }

    private Throughput compare(final String name, final boolean inward) {
        client.patch(CoalescerModel.ROOT, CoalescerModel.switches(port, false));
        final var amount = Amount.during(phase.multipliedBy(2).plus(SETTLE.multipliedBy(2)).plus(MARGIN));
        try (var transfer = TcpTransfer.start(order(inward, false, amount))) {
            if (!Poll.until(PATIENCE, () -> transfer.bytesReceived() > 0)) {
                throw new LabException("No data arrives: " + name + ", "
                    + Statistics.live(client, port));
            }
            final var leaf = inward ? "receive/superpackets" : "transmit/superpackets";
            watch(transfer, name + ", off", SETTLE);
            final long superpackets = Statistics.live(client, port).at(leaf);
            final double off = measure(transfer, name + ", off");
            expectations.checkEqual("no superpackets while switched off, " + name, superpackets,
                Statistics.live(client, port).at(leaf));

            client.patch(CoalescerModel.ROOT, CoalescerModel.switches(port, true));
            watch(transfer, name + ", on", SETTLE);
            final double on = measure(transfer, name + ", on");
            final var result = transfer.await(PATIENCE);
            expectations.check("the connection lived through the switching and every byte is right, " + name,
                result.isIntact(), result.summary());
            Console.line(String.format("          %s: %s off, %s on", name, RunReport.rate(off), RunReport.rate(on)));
            return new Throughput(off, on);
        }
    }

    private double measure(final TcpTransfer transfer, final String what) {
        final long from = System.nanoTime();
        watch(transfer, what, phase);
        return transfer.bitsPerSecond(from, System.nanoTime());
    }

    private static void watch(final TcpTransfer transfer, final String what, final Duration time) {
        final long from = System.nanoTime();
        Poll.until(time, () -> {
            final double rate = transfer.bitsPerSecond(from, System.nanoTime());
            Console.progress("          " + what + ": " + RunReport.rate(rate));
            return false;
        });
    }

    private void verifyIntegrity() {
        for (boolean ipv6 : new boolean[] {false, true}) {
            for (boolean inward : new boolean[] {true, false}) {
                final var name = (inward ? "far end to port" : "port to far end")
                    + (ipv6 ? " over IPv6" : " over IPv4");
                Console.progress("          " + name);
                try (var transfer = TcpTransfer.start(order(inward, ipv6, Amount.bytes(INTEGRITY_BYTES)))) {
                    final TransferResult result = transfer.await(PATIENCE);
                    expectations.check("SHA-256 is the same at both ends, " + name,
                        result.isIntact() && result.received() == INTEGRITY_BYTES, result.summary());
                }
            }
        }
        final var near = TcpCounters.read(here).since(nearBefore);
        final var far = TcpCounters.read(lab.far()).since(farBefore);
        expectations.check("TCP of the kernel met no wrong checksum at either end (TcpInCsumErrors)",
            near.checksumErrors() == 0 && far.checksumErrors() == 0,
            near.checksumErrors() + " at the port, " + far.checksumErrors() + " at the far end");
    }

    private TcpTransfer.Order order(final boolean inward, final boolean ipv6, final Amount amount) {
        return TcpTransfer.Order.across(lab, inward, ipv6, amount, seed++);
    }

    private Statistics verifyCounters() {
        // packets may still be on their way: ours and the kernel's are compared when they stand still
        Poll.until(Duration.ofSeconds(5), () -> agree(Statistics.live(client, port), DeviceCounters.read(here, port)));
        final var device = DeviceCounters.read(here, port);
        final var seen = Statistics.live(client, port);
        final long superpackets = seen.at("receive/superpackets");
        final long segments = seen.at("receive/segments");
        expectations.check("superpackets were written, of at least " + FEWEST_SEGMENTS + " segments on average",
            superpackets > 0 && segments >= FEWEST_SEGMENTS * superpackets, superpackets + " of " + segments);
        expectations.check("superpackets were read and segmented",
            seen.at("transmit/superpackets") > 0 && seen.at("transmit/segments") > seen.at("transmit/superpackets"),
            seen.at("transmit/superpackets") + " of " + seen.at("transmit/segments") + " segments");
        expectations.checkEqual("received packets = segments + verbatim + dropped", seen.at("receive/packets"),
            segments + seen.at("receive/verbatim-packets") + seen.at("receive/dropped"));
        expectations.checkEqual("writes = superpackets + verbatim", seen.at("receive/writes"),
            superpackets + seen.at("receive/verbatim-packets"));
        expectations.checkEqual("every chain has a seal reason", seen.at("receive/chains"),
            seen.sum("receive/seal", "reason", "chains"));
        expectations.checkEqual("every verbatim packet has a reason", seen.at("receive/verbatim-packets"),
            seen.sum("receive/verbatim", "reason", "packets"));
        expectations.checkEqual("the kernel received as many packets as we wrote (ip -s link)",
            device.receivedPackets(), seen.at("receive/writes"));
        expectations.checkEqual("we read as many packets as the kernel sent (ip -s link)", device.sent().packets(),
            seen.at("transmit/packets"));
        expectations.checkEqual("we read as many bytes as the kernel sent (ip -s link)", device.sent().bytes(),
            seen.at("transmit/bytes"));
        expectations.checkEqual("no received checksum was wrong or unfinished", 0, seen.at("receive/checksum/bad-tcp")
            + seen.at("receive/checksum/bad-ip") + seen.at("receive/checksum/unfinished"));
        return seen;
    }

    private static boolean agree(final Statistics seen, final DeviceCounters device) {
        return seen.at("receive/writes") == device.receivedPackets()
            && seen.at("transmit/packets") == device.sent().packets();
    }
}

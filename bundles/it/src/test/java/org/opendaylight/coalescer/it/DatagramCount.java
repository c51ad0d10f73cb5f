/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.opendaylight.coalescer.it.crafted.CapturedPacket;
import org.opendaylight.coalescer.it.crafted.Checksums;
import org.opendaylight.coalescer.it.crafted.CraftedRig;
import org.opendaylight.coalescer.it.wire.DatagramJudge;
import org.opendaylight.coalescer.it.wire.Verdict;
import org.opendaylight.coalescer.it.wire.Verdict.Fate;

/**
 * Sends datagrams and compares every counter and everything that leaves the device with the verdicts of a judge.
 *
 * @param lab the lab
 * @param rig a rig of it
 * @param judge who says what has to become of them
 */
record DatagramCount(ControllerLab lab, CraftedRig rig, DatagramJudge judge) {
    /** All of them, from an underlay address. */
    void assertCounted(final String source, final List<byte[]> datagrams) {
        rig.clearStatistics();
        final var captured = rig.send(source, 0, datagrams);
        final var wanted = new HashMap<Fate, Map<String, Long>>();
        final var written = new ArrayList<byte[]>();
        for (var datagram : datagrams) {
            final var verdict = judge.judge(datagram);
            count(wanted, verdict);
            if (verdict.isWritten()) {
                written.add(judge.packet(datagram));
            }
        }
        // the mark that follows
        count(wanted, Verdict.verbatim("not-tcp-udp"));
        ControllerLab.await("the endpoint has all",
            () -> lab.endpointStatistics().at("receive/datagrams") == datagrams.size() + 1,
            () -> lab.endpointStatistics());
        final var seen = lab.statistics();
        assertThat(lab.endpointStatistics().table("receive/drop", "reason", "packets")).as("drops of the endpoint")
            .isEqualTo(wanted.getOrDefault(Fate.ENDPOINT_DROP, Map.of()));
        assertThat(seen.table("receive/drop", "reason", "packets")).as("drops of the port")
            .isEqualTo(wanted.getOrDefault(Fate.PORT_DROP, Map.of()));
        final var verbatim = new HashMap<>(seen.table("receive/verbatim", "reason", "packets"));
        final long single = verbatim.getOrDefault("single-segment", 0L);
        verbatim.remove("single-segment");
        assertThat(verbatim).as("verbatim packets").isEqualTo(wanted.get(Fate.VERBATIM));
        assertThat(seen.at("receive/segments") + single).as("packets that may become segments")
            .isEqualTo(wanted.getOrDefault(Fate.DATA, Map.of()).getOrDefault("", 0L));
        assertLeft(captured, written);
    }

    private static void count(final Map<Fate, Map<String, Long>> table, final Verdict verdict) {
        table.computeIfAbsent(verdict.fate(), fate -> new HashMap<>()).merge(verdict.reason(), 1L, Long::sum);
    }

    /** The kernel got what it should, bit by bit, but for what means nothing; the order is for other tests. */
    private static void assertLeft(final List<CapturedPacket> captured, final List<byte[]> written) {
        final var missing = new ArrayList<>(written.stream().map(DatagramCount::text).toList());
        final var extra = new ArrayList<String>();
        for (var packet : captured.stream().map(CapturedPacket::cut).flatMap(List::stream).toList()) {
            final var text = text(packet);
            if (!missing.remove(text)) {
                extra.add(text);
            }
        }
        assertThat(missing).as("packets that did not leave the device, while others did: %s", extra).isEmpty();
        assertThat(extra).as("packets that should not have left the device").isEmpty();
    }

    /** Without the identification of a good atomic datagram, which a superpacket does not keep (RFC 6864). */
    private static String text(final byte[] packet) {
        final var copy = packet.clone();
        if (copy.length >= 20 && copy[0] == 0x45 && (copy[6] & 0x40) != 0
            && Checksums.fold(Checksums.sum(copy, 0, 20)) == 0xffff) {
            ByteBuffer.wrap(copy).putShort(4, (short) 0).putShort(10, (short) 0);
        }
        return HexFormat.of().formatHex(copy);
    }
}

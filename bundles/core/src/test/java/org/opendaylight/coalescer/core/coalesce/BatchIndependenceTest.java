/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.opendaylight.coalescer.core.flow.SequenceCounter;

/** Sequence statistics are the same whatever the batches, the chains, repair and switches. */
class BatchIndependenceTest {
    private final Random random = new Random();

    @RepeatedTest(40)
    void countsDoNotDependOnBatches() {
        final long seed = System.nanoTime();
        random.setSeed(seed);
        final List<byte[]> packets = packets();
        final String alone = count(new CoalescerRig(), packets, 1);
        final String message = "seed " + seed;
        assertEquals(alone, count(new CoalescerRig(), packets, packets.size()), message);
        assertEquals(alone, count(new CoalescerRig(), packets, 2 + random.nextInt(20)), message);
        assertEquals(alone, count(new CoalescerRig(CoalescerRig.options(false, EcnPolicy.EXACT,
            ChecksumValidation.VERIFY)), packets, 16), message);
        assertEquals(alone, count(new CoalescerRig(CoalescerRig.limits(2, 2000, 7)), packets, 16), message);
        assertEquals(alone, count(new CoalescerRig(new CoalescerOptions(false, false, 64, 0xffff, true,
            EcnPolicy.EXACT, ChecksumValidation.VERIFY, 1024, 200_000)), packets, 16), message);
        assertTrue(alone.contains("GAPS="), alone);
    }

    /** Three flows with losses, copies, delays, corruption and now and then a barrier. */
    private List<byte[]> packets() {
        final List<byte[]> packets = new ArrayList<>();
        final List<List<byte[]>> flows = new ArrayList<>();
        for (int flow = 0; flow < 3; flow++) {
            final List<byte[]> sent = new ArrayList<>();
            final TcpPackets base = (flow == 2 ? TcpPackets.v6() : TcpPackets.v4()).ports(flow, 443);
            int seq = random.nextInt();
            for (int i = 0; i < 60; i++) {
                final int length = random.nextInt(5) == 0 ? 50 : 100;
                final TcpPackets packet = base.copy().seq(seq).id(i).length(length).flags(flags());
                final TcpPackets stamped = flow == 0 ? packet : packet.timestamp(i / 10);
                switch (random.nextInt(12)) {
                    case 0 -> sent.add(stamped.corrupt());
                    case 1 -> {
                        // Lost
                    }
                    case 2 -> {
                        sent.add(stamped.build());
                        sent.add(random.nextInt(sent.size()), stamped.build());
                    }
                    case 3 -> sent.add(Math.max(0, sent.size() - random.nextInt(8)), stamped.build());
                    default -> sent.add(stamped.build());
                }
                seq += length;
            }
            flows.add(sent);
        }
        while (flows.stream().anyMatch(flow -> !flow.isEmpty())) {
            final List<byte[]> flow = flows.get(random.nextInt(3));
            if (!flow.isEmpty()) {
                packets.add(flow.removeFirst());
            }
        }
        return packets;
    }

    private int flags() {
        return switch (random.nextInt(12)) {
            case 0 -> TcpPackets.ACK | TcpPackets.PSH;
            case 1 -> TcpPackets.ACK | TcpPackets.CWR;
            case 2 -> TcpPackets.ACK | TcpPackets.FIN;
            default -> TcpPackets.ACK;
        };
    }

    private static String count(final CoalescerRig rig, final List<byte[]> packets, final int batch) {
        for (int i = 0; i < packets.size(); i++) {
            rig.commit(packets.get(i));
            if ((i + 1) % batch == 0) {
                rig.flush();
            }
        }
        rig.flush();
        rig.assertBalanced();
        final var counts = new TreeMap<SequenceCounter, Long>();
        for (final SequenceCounter counter : SequenceCounter.values()) {
            counts.put(counter, rig.count(counter));
        }
        return counts.toString();
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.core.coalesce.ReferencePacket.Input;
import org.opendaylight.coalescer.core.flow.SequenceCounter;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.core.transmit.TransmitValidation;
import org.opendaylight.coalescer.packet.ChecksumState;
import org.opendaylight.coalescer.packet.GatherList;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;

/**
 * Rule 1: no allocation after warm-up, whatever the packets are. Adversarial batches of both protocols go through the
 * coalescer, with repairs, refused writes, flushes at the hold bound, and a flow table too small for them, so that
 * flows are evicted; time passes, so that gaps end and flows expire; and what is written is cut again.
 */
class AllocationTest {
    private static final int BATCHES = 60;
    private static final int MAX_HEADER = 256;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final PacketMemory memory = PacketMemory.allocate(8 << 20);
    private final PacketMemory device = PacketMemory.allocate(1 << 17);
    private final PacketMemory headers = PacketMemory.allocate(MAX_HEADER);
    private final PacketMetadata metadata = new PacketMetadata();
    private final PacketMetadata read = new PacketMetadata();
    private final TransmitValidation cutter = new TransmitValidation(OutputCapabilities.NONE, MAX_HEADER);
    private final CoalescerStatistics statistics = new CoalescerStatistics();
    private final List<Input> packets = new ArrayList<>();
    private final int[] batchEnd = new int[BATCHES];
    private int[] offsets = new int[0];
    private long timeNs;
    private int writes;
    private int segments;
    private int encapsulated;

    private int write(final GatherList list) {
        if (++writes % 50 == 0) {
            return -22;
        }
        int pos = 0;
        for (int i = 0; i < list.count(); i++) {
            device.net().put(pos, list.memory(i).net(), list.offset(i), list.length(i));
            pos += list.length(i);
        }
        if (TransmitValidation.accept(device, 0, pos, read) == null) {
            final int count = cutter.begin(device, read);
            for (int i = 0; i < count; i++) {
                cutter.writeHeader(i, headers, 0);
            }
            segments += count;
            encapsulated += read.isEncapsulated() ? 1 : 0;
        }
        return 0;
    }

    private void round(final Coalescer coalescer) {
        int index = 0;
        for (int batch = 0; batch < BATCHES; batch++) {
            // Now and then so long that gaps are given up, and once that flows are
            timeNs += batch == 0 ? 61_000_000_000L : batch % 10 == 0 ? 4_000_000_000L : 3_000_000;
            coalescer.setTime(timeNs);
            for (; index < batchEnd[batch]; index++) {
                final Input input = packets.get(index);
                metadata.reset(offsets[index], input.bytes().length);
                if (input.state() == ChecksumState.PARTIAL) {
                    metadata.setPartial(input.csumStart(), input.csumOffset());
                } else {
                    metadata.setChecksumState(input.state());
                }
                coalescer.commit(metadata);
            }
            if (coalescer.holdExceeded(timeNs)) {
                coalescer.flush(SealReason.HOLD_BOUND);
            }
            coalescer.flush(SealReason.END_OF_BATCH);
        }
    }

    private void fill(final Random random) {
        int pos = 0;
        for (int batch = 0; batch < BATCHES; batch++) {
            final AdversarialStream stream = new AdversarialStream(random.nextInt(), batch % 5);
            for (int step = 0; step < 40; step++) {
                stream.step(random.nextInt());
            }
            final VxlanPackets tunnel = VxlanPackets.of(batch % 20 == 7);
            for (final Input plain : stream.packets) {
                final byte[] bytes = plain.bytes();
                // Some batches come in a tunnel
                final Input input = batch % 10 == 7 && plain.state() == ChecksumState.NONE && bytes.length > 0
                    && bytes.length <= 0xffff - tunnel.length() ? Input.of(tunnel.wrap(bytes)) : plain;
                // The memory of one whose checksum is finished there would not stay the same
                if (packets.size() < 40_000 && pos + input.bytes().length < memory.capacity()
                        && input.csumOffset() != AdversarialStream.MISPLACED) {
                    packets.add(input);
                    pos += input.bytes().length;
                }
            }
            batchEnd[batch] = packets.size();
        }
        offsets = new int[packets.size()];
        pos = 0;
        for (int i = 0; i < offsets.length; i++) {
            memory.net().put(pos, packets.get(i).bytes());
            offsets[i] = pos;
            pos += packets.get(i).bytes().length;
        }
    }

    @Test
    void steadyStateAllocatesNothing() {
        fill(new Random(7));
        final Coalescer coalescer = new Coalescer(memory, new CoalescerTarget(this::write,
            new TransmitValidation(OutputCapabilities.ALL, 0), PacketMemory.allocate(256), 0), statistics,
            new CoalescerOptions(true, true, 64, 0xffff, 0xffff, true, EcnPolicy.PROPAGATE_CE,
                ChecksumValidation.VERIFY, 150, 200_000, 4, 10_000_000), 1);
        for (int i = 0; i < 30; i++) {
            round(coalescer);
        }
        long least = Long.MAX_VALUE;
        // The compiler may allocate once more on this thread when it replaces code
        for (int attempt = 0; attempt < 20 && least != 0; attempt++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            round(coalescer);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isZero();
        assertThat(segments).isPositive();
        assertThat(encapsulated).isPositive();
        for (final CoalescerCounter counter : List.of(CoalescerCounter.REPAIR_EVENTS, CoalescerCounter.SUPERPACKETS,
                CoalescerCounter.VERBATIM)) {
            assertThat(statistics.get(counter)).as(counter.name()).isPositive();
        }
        assertThat(statistics.get(SealReason.HOLD_BOUND)).isPositive();
        assertThat(statistics.get(VerbatimReason.SUPERPACKET_REFUSED)).isPositive();
        for (final SequenceCounter counter : List.of(SequenceCounter.LATE_REORDER,
                SequenceCounter.RETRANSMISSION_SUSPECTED, SequenceCounter.NEVER_FILLED,
                SequenceCounter.GAPS_GIVEN_UP, SequenceCounter.DUPLICATE_PACKETS, SequenceCounter.EVICTED_FLOWS)) {
            assertThat(statistics.sequence().get(counter, timeNs)).as(counter.name()).isPositive();
        }
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.opendaylight.coalescer.core.coalesce.ReferencePacket.Input;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.packet.ChecksumState;

/**
 * Fuzz target: whatever packets arrive, the coalescer writes what {@link ReferenceCoalescer} says. The first byte
 * chooses options; then comes one packet after the other: what to do, how many bytes, and those bytes. What to do may
 * be to repeat the packet before as its successor with some bytes changed, and to make lengths and checksums good,
 * which no fuzzer would guess.
 */
public final class CoalescerFuzz {
    private static final int MAX_PACKETS = 80;
    private static final int MAX_LENGTH = 600;
    private static final int SUCCESSOR = 1;
    private static final int GOOD_LENGTH = 2;
    private static final int GOOD_IP_CHECKSUM = 4;
    private static final int GOOD_L4_CHECKSUM = 8;

    private static final Map<Integer, ReferenceComparison> COMPARISONS = new HashMap<>();

    private CoalescerFuzz() {
        // Hidden on purpose
    }

    /**
     * Tries one input.
     *
     * @param data from the fuzzer
     */
    public static void fuzzerTestOneInput(final byte[] data) {
        if (data.length > 0) {
            COMPARISONS.computeIfAbsent(data[0] & 0x3f, CoalescerFuzz::comparison)
                .check(packets(ByteBuffer.wrap(data, 1, data.length - 1)), () -> "fuzzed");
        }
    }

    private static ReferenceComparison comparison(final int choice) {
        return new ReferenceComparison(new CoalescerOptions(true, true, (choice & 1) == 0 ? 64 : 3,
            (choice & 2) == 0 ? 65535 : 1280, (choice & 4) == 0,
            (choice & 8) == 0 ? EcnPolicy.EXACT : EcnPolicy.PROPAGATE_CE,
            (choice & 16) == 0 ? ChecksumValidation.VERIFY : ChecksumValidation.TRUST, 64, 200_000),
            (choice & 32) == 0 ? OutputCapabilities.ALL : new OutputCapabilities(true, true, false, true, false, true));
    }

    private static List<Input> packets(final ByteBuffer data) {
        final List<Input> packets = new ArrayList<>();
        byte[] last = new byte[0];
        while (data.remaining() >= 3 && packets.size() < MAX_PACKETS) {
            final int what = data.get();
            final int length = (data.getShort() & 0xffff) % MAX_LENGTH;
            byte[] packet;
            if ((what & SUCCESSOR) == 0) {
                packet = new byte[Math.min(length, data.remaining())];
                data.get(packet);
            } else {
                packet = successor(last, length);
                for (int i = what >>> 6 & 3; i > 0 && data.remaining() >= 2 && packet.length > 0; i--) {
                    packet[(data.get() & 0xff) % packet.length] = data.get();
                }
            }
            finish(packet, what);
            last = packet;
            packets.add(switch (what >>> 4 & 3) {
                case 0 -> new Input(packet, ChecksumState.UNNECESSARY, 0, 0);
                case 1 -> new Input(packet, ChecksumState.BAD, 0, 0);
                default -> Input.of(packet);
            });
        }
        return packets;
    }

    /** The packet that would follow another one in its flow, some bytes shorter if asked. */
    private static byte[] successor(final byte[] last, final int shorter) {
        final int ip = last.length > 0 && last[0] >>> 4 == 4 ? 20 : 40;
        if (last.length < ip + 20) {
            return last.clone();
        }
        final byte[] next = Arrays.copyOf(last, last.length - Math.min(shorter, last.length - ip - 20));
        if (protocol(last, ip) == 6) {
            SlowChecksum.putInt(next, ip + 4,
                SlowChecksum.getInt(last, ip + 4) + last.length - ip - (last[ip + 12] >>> 2 & 0x3c));
        }
        if (ip == 20) {
            SlowChecksum.put(next, 4, SlowChecksum.get(last, 4) + 1);
        }
        return next;
    }

    private static int protocol(final byte[] packet, final int ip) {
        return packet[ip == 20 ? 9 : 6];
    }

    private static void finish(final byte[] packet, final int what) {
        if (packet.length < 40) {
            return;
        }
        final int ip = packet[0] >>> 4 == 4 ? 20 : 40;
        if ((what & GOOD_LENGTH) != 0) {
            SlowChecksum.put(packet, ip == 20 ? 2 : 4, ip == 20 ? packet.length : packet.length - 40);
        }
        if (packet.length >= ip + 20 && protocol(packet, ip) == 17 && (what & GOOD_LENGTH) != 0) {
            SlowChecksum.put(packet, ip + 4, packet.length - ip);
        }
        if (ip == 20 && (what & GOOD_IP_CHECKSUM) != 0) {
            SlowChecksum.finishIpv4(packet);
        }
        if (packet.length >= ip + 20 && (what & GOOD_L4_CHECKSUM) != 0
                && (protocol(packet, ip) == 6 || protocol(packet, ip) == 17)) {
            SlowChecksum.finishL4(packet, protocol(packet, ip));
        }
    }
}

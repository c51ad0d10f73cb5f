/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;

/**
 * Fuzz target: whatever a datagram holds, decapsulation stays inside of it, changes nothing but ECN, and what it
 * accepts is encapsulated to the same again. The first byte is the outer TOS, the second chooses the encapsulation.
 */
public final class DecapsulationFuzz {
    private DecapsulationFuzz() {
        // Hidden on purpose
    }

    /**
     * Tries one input.
     *
     * @param data from the fuzzer
     */
    public static void fuzzerTestOneInput(final byte[] data) {
        if (data.length < 2) {
            return;
        }
        // What is read beyond the datagram would be beyond the memory
        final byte[] datagram = Arrays.copyOfRange(data, 2, data.length);
        final PacketMemory memory = PacketMemory.allocate(datagram.length);
        memory.net().put(0, datagram);
        final var encapsulation = Encapsulation.ALL.get((data[1] & 0xff) % Encapsulation.ALL.size());
        final var inner = new DecapsulatedPacket();
        if (encapsulation.decapsulate(memory, 0, datagram.length, inner) != null) {
            assertThat(bytes(memory, datagram.length)).isEqualTo(datagram);
            return;
        }
        assertThat(inner.offset() + inner.length()).isEqualTo(datagram.length);
        assertThat(inner.length()).isGreaterThanOrEqualTo(switch (inner.ipVersion()) {
            case Encapsulation.ETHERNET -> 14;
            case 4 -> 20;
            default -> 40;
        });
        assertThat(inner.vni()).isBetween(0, (1 << 24) - 1);
        final var metadata = new PacketMetadata();
        inner.describe(memory, metadata);
        final int ip = inner.offset() + metadata.linkLength();
        if (ip < datagram.length) {
            assertThat(InnerPacket.sourceOffset(memory, ip)).isLessThan(datagram.length);
            Ecn.decapsulate(memory, ip, data[0] & 0xff);
        }
        // Of the header, what need not be the same: options, reserved bits, the other version of GUE
        if (inner.offset() == encapsulation.headerLength() && inner.offset() > 0) {
            encapsulation.encapsulate(memory, 0, inner.vni(), inner.ipVersion());
            memory.net().put(0, (byte) (memory.net().get(0) | datagram[0] & 2));
            if (encapsulation instanceof Geneve) {
                memory.net().put(1, datagram[1]).put(7, datagram[7]);
            }
        }
        final byte[] again = bytes(memory, datagram.length);
        // The ECN field, and the header checksum that follows it
        for (int i = 0; ip < datagram.length && i < 2; i++) {
            again[ip + i] = datagram[ip + i];
            if (InnerPacket.version(memory, ip) == 4) {
                again[ip + 10 + i] = datagram[ip + 10 + i];
            }
        }
        assertThat(again).isEqualTo(datagram);
    }

    private static byte[] bytes(final PacketMemory memory, final int length) {
        final byte[] bytes = new byte[length];
        memory.net().get(0, bytes);
        return bytes;
    }
}

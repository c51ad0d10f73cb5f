/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.opendaylight.coalescer.packet.InternetChecksum;
import org.opendaylight.coalescer.packet.IpProtocol;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.Udp;

/**
 * The checksums of outer UDP headers around a packet whose own checksum is still to be finished, compared with a full
 * computation after it is (local checksum offload, Linux {@code Documentation/networking/checksum-offloads.rst}).
 */
class LocalChecksumOffloadTest {
    /** Bytes between an outer UDP header and the IP header behind it: none, GUE, VXLAN, VXLAN with Ethernet. */
    private static final int[] TUNNEL_HEADERS = { 0, 4, 8, 22 };
    private static final int MAX_LAYERS = 3;

    private final PacketMemory memory = PacketMemory.allocate(1 << 17);
    /** Of each layer from the inside out: offset of its IP header, and bytes from there to UDP. */
    private final int[] ipOff = new int[MAX_LAYERS];
    private final int[] udpStart = new int[MAX_LAYERS];
    private int end;

    @Property(tries = 1000)
    void equalsTheFullComputation(@ForAll @IntRange(min = 1, max = MAX_LAYERS) final int layers,
            @ForAll final boolean tcp, @ForAll final boolean v4, @ForAll @IntRange(max = 60_000) final int payload,
            @ForAll final long seed) {
        final Random random = new Random(seed);
        final int inner = lay(layers, random);
        final int ipLen = v4 ? 20 : 40;
        final int l4 = inner + ipLen;
        final int field = tcp ? 16 : 6;
        end = l4 + (tcp ? 20 : 8) + payload;
        fill(layers, random);
        memory.net().put(inner, (byte) (v4 ? 0x45 : 0x60));
        final long pseudo = InternetChecksum.pseudo(memory, inner, tcp ? IpProtocol.TCP : IpProtocol.UDP, end - l4);
        memory.net().putShort(l4 + field, (short) InternetChecksum.fold(pseudo));

        writeOuterChecksums(layers, l4, pseudo);

        InternetChecksum.finish(memory, l4, end - l4, field);
        assertThat(sum(l4) + fold(pseudo)).as("inner").isIn(0xffff, 2 * 0xffff);
        for (int layer = 0; layer < layers; layer++) {
            final int off = ipOff[layer];
            final long outer = OuterHeaders.pseudoHeader(memory, off, udpStart[layer], end - off);
            final int total = sum(off + udpStart[layer]) + fold(outer);
            assertThat(total).as("layer %s of %s", layer, layers).isIn(0xffff, 2 * 0xffff);
            assertThat(memory.net().getShort(off + udpStart[layer] + Udp.CHECKSUM)).isNotZero();
        }
    }

    /** Places the headers, the outermost first; returns where the inner IP header is. */
    private int lay(final int layers, final Random random) {
        int off = 2 * random.nextInt(20) + random.nextInt(2);
        for (int layer = layers - 1; layer >= 0; layer--) {
            ipOff[layer] = off;
            udpStart[layer] = random.nextBoolean() ? 20 : 40;
            off += udpStart[layer] + Udp.HEADER_LENGTH + TUNNEL_HEADERS[random.nextInt(TUNNEL_HEADERS.length)];
        }
        return off;
    }

    private void fill(final int layers, final Random random) {
        final byte[] bytes = new byte[end];
        random.nextBytes(bytes);
        memory.net().put(0, bytes);
        for (int layer = 0; layer < layers; layer++) {
            memory.net().put(ipOff[layer], (byte) (udpStart[layer] == 20 ? 0x45 : 0x60));
        }
    }

    /** From the inside out: each layer takes the one inside for finished, and reads no payload. */
    private void writeOuterChecksums(final int layers, final int innerL4, final long innerPseudo) {
        int covered = innerL4;
        long pseudo = innerPseudo;
        for (int layer = 0; layer < layers; layer++) {
            final int off = ipOff[layer];
            final int udp = udpStart[layer];
            final long outer = OuterHeaders.pseudoHeader(memory, off, udp, end - off);
            memory.net().putShort(off + udp + Udp.CHECKSUM, (short) OuterHeaders.checksum(memory, off, udp,
                covered - off - udp, outer + OuterHeaders.covered(pseudo)));
            covered = off + udp;
            pseudo = outer;
        }
    }

    private static int fold(final long pseudo) {
        return InternetChecksum.fold(pseudo);
    }

    /** From an offset to the end, word by word as RFC 1071 section 1 defines it. */
    private int sum(final int from) {
        int sum = 0;
        for (int i = from; i < end; i++) {
            sum += (memory.net().get(i) & 0xff) << ((i - from) % 2 == 0 ? 8 : 0);
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }
}

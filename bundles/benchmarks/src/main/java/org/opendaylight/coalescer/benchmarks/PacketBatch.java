/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.benchmarks;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.opendaylight.coalescer.packet.InternetChecksum;
import org.opendaylight.coalescer.packet.IpProtocol;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.Tcp;
import org.opendaylight.coalescer.packet.Udp;

/** Packets of IPv4 with good checksums, laid out as a receive buffer has them. */
final class PacketBatch {
    /** Room between packets, as headers of an encapsulation leave it. */
    private static final int SPACING = 64;
    private static final int SOURCE = 0xc633_6401;
    private static final int DESTINATION = 0xc633_6402;

    private final PacketMemory memory;
    private final int[] offsets;
    private final int[] lengths;
    private final int advance;

    /**
     * One packet.
     *
     * @param protocol its IP protocol
     * @param flow source port
     * @param sequence first sequence number of TCP
     * @param payload payload bytes
     * @param flags flags of TCP
     */
    record Spec(int protocol, int flow, int sequence, int payload, int flags) {
        static Spec tcp(final int flow, final int sequence, final int payload) {
            return new Spec(IpProtocol.TCP, flow, sequence, payload, Tcp.ACK);
        }

        int headerLength() {
            return Ipv4.HEADER_LENGTH + (protocol == IpProtocol.TCP ? Tcp.HEADER_LENGTH : Udp.HEADER_LENGTH);
        }

        int length() {
            return headerLength() + payload;
        }
    }

    /**
     * Makes the packets.
     *
     * @param specs what they are like
     * @param advance bytes that every flow sends in a batch
     */
    PacketBatch(final List<Spec> specs, final int advance) {
        this.advance = advance;
        offsets = new int[specs.size()];
        lengths = specs.stream().mapToInt(Spec::length).toArray();
        memory = PacketMemory.allocate(specs.stream().mapToInt(spec -> spec.length() + SPACING).sum());
        final var random = new SplittableRandom(42);
        int end = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = end + SPACING;
            end = offsets[i] + lengths[i];
            write(offsets[i], specs.get(i), random);
        }
    }

    private void write(final int off, final Spec spec, final SplittableRandom random) {
        final var net = memory.net();
        net.put(off + Ipv4.VERSION_IHL, (byte) Ipv4.VERSION_IHL_PLAIN);
        net.putShort(off + Ipv4.TOTAL_LENGTH, (short) spec.length());
        net.putShort(off + Ipv4.FRAGMENT, (short) Ipv4.DF);
        net.put(off + Ipv4.TTL, (byte) 64);
        net.put(off + Ipv4.PROTOCOL, (byte) spec.protocol());
        net.putInt(off + Ipv4.SOURCE, SOURCE);
        net.putInt(off + Ipv4.DESTINATION, DESTINATION);
        Ipv4.writeChecksum(memory, off, Ipv4.HEADER_LENGTH);
        final byte[] payload = new byte[spec.payload()];
        random.nextBytes(payload);
        net.put(off + spec.headerLength(), payload);
        final int l4 = off + Ipv4.HEADER_LENGTH;
        net.putShort(l4, (short) spec.flow());
        net.putShort(l4 + Short.BYTES, (short) 443);
        if (spec.protocol() == IpProtocol.TCP) {
            net.putInt(l4 + Tcp.SEQUENCE, spec.sequence());
            net.putInt(l4 + Tcp.ACKNOWLEDGMENT, 1);
            net.put(l4 + Tcp.DATA_OFFSET, (byte) (Tcp.HEADER_LENGTH / Integer.BYTES << 4));
            net.put(l4 + Tcp.FLAGS, (byte) spec.flags());
            net.putShort(l4 + Tcp.WINDOW, (short) 0x2000);
            finish(off, spec, Tcp.CHECKSUM);
        } else if (spec.protocol() == IpProtocol.UDP) {
            net.putShort(l4 + Udp.LENGTH, (short) (Udp.HEADER_LENGTH + spec.payload()));
            finish(off, spec, Udp.CHECKSUM);
        }
    }

    private void finish(final int off, final Spec spec, final int field) {
        final int l4 = off + Ipv4.HEADER_LENGTH;
        final int l4Len = spec.length() - Ipv4.HEADER_LENGTH;
        memory.net().putShort(l4 + field, (short) InternetChecksum.complement(
            InternetChecksum.pseudoV4(memory, off, spec.protocol(), l4Len)
            + InternetChecksum.sum(memory, l4, l4Len)));
    }

    /**
     * Makes TCP packets those that follow in their flows: other sequence numbers, checksums good again.
     *
     * @param from index of the first one
     */
    void advance(final int from) {
        final ByteBuffer net = memory.net();
        for (int i = from; i < offsets.length; i++) {
            final int l4 = offsets[i] + Ipv4.HEADER_LENGTH;
            if (net.get(offsets[i] + Ipv4.PROTOCOL) == IpProtocol.TCP) {
                final int before = net.getInt(l4 + Tcp.SEQUENCE);
                final int after = before + advance;
                net.putInt(l4 + Tcp.SEQUENCE, after);
                net.putShort(l4 + Tcp.CHECKSUM, (short) InternetChecksum.update32(
                    net.getShort(l4 + Tcp.CHECKSUM) & 0xffff, before, after));
            }
        }
    }

    PacketMemory memory() {
        return memory;
    }

    int count() {
        return offsets.length;
    }

    int offset(final int index) {
        return offsets[index];
    }

    int length(final int index) {
        return lengths[index];
    }
}

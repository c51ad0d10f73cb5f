/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.transmit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;

/** Drives a {@link TransmitValidation} as a worker does and records the bytes of every wire packet. */
public final class WirePackets {
    static final int VNET = 5;
    static final int PACKET = VNET + 24;
    static final int MAX_HEADER = 4096;

    final PacketMemory memory = PacketMemory.allocate(1 << 18);
    final PacketMetadata meta = new PacketMetadata();
    final TransmitValidation output;

    WirePackets(final OutputCapabilities capabilities) {
        output = new TransmitValidation(capabilities, MAX_HEADER);
    }

    /** Sends a superpacket that must be accepted. */
    List<byte[]> send(final PacketSpec spec) {
        assertNull(TransmitValidation.accept(memory, VNET, spec.write(memory, VNET, spec.headerLength()), meta));
        return send();
    }

    /** Sends what the metadata describes. */
    List<byte[]> send() {
        return send(output, memory, meta);
    }

    /** Sends what metadata describes of a packet, nothing if it can't be delivered. */
    static List<byte[]> send(final TransmitValidation output, final PacketMemory memory, final PacketMetadata meta) {
        return collect(output.begin(memory, meta), output, memory);
    }

    /** Sends what was sent last to another output of the same kind. */
    List<byte[]> sendAgain() {
        return collect(output.beginAgain(memory, meta), output, memory);
    }

    private static List<byte[]> collect(final int packets, final TransmitValidation output,
            final PacketMemory memory) {
        final PacketMemory headers = PacketMemory.allocate(MAX_HEADER + 7);
        final List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < packets; i++) {
            final int headerLen = output.headerLength();
            output.writeHeader(i, headers, 7);
            final byte[] packet = new byte[headerLen + output.payloadLength(i)];
            headers.net().get(7, packet, 0, headerLen);
            memory.net().get(output.payloadOffset(i), packet, headerLen, output.payloadLength(i));
            sent.add(packet);
        }
        assertEquals(packets == 0, output.drop() != null);
        return sent;
    }

    /**
     * What leaves for a write to a TUN queue, all in software.
     *
     * @param written {@code virtio_net_hdr} and packet
     * @return the wire packets, none if it is dropped
     */
    public static List<byte[]> cut(final byte[] written) {
        return cutAccepted(written, TransmitValidation::accept);
    }

    /**
     * What leaves for a write to a TAP queue, all in software.
     *
     * @param written {@code virtio_net_hdr} and frame
     * @return the wire packets, none if it is dropped
     */
    public static List<byte[]> cutFrame(final byte[] written) {
        return cutAccepted(written, TransmitValidation::acceptFrame);
    }

    private interface Acceptance {
        @Nullable TransmitDrop accept(PacketMemory memory, int vnetOff, int bytesRead, PacketMetadata meta);
    }

    private static List<byte[]> cutAccepted(final byte[] written, final Acceptance acceptance) {
        final PacketMemory memory = PacketMemory.allocate(written.length);
        memory.net().put(0, written);
        final PacketMetadata meta = new PacketMetadata();
        return acceptance.accept(memory, 0, written.length, meta) == null
            ? send(new TransmitValidation(OutputCapabilities.NONE, MAX_HEADER), memory, meta) : List.of();
    }

    /** Puts an ordinary packet in place, its checksum to be finished, and describes it. */
    void unfinished(final byte[] packet, final int csumStart, final int csumOffset) {
        memory.net().put(PACKET, packet);
        meta.reset(PACKET, packet.length);
        meta.setPartial(csumStart, csumOffset);
    }

    byte[] bytes(final int length) {
        final byte[] packet = new byte[length];
        memory.net().get(PACKET, packet);
        return packet;
    }
}

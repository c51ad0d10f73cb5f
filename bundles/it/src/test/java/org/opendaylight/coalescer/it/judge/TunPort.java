/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.judge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.coalesce.Coalescer;
import org.opendaylight.coalescer.core.coalesce.CoalescerOptions;
import org.opendaylight.coalescer.core.coalesce.CoalescerStatistics;
import org.opendaylight.coalescer.core.coalesce.CoalescerTarget;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.core.transmit.TransmitValidation;
import org.opendaylight.coalescer.it.crafted.CapturedPacket;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;
import org.opendaylight.coalescer.linux.Errno;
import org.opendaylight.coalescer.linux.NativeMemory;
import org.opendaylight.coalescer.linux.TunDevice;
import org.opendaylight.coalescer.linux.TunQueue;
import org.opendaylight.coalescer.packet.GatherList;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;
import org.opendaylight.coalescer.packet.VirtioNetHeader;

/**
 * A TUN device with a coalescer in front of it, as the data path has it. The kernel hands over finished packets. Owned
 * by one thread.
 */
final class TunPort implements AutoCloseable {
    /** Room for a packet and its virtio_net_hdr. */
    private static final int SLOT = 2048;
    private static final int SLOTS = 1024;
    private static final String QUEUE_PACKETS = "10000";

    private final PacketMemory memory = NativeMemory.allocate(SLOT * SLOTS);
    private final PacketMemory scratch = NativeMemory.allocate(Coalescer.SCRATCH_BYTES);
    private final CoalescerStatistics statistics = new CoalescerStatistics();
    private final PacketMetadata metadata = new PacketMetadata();
    private final List<CapturedPacket> written = new ArrayList<>();
    private final Coalescer coalescer;
    private final TunDevice device;
    private final TunQueue queue;
    private final PacketMemory frame = NativeMemory.allocate(EthernetFrame.ROOM);
    private final boolean ethernet;
    private boolean recording = true;
    private int slots;

    private TunPort(final TunDevice device, final TunQueue queue, final boolean ethernet) {
        this.device = device;
        this.queue = queue;
        this.ethernet = ethernet;
        coalescer = new Coalescer(memory, new CoalescerTarget(this::output,
            new TransmitValidation(OutputCapabilities.ALL, 0), scratch, 0), statistics, CoalescerOptions.DEFAULT,
            System.nanoTime());
    }

    /**
     * Makes a device that is up and has no address.
     *
     * @param namespace where
     * @param name its name
     * @return the port
     */
    static TunPort open(final NetworkNamespace namespace, final String name) {
        return open(namespace, name, TunDevice.Kind.TUN);
    }

    private static TunPort open(final NetworkNamespace namespace, final String name, final TunDevice.Kind kind) {
        final TunPort port;
        try {
            port = org.opendaylight.coalescer.linux.NetworkNamespace.named(namespace.name()).call(() -> {
                final var device = TunDevice.create(name, kind);
                return new TunPort(device, device.openQueue(), kind == TunDevice.Kind.TAP);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        namespace.run("ip", "link", "set", name, "addrgenmode", "none");
        namespace.run("ip", "link", "set", name, "txqueuelen", QUEUE_PACKETS, "up");
        return port;
    }

    /**
     * Makes a device that takes superpackets behind the headers of a tunnel: Linux 6.17 and 6.18 demand room for an
     * Ethernet header in front of those ({@code virtio_net_hdr_tnl_to_skb} in {@code include/linux/virtio_net.h}), so
     * it is a TAP device, and each packet gets such a header on the way.
     *
     * @param namespace where
     * @param name its name
     * @return the port
     */
    static TunPort openForTunnels(final NetworkNamespace namespace, final String name) {
        final var port = open(namespace, name, TunDevice.Kind.TAP);
        namespace.run("ip", "link", "set", name, "address", EthernetFrame.ADDRESS);
        return port;
    }

    /** Does not keep what is written, which is too much. */
    TunPort withoutRecord() {
        recording = false;
        return this;
    }

    private int output(final GatherList list) {
        if (!recording) {
            return queue.write(list);
        }
        final byte[] bytes = new byte[list.bytes()];
        for (int i = 0, at = 0; i < list.count(); at += list.length(i), i++) {
            list.memory(i).net().get(list.offset(i), bytes, at, list.length(i));
        }
        written.add(CapturedPacket.ofWrite(bytes));
        return ethernet ? writeFrame(bytes) : queue.write(list);
    }

    private int writeFrame(final byte[] bytes) {
        return queue.write(frame, 0, EthernetFrame.put(bytes, frame));
    }

    /**
     * Has packets coalesced and written, as one batch.
     *
     * @param packets the packets
     * @return what was written
     */
    List<CapturedPacket> coalesce(final List<byte[]> packets) {
        written.clear();
        packets.forEach(this::commit);
        flush();
        return List.copyOf(written);
    }

    private void commit(final byte[] packet) {
        memory.net().put(slots * SLOT, packet);
        metadata.reset(slots * SLOT, packet.length);
        slots++;
        coalescer.commit(metadata);
    }

    /** Ends a batch. */
    void flush() {
        final int error = coalescer.flush(SealReason.END_OF_BATCH);
        slots = 0;
        if (error != 0) {
            throw new IllegalStateException("The device refuses: " + Errno.describe(-error));
        }
    }

    /** Writes packets one by one, as fast as it can. */
    void write(final List<byte[]> packets) {
        for (int i = 0; i < packets.size(); i++) {
            final int at = i * SLOT;
            memory.net().put(at, new byte[VirtioNetHeader.LENGTH]);
            memory.net().put(at + VirtioNetHeader.LENGTH, packets.get(i));
        }
        for (int i = 0; i < packets.size(); i++) {
            final int length = VirtioNetHeader.LENGTH + packets.get(i).length;
            final byte[] bytes = new byte[length];
            memory.net().get(i * SLOT, bytes);
            final int result = ethernet ? writeFrame(bytes) : queue.write(memory, i * SLOT, length);
            if (result < 0) {
                throw new IllegalStateException("The device refuses: " + Errno.describe(-result));
            }
        }
    }

    /**
     * Reads a packet that the kernel sent to the device.
     *
     * @return the packet, empty if there is none
     */
    byte[] read() {
        final int length = queue.read(memory, slots * SLOT, SLOT);
        if (length == -Errno.EAGAIN) {
            return new byte[0];
        }
        if (length < 0) {
            throw new IllegalStateException("The device can't be read: " + Errno.describe(-length));
        }
        final byte[] packet = new byte[length - VirtioNetHeader.LENGTH];
        memory.net().get(slots * SLOT + VirtioNetHeader.LENGTH, packet);
        return packet;
    }

    /**
     * Reads a packet that the kernel sent to another device, into the batch of this one.
     *
     * @param from the other device
     * @param tap sees the packet
     * @return false if there is none
     */
    boolean take(final TunPort from, final Tap tap) {
        final int at = slots * SLOT;
        final int length = from.queue.read(memory, at, SLOT);
        if (length == -Errno.EAGAIN) {
            return false;
        }
        if (length < 0) {
            throw new IllegalStateException("The device can't be read: " + Errno.describe(-length));
        }
        if (memory.host().get(at + VirtioNetHeader.GSO_TYPE) != 0 || memory.host().get(at) != 0) {
            throw new IllegalStateException("The kernel left something to do");
        }
        metadata.reset(at + VirtioNetHeader.LENGTH, length - VirtioNetHeader.LENGTH);
        tap.see(memory, metadata.offset(), metadata.length());
        slots++;
        coalescer.commit(metadata);
        return true;
    }

    /** Looks at packets that pass. */
    @FunctionalInterface
    interface Tap {
        /** A packet of some bytes at some place. */
        void see(PacketMemory memory, int offset, int length);
    }

    CoalescerStatistics statistics() {
        return statistics;
    }

    @Override
    public void close() {
        queue.close();
        device.close();
    }
}

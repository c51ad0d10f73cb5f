/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import org.opendaylight.coalescer.api.PacketWriter;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.coalesce.Coalescer;
import org.opendaylight.coalescer.core.coalesce.CoalescerOptions;
import org.opendaylight.coalescer.core.coalesce.CoalescerStatistics;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.core.transmit.TransmitValidation;
import org.opendaylight.coalescer.linux.Errno;
import org.opendaylight.coalescer.linux.NativeMemory;
import org.opendaylight.coalescer.linux.TunQueue;
import org.opendaylight.coalescer.packet.Ethernet;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;

/**
 * A packet writer with a detached queue of a port's device. The caller's thread does all the work. The port may go away
 * at any time from another thread: a lock, taken once for each flush, keeps the queue open while it is being written
 * to.
 */
final class QueuePacketWriter implements PacketWriter {
    private static final int CAPACITY = 1 << 20;
    private static final int MAX_LENGTH = 0xffff;
    /** Slices start on cache lines, which also keeps checksums on even bytes. */
    private static final int ALIGNMENT = 64;

    private final CoalescerStatistics statistics = new CoalescerStatistics();
    private final PacketMemory memory = NativeMemory.allocate(CAPACITY);
    private final PacketMetadata metadata = new PacketMetadata();
    private final ByteBuffer buffer = memory.net().duplicate();
    private final TransmitValidation output = new TransmitValidation(OutputCapabilities.NONE, 0);
    private final PortDevice device;
    private final TunQueue queue;
    private final Coalescer coalescer;
    private int reserved;
    /** Written under the lock of this object by the port, taken over by the next flush. */
    private CoalescerOptions newOptions;
    private OutputCapabilities newCapabilities;
    private boolean closed;

    /**
     * Makes a writer.
     *
     * @param device the device, which must hold its lock
     * @param queue detached queue, owned by the writer from now on
     */
    QueuePacketWriter(final PortDevice device, final TunQueue queue) {
        this.device = requireNonNull(device);
        this.queue = requireNonNull(queue);
        coalescer = device.newCoalescer(memory, output, queue, statistics);
    }

    CoalescerStatistics statistics() {
        return statistics;
    }

    TransmitValidation output() {
        return output;
    }

    /** Changes options and capabilities with the next flush. Any thread. */
    synchronized void configure(final CoalescerOptions options, final OutputCapabilities capabilities) {
        newOptions = options;
        newCapabilities = capabilities;
    }

    @Override
    public ByteBuffer buffer() {
        return buffer;
    }

    @Override
    public int reserve(final int length) {
        if (length < 1 || length > MAX_LENGTH) {
            throw new IllegalArgumentException("Length " + length + " is not in 1..65535");
        }
        final int offset = reserved;
        if (offset + length > CAPACITY) {
            return -1;
        }
        reserved = offset + length + ALIGNMENT - 1 & -ALIGNMENT;
        return offset;
    }

    @Override
    public void commit(final int offset, final int length) {
        describe(offset, length);
        take();
    }

    @Override
    public void commit(final int offset, final int length, final int checksumStart, final int checksumOffset) {
        describe(offset, length);
        metadata.setPartial(checksumStart, checksumOffset);
        if ((checksumOffset & 1) != 0 || !metadata.isChecksumInside()) {
            throw new IllegalArgumentException("No checksum field at " + checksumStart + " + " + checksumOffset
                + " of " + length + " bytes");
        }
        take();
    }

    private void describe(final int offset, final int length) {
        if (offset < 0 || length < 0 || length > MAX_LENGTH || length > Math.min(reserved, CAPACITY) - offset) {
            throw new IllegalArgumentException(length + " bytes at " + offset + " are not reserved");
        }
        metadata.reset(offset, length);
        if (device.isFramed()) {
            metadata.setLink(Ethernet.ipStart(memory, offset, length));
        }
    }

    private synchronized void take() {
        if (!closed) {
            takeChanges();
            if (coalescer.heldPackets() == 0) {
                coalescer.setTime(System.nanoTime());
            }
            coalescer.commit(metadata);
        }
    }

    @Override
    public synchronized int flush() {
        reserved = 0;
        if (closed) {
            return -Errno.EBADF;
        }
        takeChanges();
        coalescer.setTime(System.nanoTime());
        return coalescer.flush(SealReason.END_OF_BATCH);
    }

    /** Takes over what the port has changed, before anything of a batch is held or at its end. */
    private void takeChanges() {
        if (newOptions != null) {
            // Writes what is held, under the capabilities that it was taken with
            coalescer.setOptions(newOptions);
            output.setCapabilities(newCapabilities);
            newOptions = null;
            newCapabilities = null;
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            queue.close();
        }
        device.forget(this);
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.security.SecureRandom;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.coalesce.Coalescer;
import org.opendaylight.coalescer.core.coalesce.CoalescerOptions;
import org.opendaylight.coalescer.core.coalesce.CoalescerStatistics;
import org.opendaylight.coalescer.core.coalesce.CoalescerTarget;
import org.opendaylight.coalescer.core.transmit.TransmitValidation;
import org.opendaylight.coalescer.packet.GatherList;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;
import org.opendaylight.coalescer.replay.capture.CaptureException;
import org.opendaylight.coalescer.replay.capture.CaptureReader;
import org.opendaylight.coalescer.replay.capture.CapturedFrame;
import org.opendaylight.coalescer.replay.capture.LinkLayer;

/**
 * Gives the packets of a capture to the coalescer of the data path, batch by batch, by the clock of the capture. An
 * object is one replay, for one thread.
 */
public final class Replay {
    private static final SecureRandom SEEDS = new SecureRandom();
    private static final int PROGRESS_FRAMES = 1 << 12;
    /** An output that says so is not asked again for the same packets. */
    private static final int ENOBUFS = 105;

    private final ReplayOptions options;
    private final ReplayObserver observer;
    private final @Nullable Decapsulator decapsulator;
    private final CaptureTally tally = new CaptureTally();
    private final GapCollector gaps = new GapCollector();
    private final CoalescerStatistics statistics = new CoalescerStatistics(gaps);
    private final PacketBatch batch = new PacketBatch();
    private final PacketMetadata metadata = new PacketMetadata();
    private final Coalescer coalescer;
    /** Most packets of a batch that are not too many. */
    private final int batchLimit;
    private final SealReason atLimit;

    private PacketMemory memory;
    private int capacity = 1024;
    private long batches;
    /** Of the batch that is being gathered: timestamp of its last packet, and time when it began. */
    private long batchStampNs;
    private long batchBeganNs;
    /** The observer has had enough: nothing more is written, and the replay ends with the batch. */
    private @Nullable IOException failure;

    private Replay(final ReplayOptions options, final ReplayObserver observer) {
        this.options = requireNonNull(options);
        this.observer = requireNonNull(observer);
        final var tunnel = options.decap();
        decapsulator = tunnel == null ? null : new Decapsulator(tunnel);
        final int wanted = options.batchPackets() == ReplayOptions.BY_TIME ? Integer.MAX_VALUE
            : options.batchPackets();
        final int held = options.coalescing().holdPackets();
        final boolean bounded = held < CoalescerOptions.MAX_HOLD_PACKETS && held < wanted;
        batchLimit = bounded ? held : wanted;
        atLimit = bounded ? SealReason.HOLD_BOUND : SealReason.END_OF_BATCH;
        memory = batch.memory();
        final CoalescerTarget target = new CoalescerTarget(this::written,
            new TransmitValidation(options.output(), 0), PacketMemory.allocate(Coalescer.SCRATCH_BYTES), 0);
        coalescer = new Coalescer(memory, target, statistics, bounds(), SEEDS.nextLong());
    }

    /**
     * Replays a capture. One that is broken is replayed up to there.
     *
     * @param capture the capture from its start, owned by the caller; pcap or pcapng, perhaps compressed by gzip
     * @param options how
     * @param observer sees what happens
     * @return what was found
     * @throws IOException if the capture can't be read, or from the observer
     */
    public static ReplayResult run(final ReadableByteChannel capture, final ReplayOptions options,
            final ReplayObserver observer) throws IOException {
        return new Replay(options, observer).replay(capture);
    }

    private ReplayResult replay(final ReadableByteChannel capture) throws IOException {
        CaptureException problem = null;
        try {
            final CaptureReader reader = CaptureReader.open(capture);
            tally.format(reader.format());
            long frames = 0;
            while (reader.next()) {
                take(reader.frame());
                if (++frames % PROGRESS_FRAMES == 0) {
                    observer.progress(frames, reader.position());
                }
            }
        } catch (final CaptureException e) {
            problem = e;
        }
        flush(SealReason.END_OF_BATCH);
        coalescer.setTime(tally.nowNs());
        gaps.finish(observer);
        return new ReplayResult(options, tally.result(), decapsulator == null ? null : decapsulator.result(), batches,
            statistics, problem);
    }

    private void take(final CapturedFrame frame) throws IOException {
        final int skip = LinkLayer.ipOffset(frame);
        tally.take(frame, skip != LinkLayer.NOT_IP);
        if (skip == LinkLayer.NOT_IP) {
            return;
        }
        if (batch.count() > 0) {
            if (options.batchPackets() == ReplayOptions.BY_TIME && frame.timeNs() != batchStampNs) {
                flush(SealReason.END_OF_BATCH);
            } else if (tally.nowNs() - batchBeganNs >= options.coalescing().holdTimeNs()) {
                flush(SealReason.HOLD_BOUND);
            }
        }
        final int off = batch.place(frame, skip);
        final int len = frame.length() - skip;
        final Decapsulator tunnel = decapsulator;
        if (tunnel == null) {
            batch.keep(off, len, 0);
        } else {
            final PacketMetadata inner = tunnel.take(batch.memory(), off, len);
            if (inner == null) {
                return;
            }
            batch.keep(inner.offset(), inner.length(), inner.linkLength());
        }
        batchStampNs = frame.timeNs();
        if (batch.count() == 1) {
            batchBeganNs = tally.nowNs();
        }
        if (batch.count() == batchLimit) {
            flush(atLimit);
        }
    }

    private void flush(final SealReason why) throws IOException {
        final int count = batch.count();
        if (count == 0) {
            return;
        }
        if (count > capacity || batch.memory() != memory) {
            memory = batch.memory();
            capacity = Math.max(capacity, Integer.highestOneBit(2 * count - 1));
            coalescer.setMemory(memory, bounds());
        }
        coalescer.setTime(batchBeganNs);
        for (int i = 0; i < count; i++) {
            metadata.reset(batch.offset(i), batch.length(i));
            metadata.setLink(batch.link(i));
            coalescer.commit(metadata);
        }
        coalescer.flush(why);
        if (failure != null) {
            throw failure;
        }
        batch.clear();
        batches++;
        gaps.handOn(observer);
    }

    /** The coalescer holds a whole batch: it is here that batches end. */
    private CoalescerOptions bounds() {
        return options.coalescing().holding(capacity, Long.MAX_VALUE);
    }

    private int written(final GatherList packet) {
        if (failure != null) {
            return -ENOBUFS;
        }
        try {
            observer.written(batches, packet);
        } catch (final IOException e) {
            failure = e;
            return -ENOBUFS;
        }
        return packet.bytes();
    }
}

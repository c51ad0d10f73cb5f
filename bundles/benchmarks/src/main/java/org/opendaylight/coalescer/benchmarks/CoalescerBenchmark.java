/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.coalesce.ChecksumValidation;
import org.opendaylight.coalescer.core.coalesce.Coalescer;
import org.opendaylight.coalescer.core.coalesce.CoalescerOptions;
import org.opendaylight.coalescer.core.coalesce.CoalescerStatistics;
import org.opendaylight.coalescer.core.coalesce.CoalescerTarget;
import org.opendaylight.coalescer.core.coalesce.EcnPolicy;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.core.transmit.TransmitValidation;
import org.opendaylight.coalescer.packet.GatherList;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What coalescing one flow of 64 segments of 1200 bytes costs, beside a bulk copy of the same payloads. {@link #main}
 * runs all and prints the ratios:
 *
 * <pre>
 *   java -cp 'bundles/benchmarks/target/coalescer-benchmarks-0.1.0.jar:bundles/benchmarks/target/lib/*' \
 *     org.opendaylight.coalescer.benchmarks.CoalescerBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 11, time = 1)
@Fork(1)
public class CoalescerBenchmark {
    private static final int SEGMENTS = 64;
    private static final int PAYLOAD = 1200;
    /** One superpacket takes no more than 65,535 bytes, so 54 of the 64 segments, and the other ten make a second. */
    private static final int COPY_BYTES = 128 << 10;

    private final TcpStream stream = new TcpStream(SEGMENTS, PAYLOAD);
    private final ByteBuffer copy = ByteBuffer.allocateDirect(COPY_BYTES);
    private final PacketMetadata metadata = new PacketMetadata();
    private Coalescer verifying;
    private Coalescer trusting;
    private long written;

    /** Makes the coalescers. */
    @Setup
    public void setUp() {
        verifying = coalescer(ChecksumValidation.VERIFY);
        trusting = coalescer(ChecksumValidation.TRUST);
    }

    private Coalescer coalescer(final ChecksumValidation validation) {
        final var target = new CoalescerTarget(this::write, new TransmitValidation(OutputCapabilities.ALL, 0),
            PacketMemory.allocate(Coalescer.SCRATCH_BYTES), 0);
        return new Coalescer(stream.memory(), target, new CoalescerStatistics(), new CoalescerOptions(true, true, 64,
            0xffff, true, EcnPolicy.EXACT, validation, 1024, 200_000), 42);
    }

    private int write(final GatherList packet) {
        written += packet.bytes();
        return packet.bytes();
    }

    /** The yardstick: the payloads copied into one buffer. */
    @Benchmark
    public ByteBuffer copy() {
        final ByteBuffer from = stream.memory().net();
        int to = 0;
        for (int i = 0; i < stream.count(); i++) {
            copy.put(to, from, stream.payloadOffset(i), PAYLOAD);
            to += PAYLOAD;
        }
        return copy;
    }

    /** What {@link #verify} and {@link #trust} spend on making the flow go on. */
    @Benchmark
    public int advance() {
        stream.advance();
        return stream.memory().net().getInt(stream.offset(0));
    }

    /** Parse, verify checksums, coalesce, emit. */
    @Benchmark
    public void verify(final Blackhole blackhole) {
        coalesce(verifying);
        blackhole.consume(written);
    }

    /** The same without looking at checksums of TCP. */
    @Benchmark
    public void trust(final Blackhole blackhole) {
        coalesce(trusting);
        blackhole.consume(written);
    }

    private void coalesce(final Coalescer coalescer) {
        stream.advance();
        coalescer.setTime(System.nanoTime());
        for (int i = 0; i < stream.count(); i++) {
            metadata.reset(stream.offset(i), stream.length());
            coalescer.commit(metadata);
        }
        coalescer.flush(SealReason.END_OF_BATCH);
    }

    /**
     * Runs all and prints the medians and their ratios to the copy.
     *
     * @param args options of JMH
     * @throws RunnerException if a benchmark fails
     * @throws CommandLineOptionException if an option is unknown
     * @throws IOException if there is no place to print
     */
    @SuppressWarnings("checkstyle:regexpSinglelineJava")
    public static void main(final String... args) throws RunnerException, CommandLineOptionException, IOException {
        final var results = new Runner(new OptionsBuilder()
            .parent(new CommandLineOptions(args))
            .include(CoalescerBenchmark.class.getName())
            .addProfiler(GCProfiler.class)
            .build()).run();
        final double yardstick = results.stream()
            .filter(result -> name(result).equals("copy"))
            .mapToDouble(CoalescerBenchmark::median)
            .findFirst().orElse(Double.NaN);
        for (var result : results) {
            System.out.printf("%-8s median %8.1f ns per batch, %5.1f ns per packet, %4.2f x copy, %.3f B/op%n",
                name(result), median(result), median(result) / SEGMENTS, median(result) / yardstick,
                result.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
        }
    }

    private static String name(final RunResult result) {
        return result.getPrimaryResult().getLabel();
    }

    private static double median(final RunResult result) {
        return result.getPrimaryResult().getStatistics().getPercentile(50);
    }
}

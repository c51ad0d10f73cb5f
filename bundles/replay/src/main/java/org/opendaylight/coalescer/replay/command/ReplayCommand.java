/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay.command;

import edu.umd.cs.findbugs.annotations.SuppressFBWarnings;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.replay.Replay;
import org.opendaylight.coalescer.replay.ReplayLeaf;
import org.opendaylight.coalescer.replay.ReplayOptions;
import org.opendaylight.coalescer.replay.ReplayOptions.Tunnel;
import org.opendaylight.coalescer.replay.ReplayResult;
import org.opendaylight.coalescer.replay.ReportJson;
import org.opendaylight.coalescer.replay.ReportText;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The replay as a program, with the exit statuses of {@code sysexits.h}. */
@Command(name = "replay", sortOptions = false, exitCodeOnInvalidInput = ReplayCommand.EX_USAGE,
    header = "Says what coalescing would do to the packets of a capture, and why.%n",
    footer = "%nExit status: 0; 64 wrong arguments; 65 the capture is broken, and the report is that up to there; "
        + "66 there is no such capture; 73 a file can't be made; 74 reading or writing failed.")
public final class ReplayCommand implements Callable<Integer> {
    static final int EX_USAGE = 64;
    static final int EX_DATAERR = 65;
    static final int EX_NOINPUT = 66;
    static final int EX_CANTCREAT = 73;
    static final int EX_IOERR = 74;

    private static final String FILE = "FILE";

    private final InputStream in;
    private final OutputStream out;
    private final PrintStream err;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "CAPTURE", description = "pcap or pcapng, perhaps compressed by gzip; - is standard input")
    private String capture = "";

    @Option(names = "--batch", paramLabel = "N",
        description = "packets per flush, default " + ReplayOptions.DEFAULT_BATCH)
    private @Nullable Integer batch;

    @Option(names = "--batch-time", description = "packets with the same timestamp are one flush")
    private boolean batchTime;

    @Option(names = "--decap", paramLabel = "ENCAPSULATION[:PORT]", arity = "0..1",
        parameterConsumer = EncapsulationWord.class,
        description = "replay what is inside the datagrams of a tunnel: vxlan-gpe (default), vxlan, geneve, gue, "
            + "ip-in-udp; the default port is the one assigned to it")
    private String decap = "";

    @Option(names = "--option", paramLabel = "NAME=VALUE",
        description = "what an operator would choose, by the names of the model, any number of times: tcp, udp, tso, "
            + "uso, reorder-repair (true, false), max-segments, max-bytes, max-segment-size, ecn-policy (exact, "
            + "propagate-ce), checksum-validation (verify, trust), max-flows, reorder-window (ms), "
            + "hold-packets and hold-time (us by the clock of the capture); without these two, batches alone say what "
            + "is held")
    private List<String> choices = new ArrayList<>();

    @Option(names = "--events", paramLabel = FILE,
        description = "write a JSON object for each write, in order; with - to standard output, and the report to "
            + "standard error")
    private String events = "";

    @Option(names = "--gaps", paramLabel = FILE, description = "write a JSON object for each gap; - as above")
    private String gaps = "";

    @Option(names = "--report", paramLabel = "text|json", description = "form of the report, default text")
    private String form = "text";

    @Option(names = { "-h", "--help" }, usageHelp = true, description = "this text")
    private boolean help;

    /**
     * Makes the program.
     *
     * @param in standard input
     * @param out standard output
     * @param err standard error
     */
    @SuppressFBWarnings(value = "EI_EXPOSE_REP2", justification = "Streams are there to be shared")
    public ReplayCommand(final InputStream in, final OutputStream out, final PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs the program.
     *
     * @param args see the options
     */
    public static void main(final String[] args) {
        final PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.exit(new ReplayCommand(new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out), err).execute(args));
    }

    /**
     * Does what arguments say. Once only.
     *
     * @param args see the options
     * @return exit status
     */
    public int execute(final String... args) {
        return new CommandLine(this)
            .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
            .setParameterExceptionHandler((failure, words) -> complain(failure.getMessage() + " (--help tells more)",
                EX_USAGE))
            .setExecutionExceptionHandler((failure, line, parsed) -> complain(failure.toString(), EX_IOERR))
            .execute(args);
    }

    @Override
    public Integer call() throws IOException {
        final ReplayOptions options = options();
        final ReadableByteChannel channel;
        try {
            channel = capture.equals(ReplayFiles.STANDARD) ? Channels.newChannel(in)
                : FileChannel.open(Path.of(capture));
        } catch (final NoSuchFileException e) {
            return complain(capture + ": there is no such file", EX_NOINPUT);
        } catch (final AccessDeniedException e) {
            return complain(capture + ": it may not be read", EX_NOINPUT);
        }
        try (channel) {
            final ReplayFiles files;
            try {
                files = new ReplayFiles(events, gaps, out, err);
            } catch (final IOException e) {
                return complain("a file can't be made: " + e, EX_CANTCREAT);
            }
            return replay(channel, options, files);
        }
    }

    private ReplayOptions options() {
        try {
            if (batchTime && batch != null) {
                throw new IllegalArgumentException("--batch and --batch-time exclude each other");
            }
            if (!form.equals("text") && !form.equals("json")) {
                throw new IllegalArgumentException("--report must be text or json, not " + form);
            }
            if (events.equals(ReplayFiles.STANDARD) && gaps.equals(ReplayFiles.STANDARD)) {
                throw new IllegalArgumentException("only one of --events and --gaps can go to standard output");
            }
            final Integer packets = batch;
            if (packets != null && packets < 1) {
                throw new IllegalArgumentException("a batch has 1 packet or more, not " + packets);
            }
            final ReplayOptions base = ReplayOptions.DEFAULT;
            return ReplayLeaf.choose(new ReplayOptions(base.coalescing(), base.output(),
                batchTime ? ReplayOptions.BY_TIME : packets == null ? base.batchPackets() : packets,
                decap.isEmpty() ? null : Tunnel.of(decap)), choices);
        } catch (final IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private int replay(final ReadableByteChannel channel, final ReplayOptions options, final ReplayFiles files)
            throws IOException {
        final ReplayResult result;
        try (files) {
            result = Replay.run(channel, options, files);
        }
        final String report = form.equals("json") ? ReportJson.of(result) + System.lineSeparator()
            : ReportText.of(result);
        if (events.equals(ReplayFiles.STANDARD) || gaps.equals(ReplayFiles.STANDARD)) {
            err.append(report).flush();
        } else {
            out.write(report.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
        final IOException problem = result.problem();
        return problem == null ? 0 : complain(capture + ": " + problem.getMessage(), EX_DATAERR);
    }

    private int complain(final String message, final int status) {
        err.printf("replay: %s%n", message);
        return status;
    }
}

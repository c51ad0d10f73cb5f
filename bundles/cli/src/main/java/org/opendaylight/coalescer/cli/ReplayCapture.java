/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.replay.command.ReplayCommand;

/** {@code coalescer:replay}: the program of the same name, its options declared to the shell. */
@Service
@Command(scope = "coalescer", name = "replay",
    description = "Says what coalescing would do to the packets of a capture on the controller, and why")
public final class ReplayCapture implements Action {
    @Reference
    Session session;

    @Argument(name = "capture", description = "pcap or pcapng, perhaps compressed by gzip; - is standard input",
        required = true)
    @Completion(FileCompleter.class)
    String capture = "";

    @Option(name = "--batch", description = "packets per flush, 64 without being told")
    String batch = "";

    @Option(name = "--batch-time", description = "packets with the same timestamp are one flush")
    boolean isBatchTime;

    @Option(name = "--decap", description = "replay what is inside the datagrams of a tunnel: vxlan-gpe or "
        + "vxlan-gpe:PORT, or vxlan, geneve, gue, ip-in-udp")
    @Completion(value = StringsCompleter.class, values = { "vxlan-gpe", "vxlan", "geneve", "gue", "ip-in-udp" })
    String decap = "";

    @Option(name = "--option", description = "NAME=VALUE, what an operator would choose, by the names of the model",
        multiValued = true)
    List<String> choices = new ArrayList<>();

    @Option(name = "--events", description = "write a JSON object for each write to this file")
    String events = "";

    @Option(name = "--gaps", description = "write a JSON object for each gap to this file")
    String gaps = "";

    @Option(name = "--report", description = "form of the report, text or json")
    @Completion(value = StringsCompleter.class, values = { "text", "json" })
    String form = "text";

    @Override
    public @Nullable Object execute() throws CommandException {
        final var out = session.getConsole();
        // a session without a terminal has nowhere else to show it
        final var complaints = new ByteArrayOutputStream();
        final int status = new ReplayCommand(session.getKeyboard(), out,
            new PrintStream(complaints, true, StandardCharsets.UTF_8)).execute(words().toArray(new String[0]));
        final var text = complaints.toString(StandardCharsets.UTF_8).strip();
        if (status != 0) {
            throw new CommandException(text);
        }
        if (!text.isEmpty()) {
            out.println(text);
        }
        out.flush();
        return null;
    }

    /** The arguments that the program would be given. */
    List<String> words() {
        final List<String> words = new ArrayList<>();
        add(words, "--batch", batch);
        if (isBatchTime) {
            words.add("--batch-time");
        }
        if (!decap.isEmpty()) {
            words.add("--decap");
            words.add(decap);
        }
        choices.forEach(choice -> add(words, "--option", choice));
        add(words, "--events", events);
        add(words, "--gaps", gaps);
        add(words, "--report", form);
        words.add(capture);
        return words;
    }

    private static void add(final List<String> words, final String option, final String value) {
        if (!value.isEmpty()) {
            words.add(option + '=' + value);
        }
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.eclipse.jdt.annotation.Nullable;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;
import org.opendaylight.coalescer.api.DataPlane;
import org.opendaylight.coalescer.api.DataPlaneSnapshot.Port;

/** {@code coalescer:top}: what the ports do, again and again, until the user leaves. */
@Service
@Command(scope = "coalescer", name = "top",
    description = "Shows what the ports do per second, until q or Ctrl-C")
public final class TopCommand implements Action {
    private static final double SECOND_MS = 1e3;
    private static final long MS_NS = 1_000_000;
    private static final double MIN_INTERVAL = 0.1;
    private static final double MAX_INTERVAL = 3600;
    /** Where the shell keeps the terminal, if the session has one: its own interface can't read single keys. */
    private static final String TERMINAL = ".jline.terminal";
    /** To the upper left, and nothing behind it (ECMA-48 CUP, ED). */
    private static final String CLEAR = "\033[H\033[J";

    @Reference
    DataPlane dataPlane;

    @Reference
    Session session;

    @Option(name = "--interval", description = "seconds between two looks at the counters, 0.1..3600")
    double interval = 1;

    @Option(name = "--once", description = "show it once, which needs no terminal")
    boolean isOnce;

    @Override
    public @Nullable Object execute() throws CommandException, IOException {
        if (!(interval >= MIN_INTERVAL && interval <= MAX_INTERVAL)) {
            throw new CommandException("--interval must be 0.1..3600 s, but is " + interval);
        }
        try {
            if (isOnce) {
                showOnce();
            } else if (session.get(TERMINAL) instanceof Terminal terminal) {
                showAgainAndAgain(terminal);
            } else {
                throw new CommandException("There is no terminal to show it on again and again: say --once");
            }
        } catch (InterruptedException | InterruptedIOException e) {
            // Ctrl-C: the shell interrupts what runs in the foreground
            session.getConsole().println();
        }
        return null;
    }

    private void showOnce() throws InterruptedException {
        final var before = dataPlane.snapshot().ports();
        final long beforeNs = System.nanoTime();
        Thread.sleep((long) (interval * SECOND_MS));
        final var after = dataPlane.snapshot().ports();
        Rates.between(before, after, System.nanoTime() - beforeNs).print(session.getConsole());
    }

    private void showAgainAndAgain(final Terminal terminal) throws IOException {
        // single keys, and not shown
        final Attributes attributes = terminal.enterRawMode();
        try {
            final var out = session.getConsole();
            out.println(CLEAR + "Counting for " + interval + " s; q leaves");
            out.flush();
            Map<String, Port> before = dataPlane.snapshot().ports();
            long beforeNs = System.nanoTime();
            while (!hasLeft(terminal.reader())) {
                final var after = dataPlane.snapshot().ports();
                final long afterNs = System.nanoTime();
                out.print(CLEAR);
                Rates.between(before, after, afterNs - beforeNs).print(out);
                out.flush();
                before = after;
                beforeNs = afterNs;
            }
        } finally {
            terminal.setAttributes(attributes);
        }
    }

    /** Waits for the interval's end, or until the user has typed q. */
    private boolean hasLeft(final NonBlockingReader keys) throws IOException {
        final long end = System.nanoTime() + (long) (interval * SECOND_MS) * MS_NS;
        while (true) {
            final long leftMs = (end - System.nanoTime()) / MS_NS;
            if (leftMs <= 0) {
                return false;
            }
            final int key = keys.read(leftMs);
            if (key == 'q' || key == NonBlockingReader.EOF) {
                return true;
            }
        }
    }
}

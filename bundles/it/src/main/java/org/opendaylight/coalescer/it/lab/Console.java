/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.lab;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What the user reads. On a terminal progress is one line that is written over, elsewhere one line per step. Any thread
 * may use it.
 */
public final class Console {
    private static final PrintStream OUTPUT = stream(FileDescriptor.out);
    private static final PrintStream ERRORS = stream(FileDescriptor.err);
    private static final boolean TERMINAL = isTerminal();
    private static final String CLEAR_LINE = "\r\033[K";

    private Console() {
        // functions only
    }

    /**
     * Writes a line.
     *
     * @param text without the line's end
     */
    public static void line(final String text) {
        OUTPUT.println(text);
    }

    /**
     * Writes a line of errors.
     *
     * @param text without the line's end
     */
    public static void error(final String text) {
        ERRORS.println(text);
    }

    /**
     * Writes a progress line, in place of the one before on a terminal, not at all elsewhere.
     *
     * @param text what is going on
     */
    public static void progress(final String text) {
        if (TERMINAL) {
            OUTPUT.print(CLEAR_LINE + text);
            OUTPUT.flush();
        }
    }

    /**
     * Writes a line in place of the progress line.
     *
     * @param text what was done
     */
    public static void done(final String text) {
        OUTPUT.println(TERMINAL ? CLEAR_LINE + text : text);
    }

    private static boolean isTerminal() {
        try {
            return Path.of("/proc/self/fd/1").toRealPath().startsWith("/dev/pts");
        } catch (IOException e) {
            // a pipe or a deleted file has no path
            return false;
        }
    }

    private static PrintStream stream(final FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}

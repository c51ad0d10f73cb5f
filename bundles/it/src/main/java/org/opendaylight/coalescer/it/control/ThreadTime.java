/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.opendaylight.coalescer.it.lab.LabException;

/** Tells what time of a processor a thread has taken. Functions without state. */
public final class ThreadTime {
    /** Linux tells times in units of a hundredth of a second on all machines (proc_pid_stat(5), USER_HZ). */
    private static final long MILLIS = 10;
    /** Linux keeps so much of a name (proc_pid_comm(5)). */
    private static final int NAME = 15;
    /** Places behind the name: state is the first, utime and stime follow. */
    private static final int USER = 11;
    private static final int SYSTEM = 12;

    private ThreadTime() {
        // functions only
    }

    /**
     * Reads it.
     *
     * @param pid number of the process
     * @param name name of the thread
     * @return what it took since it was started, with others whose names begin with the same 15 characters, in steps
     *         of 10 ms
     * @throws LabException if the process is gone
     */
    public static Duration of(final long pid, final String name) {
        final var known = '(' + name.substring(0, Math.min(NAME, name.length()));
        try (var tasks = Files.list(Path.of("/proc", String.valueOf(pid), "task"))) {
            return tasks.map(task -> time(task.resolve("stat"), known)).reduce(Duration.ZERO, Duration::plus);
        } catch (IOException e) {
            throw new LabException("The threads of process " + pid + " can't be listed", e);
        }
    }

    /** The name is in brackets. A thread that has ended is gone. */
    private static Duration time(final Path stat, final String known) {
        try {
            final var text = Files.readString(stat);
            final int end = text.lastIndexOf(')');
            if (!text.substring(0, end).endsWith(known)) {
                return Duration.ZERO;
            }
            final var words = text.substring(end + 2).split(" ");
            return Duration.ofMillis((Long.parseLong(words[USER]) + Long.parseLong(words[SYSTEM])) * MILLIS);
        } catch (IOException e) {
            return Duration.ZERO;
        }
    }
}

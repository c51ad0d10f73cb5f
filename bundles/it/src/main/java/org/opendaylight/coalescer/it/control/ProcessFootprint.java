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
import java.util.List;
import java.util.regex.Pattern;
import org.opendaylight.coalescer.it.lab.Command;
import org.opendaylight.coalescer.it.lab.LabException;

/**
 * What a Java process takes.
 *
 * @param liveBytes objects on its heap after a full collection
 * @param nativeBytes memory it has outside of its heap: how much of that is committed is the collector's choice
 * @param threads its threads
 * @param descriptors its open files and sockets
 */
public record ProcessFootprint(long liveBytes, long nativeBytes, long threads, long descriptors) {
    /** The last line of a histogram: instances, then bytes. */
    private static final Pattern TOTAL = Pattern.compile("^Total\\s+\\d+\\s+(\\d+)", Pattern.MULTILINE);
    private static final Pattern HEAP = Pattern.compile("heap .*\\[0x([0-9a-f]+), 0x([0-9a-f]+)");
    /** Of {@code /proc/PID/smaps}: the beginning of a mapping, and what of it is resident. */
    private static final Pattern MAPPING =
        Pattern.compile("^([0-9a-f]+)-[0-9a-f]+ |^Rss:\\s+(\\d+) kB", Pattern.MULTILINE);
    private static final Pattern THREADS = Pattern.compile("^Threads:\\s+(\\d+)", Pattern.MULTILINE);

    /**
     * Measures a process of this JDK, which collects its garbage for it.
     *
     * @param pid number of the process
     * @return what it takes now
     * @throws LabException if it can't be asked
     */
    public static ProcessFootprint of(final long pid) {
        final var histogram = ask(pid, "GC.class_histogram");
        final var heap = HEAP.matcher(ask(pid, "GC.heap_info"));
        if (!heap.find()) {
            throw new LabException("Where is the heap of process " + pid + '?');
        }
        final var folder = Path.of("/proc", String.valueOf(pid));
        try (var descriptors = Files.list(folder.resolve("fd"))) {
            final var status = Files.readString(folder.resolve("status"));
            return new ProcessFootprint(number(TOTAL, histogram),
                residentOutside(Long.parseLong(heap.group(1), 16), Long.parseLong(heap.group(2), 16),
                    Files.readString(folder.resolve("smaps"))), number(THREADS, status), descriptors.count());
        } catch (IOException e) {
            throw new LabException("Process " + pid + " can't be looked at", e);
        }
    }

    private static String ask(final long pid, final String question) {
        final var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return Command.output(List.of(jcmd, String.valueOf(pid), question));
    }

    private static long residentOutside(final long from, final long to, final String smaps) {
        final var line = MAPPING.matcher(smaps);
        boolean outside = true;
        long kibibytes = 0;
        while (line.find()) {
            if (line.group(1) != null) {
                final long start = Long.parseUnsignedLong(line.group(1), 16);
                outside = start < from || start >= to;
            } else if (outside) {
                kibibytes += Long.parseLong(line.group(2));
            }
        }
        return kibibytes << 10;
    }

    private static long number(final Pattern pattern, final String text) {
        final var found = pattern.matcher(text);
        if (!found.find()) {
            throw new LabException("Nothing like " + pattern + " in " + text);
        }
        return Long.parseLong(found.group(1));
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.lab;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds and removes what a lab left whose process has died without cleaning up. Any thread may use it. */
public final class Leftovers {
    private static final Pattern NAMESPACE = Pattern.compile(UnderlayLab.NAMESPACE_PREFIX + "(\\d+)[a-z]?");
    private static final Pattern DEVICE = Pattern.compile(
        "(?:" + UnderlayLab.NEAR_PREFIX + "|" + UnderlayLab.FAR_PREFIX + "|" + UnderlayLab.PORT_PREFIX
            + ")(\\d+)[a-z]{0,2}");

    private Leftovers() {
        // functions only
    }

    /**
     * Removes namespaces, with the processes in them, and devices of labs whose process is gone.
     *
     * @throws LabException if one can't be removed
     */
    public static void remove() {
        // devices first: those with an end in a namespace vanish some time after it
        for (var name : find(DEVICE, devices())) {
            if (deviceExists(name)) {
                Command.output(List.of("ip", "link", "delete", name));
            }
        }
        for (var name : find(NAMESPACE, namespaces())) {
            for (var pid : Command.output(List.of("ip", "netns", "pids", name)).lines().toList()) {
                ProcessHandle.of(Long.parseLong(pid.strip())).ifPresent(ProcessHandle::destroyForcibly);
            }
            Command.output(List.of("ip", "netns", "delete", name));
        }
    }

    /**
     * Names of everything that carries the number of a process.
     *
     * @param pid the process
     * @return namespaces and devices, empty if it left nothing
     */
    public static List<String> of(final long pid) {
        final var found = new ArrayList<String>();
        final var number = String.valueOf(pid);
        for (var name : namespaces()) {
            number(NAMESPACE, name).filter(number::equals).ifPresent(match -> found.add("namespace " + name));
        }
        for (var name : devices()) {
            number(DEVICE, name).filter(number::equals).ifPresent(match -> found.add("device " + name));
        }
        return found;
    }

    static boolean deviceExists(final String name) {
        return devices().contains(name);
    }

    private static List<String> find(final Pattern pattern, final List<String> names) {
        return names.stream().filter(name -> number(pattern, name).filter(Leftovers::isDead).isPresent()).toList();
    }

    private static Optional<String> number(final Pattern pattern, final String name) {
        final var matcher = pattern.matcher(name);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Labs live in Java processes; this one is about to make its own and owns none yet. */
    private static boolean isDead(final String pid) {
        if (Long.parseLong(pid) == ProcessHandle.current().pid()) {
            return true;
        }
        try {
            return !"java".equals(Files.readString(Path.of("/proc", pid, "comm")).strip());
        } catch (IOException e) {
            return true;
        }
    }

    private static List<String> namespaces() {
        return Command.output(List.of("ip", "netns", "list")).lines().map(line -> line.split(" ", 2)[0]).toList();
    }

    private static List<String> devices() {
        final var names = new ArrayList<String>();
        for (var link : JsonParser.parseString(Command.output(List.of("ip", "-j", "link", "show"))).getAsJsonArray()) {
            names.add(link.getAsJsonObject().get("ifname").getAsString());
        }
        return names;
    }
}

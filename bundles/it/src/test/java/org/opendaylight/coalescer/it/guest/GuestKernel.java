/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.guest;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.opendaylight.coalescer.it.KernelPrerequisite;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.lab.LabException;

/**
 * A kernel for guests: the unpacked package of Debian's cloud kernel, whose modules have been indexed by depmod.
 * Immutable.
 *
 * @param image what is booted
 * @param modules folder of its modules, named by its version
 */
record GuestKernel(Path image, Path modules) {
    private static final String INDEX = "modules.dep";

    /**
     * Finds the kernel that the launcher has unpacked; a test is skipped for want of it, or fails where no test may be
     * skipped.
     *
     * @return the kernel
     */
    static GuestKernel require() {
        final var folder = Path.of(System.getProperty("coalescer.guest.kernel")).toAbsolutePath().normalize();
        return find(folder).orElseGet(() -> {
            final var reason = "there is no kernel for guests in " + folder
                + " (./coalescer test, as root on Debian, gets one: package linux-image-cloud-amd64)";
            if (KernelPrerequisite.isRequired()) {
                return fail(reason);
            }
            Console.error("Skipped: " + reason);
            return abort(reason);
        });
    }

    private static Optional<GuestKernel> find(final Path folder) {
        return only(folder.resolve("lib/modules"), "")
            .flatMap(modules -> only(folder.resolve("boot"), "vmlinuz-").map(image -> new GuestKernel(image, modules)))
            .filter(kernel -> Files.isReadable(kernel.modules.resolve(INDEX)));
    }

    private static Optional<Path> only(final Path folder, final String prefix) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (var entries = Files.list(folder)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith(prefix)).findFirst();
        } catch (IOException e) {
            throw new LabException("The folder " + folder + " can't be listed", e);
        }
    }

    /**
     * Files of modules and of all that they need.
     *
     * @param names names of modules
     * @return files below {@link #modules()}, relative, the index among them
     * @throws LabException if there is no such module
     */
    Set<Path> files(final Collection<String> names) {
        final var needs = needs();
        final var files = new LinkedHashSet<Path>(List.of(Path.of(INDEX)));
        final var open = new ArrayDeque<String>();
        for (var name : names) {
            open.add(needs.keySet().stream().filter(file -> isModule(file, name)).findFirst()
                .orElseThrow(() -> new LabException("The kernel " + image + " has no module " + name)));
        }
        while (!open.isEmpty()) {
            final var file = open.remove();
            if (files.add(Path.of(file))) {
                open.addAll(needs.getOrDefault(file, List.of()));
            }
        }
        return files;
    }

    private static boolean isModule(final String file, final String name) {
        return file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.ko(\\.\\w+)?$", "").equals(name);
    }

    /** What each module needs, by files (modules.dep(5)). */
    private Map<String, List<String>> needs() {
        final var needs = new HashMap<String, List<String>>();
        try (var lines = Files.lines(modules.resolve(INDEX))) {
            lines.forEach(line -> {
                final int colon = line.indexOf(':');
                final var others = line.substring(colon + 1).strip();
                needs.put(line.substring(0, colon), others.isEmpty() ? List.of() : List.of(others.split(" ")));
            });
        } catch (IOException e) {
            throw new LabException(modules.resolve(INDEX) + " can't be read", e);
        }
        return needs;
    }
}

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.opendaylight.coalescer.it.lab.Command;
import org.opendaylight.coalescer.it.lab.LabException;

/**
 * A JDK that a controller can run on: one of this machine, or one in the folder of another system, whose libraries it
 * needs. Immutable, any thread may use it.
 *
 * @param release its feature release, such as 21
 * @param home its folder, as seen from inside its system
 * @param system root folder of its system, {@code /} for this machine's own
 */
public record Jdk(int release, Path home, Path system) {
    private static final Path HERE = Path.of("/");
    private static final Path FOLDER = Path.of("/usr/lib/jvm");
    private static final Pattern VERSION = Pattern.compile("^JAVA_VERSION=\"(\\d+)", Pattern.MULTILINE);

    /**
     * Shell script: system folder, folder of the controller, command. Mounts are for the command alone and vanish with
     * it; each step replaces the one before, so that the process stays the same.
     */
    private static final String ENTER = """
        set -e
        system=$1 folder=$2
        shift 2
        for each in /proc /sys /dev /run; do
            mount --rbind "$each" "$system$each"
        done
        mkdir -p "$system$folder"
        mount --bind "$folder" "$system$folder"
        exec chroot "$system" "$@"
        """;

    /**
     * The one that runs this.
     *
     * @return the JDK of this process
     */
    public static Jdk ofThisProcess() {
        return new Jdk(Runtime.version().feature(), Path.of(System.getProperty("java.home")), HERE);
    }

    /**
     * Looks for a JDK: this process's, those in {@code /usr/lib/jvm}, and at last those there in another system.
     *
     * @param release the feature release that is wanted
     * @param system root folder of the other system, which need not be there
     * @return a JDK that runs, absent if there is none
     */
    public static Optional<Jdk> find(final int release, final Path system) {
        final var own = ofThisProcess();
        return Stream.of(Stream.of(own), installed(HERE), installed(system.toAbsolutePath().normalize()))
            .flatMap(found -> found).filter(found -> found.release == release && found.runs()).findFirst();
    }

    /**
     * Puts in front of a command what it takes to run it in the system of this JDK. The process that is started becomes
     * the command.
     *
     * @param folder folder that the command uses, at the same place inside
     * @param words the command
     * @return the command to start, as root if this is the JDK of another system
     */
    public List<String> inside(final Path folder, final List<String> words) {
        if (system.equals(HERE)) {
            return words;
        }
        final var all = new ArrayList<>(List.of("unshare", "--mount", "--propagation", "slave", "sh", "-c", ENTER,
            "coalescer", system.toString(), folder.toString()));
        all.addAll(words);
        return List.copyOf(all);
    }

    private boolean runs() {
        try {
            return Command.run(inside(HERE.resolve("tmp"), List.of(home.resolve("bin/java").toString(), "-version")))
                .succeeded();
        } catch (LabException e) {
            return false;
        }
    }

    private static Stream<Jdk> installed(final Path system) {
        final var folder = system.resolve(HERE.relativize(FOLDER));
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (var entries = Files.list(folder)) {
            return entries.sorted().flatMap(entry -> at(system, FOLDER.resolve(folder.relativize(entry))).stream())
                .toList().stream();
        } catch (IOException e) {
            throw new LabException("The folder " + folder + " can't be listed", e);
        }
    }

    private static Optional<Jdk> at(final Path system, final Path home) {
        final var file = system.resolve(HERE.relativize(home)).resolve("release");
        try {
            final var version = VERSION.matcher(Files.isReadable(file) ? Files.readString(file) : "");
            return version.find() ? Optional.of(new Jdk(Integer.parseInt(version.group(1)), home, system))
                : Optional.empty();
        } catch (IOException e) {
            throw new LabException(file + " can't be read", e);
        }
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.guest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.opendaylight.coalescer.it.lab.Command;
import org.opendaylight.coalescer.it.lab.LabException;

/**
 * The files of a guest, all of them in its memory: busybox, a few programs of this machine with their libraries, the
 * modules of its kernel, and a first process that does what it is told. Functions without state.
 */
final class GuestFiles {
    private static final String BUSYBOX = "bin/busybox";
    /** Programs of this machine, by where they are in the guest. */
    private static final List<String> PROGRAMS = List.of("ip", "socat");
    private static final List<String> APPLETS = List.of("cat", "cp", "dmesg", "flock", "grep", "head", "ln", "mkdir",
        "modprobe", "mount", "ping", "poweroff", "rm", "sed", "seq", "sh", "sha256sum", "sleep", "sysctl",
        "timeout", "wc");
    private static final List<String> MODULES = List.of("virtio_pci", "virtio_console", "virtio_net", "vxlan",
        "geneve", "fou", "fou6", "ipip", "sit", "ip6_tunnel", "8021q");
    private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");

    private GuestFiles() {
        // functions only
    }

    /**
     * Packs them as the kernel wants them (Documentation/driver-api/early-userspace/buffer-format.rst).
     *
     * @param kernel the kernel whose modules go with them
     * @param folder where to work
     * @return the archive
     * @throws LabException if something is not installed
     */
    static Path pack(final GuestKernel kernel, final Path folder) {
        final var root = folder.resolve("files");
        final var archive = folder.resolve("files.cpio");
        try {
            for (var each : List.of("bin", "dev", "proc", "sys", "tmp")) {
                Files.createDirectories(root.resolve(each));
            }
            addBusybox(root);
            for (var program : PROGRAMS) {
                addProgram(program, root);
            }
            for (var file : kernel.files(MODULES)) {
                copy(kernel.modules().resolve(file),
                    root.resolve("lib/modules").resolve(kernel.modules().getFileName()).resolve(file));
            }
            addResource("guest-init.sh", root.resolve("init"));
            Files.writeString(root.resolve("modules"), String.join(" ", MODULES) + '\n');
        } catch (IOException e) {
            throw new LabException("The files of a guest can't be put together in " + root, e);
        }
        Command.output(List.of("sh", "-c", "cd \"$1\" && find . | busybox cpio -o -H newc > \"$2\"", "pack",
            root.toString(), archive.toString()));
        return archive;
    }

    private static void addBusybox(final Path root) throws IOException {
        final var busybox = root.resolve(BUSYBOX);
        copy(find("busybox"), busybox);
        for (var applet : APPLETS) {
            Files.createSymbolicLink(busybox.resolveSibling(applet), busybox.getFileName());
        }
    }

    private static void addProgram(final String name, final Path root) throws IOException {
        final var program = find(name);
        copy(program, root.resolve("bin").resolve(name));
        for (var library : LIBRARY.matcher(Command.output(List.of("ldd", program.toString()))).results()
                .map(match -> match.group(1)).toList()) {
            copy(Path.of(library), root.resolve(library.substring(1)));
        }
    }

    private static Path find(final String program) {
        final var found = Command.run(List.of("sh", "-c", "PATH=$PATH:/usr/sbin:/sbin; command -v " + program));
        if (!found.succeeded()) {
            throw new LabException("The command " + program + " is missing (Debian packages busybox-static, iproute2, "
                + "socat, qemu-system-x86)");
        }
        return Path.of(found.output().strip());
    }

    private static void addResource(final String name, final Path to) throws IOException {
        try (InputStream content = Objects.requireNonNull(GuestFiles.class.getResourceAsStream('/' + name), name)) {
            Files.copy(content, to);
        }
        if (!to.toFile().setExecutable(true)) {
            throw new IOException(to + " can't be made executable");
        }
    }

    private static void copy(final Path from, final Path to) throws IOException {
        final var parent = to.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.copy(from.toRealPath(), to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }
}

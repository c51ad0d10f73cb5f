/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.guest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.opendaylight.coalescer.it.lab.Command;
import org.opendaylight.coalescer.it.lab.LabException;
import org.opendaylight.coalescer.it.traffic.Conversation;

/**
 * An emulated machine that runs Debian's kernel and does what it is told. It has one network device, {@code eth0},
 * which finishes every checksum and every segment itself and takes nothing unfinished, as on a real wire. It ends with
 * the thread that booted it, however that ends. Several commands may be under way; any thread may start them.
 */
public final class Guest implements AutoCloseable {
    private static final Duration BOOT_TIME = Duration.ofSeconds(60);
    /** Beyond the time that the guest itself gives a command. */
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int TAIL_LINES = 30;
    private static final String OFFLOADS = ",csum=off,gso=off,guest_csum=off,guest_tso4=off,guest_tso6=off,"
        + "guest_ecn=off,guest_ufo=off,host_tso4=off,host_tso6=off,host_ecn=off,host_ufo=off,mrg_rxbuf=off";

    private final Conversation process;
    private final Path log;
    private int commands;

    private Guest(final Conversation process, final Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * A command under way.
     *
     * @param number which of all commands
     * @param place where its answer can begin
     * @param words the command
     * @param patience how long it may take
     */
    public record Running(int number, int place, String words, Duration patience) {
    }

    /**
     * Boots one.
     *
     * @param folder where its files are put, replaced
     * @param tap TAP device of this namespace that its network device is joined to
     * @return the guest, ready
     * @throws LabException if something for it is not installed, or it does not boot in a minute
     */
    public static Guest boot(final Path folder, final String tap) {
        final var kernel = GuestKernel.require();
        final var work = folder.toAbsolutePath().normalize();
        Command.output(List.of("rm", "-rf", work.toString()));
        final var files = GuestFiles.pack(kernel, work);
        final var log = work.resolve("console.log");
        final var guest = new Guest(Conversation.start("guest", List.of("setpriv", "--pdeathsig", "KILL",
            "qemu-system-x86_64", "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
            "-accel", "tcg", "-cpu", "max", "-smp", "1", "-m", "256",
            "-kernel", kernel.image().toString(), "-initrd", files.toString(),
            "-append", "console=ttyS0 rdinit=/init panic=-1 mitigations=off tsc=reliable",
            "-serial", "file:" + log,
            "-chardev", "stdio,id=commands,signal=off", "-device", "virtio-serial-pci",
            "-device", "virtserialport,chardev=commands,nr=1,name=commands",
            "-netdev", "tap,id=net,script=no,downscript=no,ifname=" + tap,
            "-device", "virtio-net-pci,netdev=net,romfile=" + OFFLOADS)), log);
        try {
            guest.await(0, "ready", BOOT_TIME);
        } catch (LabException e) {
            guest.close();
            throw e;
        }
        return guest;
    }

    /**
     * Runs a command that must succeed.
     *
     * @param words a line for the shell
     * @return what it wrote, errors included, without blanks around
     * @throws LabException if it fails or does not end in time
     */
    public String run(final String words) {
        return await(start(words, Duration.ofSeconds(10)));
    }

    /**
     * Starts a command.
     *
     * @param words a line for the shell
     * @param patience how long it may take; then the guest ends it
     * @return the command under way
     */
    public synchronized Running start(final String words, final Duration patience) {
        final var running = new Running(commands++, process.place(), words, patience);
        process.tell(List.of(running.number + " " + patience.toSeconds() + ' ' + words));
        return running;
    }

    /**
     * Waits for the end of a command that must succeed.
     *
     * @param running the command
     * @return what it wrote, errors included, without blanks around
     * @throws LabException if it fails or does not end in time
     */
    public String await(final Running running) {
        final var end = "end " + running.number + ' ';
        final var lines = await(running.place, end, running.patience.plus(GRACE));
        final int begin = lines.indexOf("begin " + running.number);
        final var output = String.join("\n", lines.subList(begin + 1, lines.size() - 1)).strip();
        final var status = lines.getLast().substring(end.length());
        if (!"0".equals(status)) {
            throw new LabException("guest: " + running.words + ": exit code " + status + ": " + output);
        }
        return output;
    }

    private List<String> await(final int place, final String start, final Duration patience) {
        try {
            return process.await(place, line -> line.startsWith(start), patience);
        } catch (LabException e) {
            throw new LabException(e.getMessage() + "; the end of its console (" + log + "):\n" + tail(), e);
        }
    }

    private String tail() {
        try {
            final var lines = Files.readString(log, StandardCharsets.ISO_8859_1).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Ends it at once. Idempotent. */
    @Override
    public void close() {
        process.close();
    }
}

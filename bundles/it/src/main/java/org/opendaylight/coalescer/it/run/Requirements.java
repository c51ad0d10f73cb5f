/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What this machine must have and allow for the main job. Functions without state. */
public final class Requirements {
    private static final List<String> COMMANDS = List.of("ip", "tc", "ethtool", "nsenter", "setsid", "cp");
    private static final int[] PORTS = {8182, 8181, 8101, 2830};
    private static final Path TUN = Path.of("/dev/net/tun");
    private static final int CAP_NET_ADMIN = 12;
    private static final int CAP_SYS_ADMIN = 21;

    private Requirements() {
        // functions only
    }

    /**
     * Reasons why the main job can't be done here.
     *
     * @return reasons, each with its remedy; empty if it can be done
     */
    public static List<String> missing() {
        final var reasons = new ArrayList<>(missingForLab());
        for (var port : PORTS) {
            if (!isFree(port)) {
                reasons.add("TCP port " + port + " is in use: stop the other controller");
            }
        }
        return reasons;
    }

    /**
     * Reasons why devices and namespaces can't be made here, whether or not a controller is running.
     *
     * @return reasons, each with its remedy; empty if they can be made
     */
    public static List<String> missingForLab() {
        final var reasons = new ArrayList<String>();
        for (var command : COMMANDS) {
            if (!isInstalled(command)) {
                reasons.add("the command " + command + " is missing (Debian packages iproute2, ethtool, util-linux)");
            }
        }
        if (!hasCapabilities()) {
            reasons.add("network devices and namespaces need the capabilities of root: use sudo, or unshare -Urnm");
        }
        if (!Files.isReadable(TUN) || !Files.isWritable(TUN)) {
            reasons.add(TUN + " can't be opened: load the module tun, or give access to it");
        }
        return reasons;
    }

    private static boolean isInstalled(final String command) {
        for (var folder : (System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin").split(":")) {
            if (Files.isExecutable(Path.of(folder, command))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasCapabilities() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            final long effective = lines.filter(line -> line.startsWith("CapEff:"))
                .mapToLong(line -> Long.parseUnsignedLong(line.substring("CapEff:".length()).strip(), 16))
                .findFirst().orElse(0);
            final long wanted = 1L << CAP_NET_ADMIN | 1L << CAP_SYS_ADMIN;
            return (effective & wanted) == wanted;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isFree(final int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

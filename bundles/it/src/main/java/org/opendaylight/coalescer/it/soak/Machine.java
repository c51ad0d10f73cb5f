/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.soak;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.opendaylight.coalescer.it.control.Controller;
import org.opendaylight.coalescer.it.lab.LabException;
import org.opendaylight.coalescer.it.lab.Leftovers;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;
import org.opendaylight.coalescer.it.lab.UnderlayLab;

/**
 * What the kernel has of controller and ports.
 *
 * @param devices devices with names of ports
 * @param left everything that carries the number of this process: namespaces, and devices of the root namespace
 * @param sockets UDP sockets at the endpoint's address, a line of ss(8) each
 * @param processes controllers by their number, and what runs at the far end
 * @param handles what the controller's process holds of the plugin
 */
record Machine(List<Device> devices, Set<String> left, List<String> sockets, List<String> processes,
        Handles handles) {
    private static final Path CLONE_DEVICE = Path.of("/dev/net/tun");
    private static final String THREADS = "coalescer-";

    /**
     * One device.
     *
     * @param place name of its namespace, empty for that of the controller
     * @param link what ip(8) says about it and its addresses
     */
    record Device(String place, JsonObject link) {
        String name() {
            return link.get("ifname").getAsString();
        }
    }

    /**
     * What a process holds.
     *
     * @param threads names of the plugin's threads in order, of which Linux keeps 15 characters
     * @param queues open queues of devices
     */
    record Handles(List<String> threads, long queues) {
        static final Handles NONE = new Handles(List.of(), 0);
    }

    /**
     * Looks.
     *
     * @param controller the controller, which may be dead
     * @param lab its far end
     * @param address address of the endpoint
     * @param places namespaces where ports may be apart from that of the controller
     * @return what is there
     */
    static Machine look(final Controller controller, final UnderlayLab lab, final String address,
            final List<NetworkNamespace> places) {
        final var here = NetworkNamespace.here();
        final var devices = new ArrayList<Device>();
        addDevices(devices, here, lab.portName());
        places.forEach(place -> addDevices(devices, place, lab.portName()));
        final var processes = new ArrayList<String>();
        controller.processes().forEach(process -> processes.add("controller " + process.pid()));
        here.run("ip", "netns", "pids", lab.far().name()).lines().forEach(pid -> processes.add("far end " + pid));
        return new Machine(devices, new TreeSet<>(Leftovers.of(ProcessHandle.current().pid())),
            here.run("ss", "-Hnaup", "src", address).lines().map(String::strip).toList(), processes,
            controller.isRunning() ? handles(controller.pid()) : Handles.NONE);
    }

    private static void addDevices(final List<Device> devices, final NetworkNamespace place, final String prefix) {
        for (var link : JsonParser.parseString(place.run("ip", "-j", "address", "show")).getAsJsonArray()) {
            // a device that goes while it is listed is an empty object
            if (link.getAsJsonObject().has("ifname")) {
                final var device = new Device(place.name(), link.getAsJsonObject());
                if (device.name().startsWith(prefix)) {
                    devices.add(device);
                }
            }
        }
    }

    private static Handles handles(final long pid) {
        final var process = Path.of("/proc", String.valueOf(pid));
        try (var tasks = Files.list(process.resolve("task")); var descriptors = Files.list(process.resolve("fd"))) {
            final var threads = tasks.map(Machine::threadName).filter(name -> name.startsWith(THREADS)).sorted();
            return new Handles(threads.toList(), descriptors.filter(Machine::isQueue).count());
        } catch (IOException e) {
            throw new LabException("Process " + pid + " can't be looked at", e);
        }
    }

    /** A thread that has ended meanwhile has none. */
    private static String threadName(final Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** A descriptor that was closed meanwhile is none. */
    private static boolean isQueue(final Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).equals(CLONE_DEVICE);
        } catch (IOException e) {
            return false;
        }
    }
}

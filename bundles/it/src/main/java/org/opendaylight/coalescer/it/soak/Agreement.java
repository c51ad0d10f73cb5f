/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.soak;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.it.control.CanonicalJson;

/**
 * Judges whether what is published and what the kernel has agree with what the operator means. Immutable.
 *
 * @param frame what there is of the lab without any port: namespaces and devices
 */
record Agreement(Set<String> frame) {
    Agreement {
        frame = Set.copyOf(frame);
    }

    /**
     * What a running controller has in any case, whatever the ports.
     *
     * @param threads names of the plugin's threads in order
     * @param sockets how many sockets the endpoint has
     */
    record Usual(List<String> threads, int sockets) {
        private static final String WORKER = "coalescer-worke";

        static Usual of(final Machine machine) {
            return new Usual(machine.handles().threads(), machine.sockets().size());
        }

        /** Each device is held by a queue that carries nothing, and has one for each worker. */
        private long queues() {
            return 1 + threads.stream().filter(WORKER::equals).count();
        }
    }

    /** What a dead controller has left; nothing if all is well. */
    List<String> leftByDead(final Machine machine) {
        final var problems = new ArrayList<String>();
        expect(problems, "what is left of ports and namespaces", frame, machine.left());
        expect(problems, "devices of ports", List.of(), machine.devices());
        expect(problems, "sockets at the underlay", List.of(), machine.sockets());
        expect(problems, "processes", List.of(), machine.processes());
        return problems;
    }

    /** Where a running controller differs from what is meant; nothing if all is well. */
    List<String> disagreements(final Intent intent, final Published published, final Machine machine, final long pid,
            final Usual usual) {
        final var problems = new ArrayList<String>();
        final var meant = intent.ports();
        expect(problems, "ports in the operational datastore", meant.keySet(), published.ports().keySet());
        expect(problems, "interfaces in the operational datastore", meant.keySet(), published.interfaces());
        expect(problems, "devices", meant.values().stream().map(Agreement::place).sorted().toList(),
            machine.devices().stream().map(device -> device.place() + '/' + device.name()).sorted().toList());
        judgeEndpoint(problems, intent.endpoint(), published.endpoints());
        final var devices = machine.devices().stream()
            .collect(Collectors.toMap(Machine.Device::name, Machine.Device::link, (one, other) -> one));
        for (var port : new TreeMap<>(meant).entrySet()) {
            final var known = published.ports().get(port.getKey());
            final var device = devices.get(port.getKey());
            if (known != null && device != null) {
                judgePort(problems, port.getValue(), known, device);
            }
        }
        final var extra = new TreeSet<>(machine.left());
        extra.removeAll(frame);
        extra.removeIf(item -> meant.containsKey(item.substring(item.indexOf(' ') + 1)));
        expect(problems, "leftovers", Set.of(), extra);
        judgeProcess(problems, intent, machine, pid, usual);
        return problems;
    }

    private static void judgeEndpoint(final List<String> problems, final JsonObject meant,
            final Map<String, JsonObject> published) {
        final var name = text(meant, "name");
        expect(problems, "endpoints in the operational datastore", Set.of(name), published.keySet());
        final var known = published.get(name);
        if (known != null) {
            expect(problems, "state of endpoint " + name, "up", text(state(known), "oper-status"));
            expectWithin(problems, "endpoint " + name, meant, known);
        }
    }

    private static void judgePort(final List<String> problems, final JsonObject meant, final JsonObject published,
            final JsonObject device) {
        final var what = "port " + text(meant, "name");
        final var state = state(published);
        expectWithin(problems, what, meant, published);
        expect(problems, what + ", state", "up", text(state, "oper-status"));
        expect(problems, what + ", if-index", text(device, "ifindex"), text(state, "if-index"));
        expect(problems, what + ", MTU in the state", text(device, "mtu"), text(state, "mtu"));
        if (!device.get("flags").toString().contains("\"UP\"")) {
            problems.add(what + ", the device is not up: " + device.get("flags"));
        }
        if (meant.has("mtu")) {
            expect(problems, what + ", MTU of the device", text(meant, "mtu"), text(device, "mtu"));
        }
        if (meant.has("tx-queue-length")) {
            expect(problems, what + ", queue of the device", text(meant, "tx-queue-length"), text(device, "txqlen"));
        }
        expect(problems, what + ", addresses", texts(meant.getAsJsonArray("address")), addresses(device));
    }

    private static void judgeProcess(final List<String> problems, final Intent intent, final Machine machine,
            final long pid, final Usual usual) {
        final var endpoint = intent.endpoint();
        final var address = text(endpoint, "local-address") + ':' + text(endpoint, "local-port");
        if (machine.sockets().stream().noneMatch(line -> line.contains(address))
                || !machine.sockets().stream().allMatch(line -> line.contains("pid=" + pid + ','))) {
            problems.add("sockets at the underlay: " + machine.sockets() + " rather than those of process " + pid);
        }
        expect(problems, "number of sockets at the underlay", usual.sockets(), machine.sockets().size());
        expect(problems, "controllers", List.of("controller " + pid),
            machine.processes().stream().filter(process -> process.startsWith("controller")).toList());
        expect(problems, "threads", usual.threads(), machine.handles().threads());
        expect(problems, "open queues", intent.ports().size() * usual.queues(), machine.handles().queues());
    }

    private static String place(final JsonObject port) {
        return text(port, "network-namespace") + '/' + text(port, "name");
    }

    private static JsonObject state(final JsonObject published) {
        return published.has("state") ? published.getAsJsonObject("state") : new JsonObject();
    }

    /** Addresses of the device but for the one that the kernel gives each device of IPv6. */
    private static Set<String> addresses(final JsonObject device) {
        return StreamSupport.stream(device.getAsJsonArray("addr_info").spliterator(), false)
            .map(JsonElement::getAsJsonObject).filter(address -> "global".equals(text(address, "scope")))
            .map(address -> text(address, "local") + '/' + text(address, "prefixlen"))
            .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> texts(final JsonArray elements) {
        return StreamSupport.stream(elements.spliterator(), false).map(JsonElement::getAsString)
            .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(final JsonObject content, final String leaf) {
        return content.has(leaf) ? content.get(leaf).getAsString() : "";
    }

    /** All that is meant is published; there may be more, such as defaults. */
    private static void expectWithin(final List<String> problems, final String what, final JsonElement meant,
            final @Nullable JsonElement seen) {
        if (meant.isJsonObject() && seen != null && seen.isJsonObject()) {
            meant.getAsJsonObject().entrySet().forEach(member -> expectWithin(problems, what + '/' + member.getKey(),
                member.getValue(), seen.getAsJsonObject().get(member.getKey())));
        } else if (isList(meant) && seen != null && isList(seen)) {
            for (var entry : meant.getAsJsonArray()) {
                final var name = text(entry.getAsJsonObject(), "name");
                expectWithin(problems, what + '=' + name, entry, find(seen.getAsJsonArray(), name));
            }
            expect(problems, what + ", entries", meant.getAsJsonArray().size(), seen.getAsJsonArray().size());
        } else {
            expect(problems, what, CanonicalJson.of(meant), seen == null ? "nothing" : CanonicalJson.of(seen));
        }
    }

    private static boolean isList(final JsonElement element) {
        return element.isJsonArray() && !element.getAsJsonArray().isEmpty()
            && element.getAsJsonArray().get(0).isJsonObject();
    }

    private static @Nullable JsonElement find(final JsonArray list, final String name) {
        return StreamSupport.stream(list.spliterator(), false)
            .filter(entry -> name.equals(text(entry.getAsJsonObject(), "name"))).findFirst().orElse(null);
    }

    private static void expect(final List<String> problems, final String what, final Object expected,
            final Object seen) {
        if (!expected.equals(seen)) {
            problems.add(what + ": " + seen + " rather than " + expected);
        }
    }
}

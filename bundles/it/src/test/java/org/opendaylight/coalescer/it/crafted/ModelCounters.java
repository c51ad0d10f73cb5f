/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.crafted;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.core.transmit.TransmitDrop;
import org.opendaylight.coalescer.core.tunnel.TunnelDrop;

/**
 * The counters that the YANG module has, read from its text, with a name for each reason as {@link CounterLedger} gives
 * it. Functions without state.
 */
public final class ModelCounters {
    /** The module's text. */
    public static final Path MODULE = Path.of("..", "..", "yang", "src", "main", "yang", "odl-coalescer.yang");
    private static final Pattern OPENING = Pattern.compile(
        "(grouping|container|list|leaf|enum|typedef) ([a-z0-9-]+) \\{");
    private static final Pattern USES = Pattern.compile("uses ([a-z0-9-]+);");
    private static final Set<TunnelDrop> ENDPOINT_DROPS = EnumSet.of(TunnelDrop.SHORT, TunnelDrop.TRUNCATED,
        TunnelDrop.BAD_FLAGS, TunnelDrop.OAM, TunnelDrop.CRITICAL_OPTION, TunnelDrop.MALFORMED_OPTIONS,
        TunnelDrop.WRONG_NEXT_PROTOCOL, TunnelDrop.UNKNOWN_VNI, TunnelDrop.NOT_IP, TunnelDrop.VERSION_MISMATCH,
        TunnelDrop.TTL_ZERO);
    private static final Set<TunnelDrop> RECEIVE_DROPS = EnumSet.of(TunnelDrop.WRONG_NEXT_PROTOCOL,
        TunnelDrop.UNKNOWN_PEER, TunnelDrop.SPOOFED_INNER_SOURCE, TunnelDrop.LOOP, TunnelDrop.ECN_DROP,
        TunnelDrop.PORT_DISABLED);
    private static final Set<TunnelDrop> RELAY_DROPS = EnumSet.of(TunnelDrop.TTL_EXCEEDED, TunnelDrop.BAD_IP_HEADER,
        TunnelDrop.TOO_BIG, TunnelDrop.LOOP);
    private static final Set<TunnelDrop> TRANSMIT_DROPS = EnumSet.of(TunnelDrop.TTL_ZERO, TunnelDrop.LOOP,
        TunnelDrop.NO_PEER, TunnelDrop.TOO_BIG, TunnelDrop.PORT_DISABLED);

    private ModelCounters() {
        // functions only
    }

    /**
     * All counters of ports and endpoints.
     *
     * @return their names, such as {@code port/receive/seal[psh]/chains}
     */
    public static Set<String> names() {
        final var groupings = new TreeMap<String, Set<String>>();
        counters("leaf").forEach(path -> groupings
            .computeIfAbsent(path.substring(0, path.indexOf('/')), name -> new TreeSet<>())
            .add(path.substring(path.indexOf('/'))));
        final var names = new TreeSet<String>();
        for (var owner : List.of("port", "endpoint")) {
            for (var path : groupings.get(owner + "-statistics")) {
                names.addAll(byReason(owner + path));
            }
        }
        return names;
    }

    /**
     * Names of an enumeration.
     *
     * @param typedef name of the type, or of the leaf that has it
     * @return its names in the order of the module
     */
    public static List<String> enumeration(final String typedef) {
        return counters("enum").stream().filter(path -> path.contains(typedef + '/'))
            .map(path -> path.substring(path.lastIndexOf('/') + 1)).toList();
    }

    /** A constant as the model writes it. */
    public static String name(final Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Collection<String> byReason(final String path) {
        final var reasons = switch (path) {
            case "port/receive/seal/chains" -> Arrays.stream(SealReason.values()).map(ModelCounters::name);
            case "port/receive/verbatim/packets" -> Arrays.stream(VerbatimReason.values()).map(ModelCounters::name);
            case "port/receive/drop/packets" -> RECEIVE_DROPS.stream().map(ModelCounters::name);
            case "port/transmit/drop/packets" -> {
                final var all = new TreeSet<String>();
                TRANSMIT_DROPS.forEach(drop -> all.add(name(drop)));
                Arrays.stream(TransmitDrop.values()).forEach(drop -> all.add(name(drop)));
                yield all.stream();
            }
            case "port/relay/drop/packets" -> RELAY_DROPS.stream().map(ModelCounters::name);
            case "endpoint/receive/drop/packets" -> ENDPOINT_DROPS.stream().map(ModelCounters::name);
            default -> null;
        };
        final int leaf = path.lastIndexOf('/');
        return reasons == null ? List.of(path)
            : reasons.map(reason -> path.substring(0, leaf) + '[' + reason + ']' + path.substring(leaf)).toList();
    }

    /** Paths of all leaves that count, or of all names of enumerations, below groupings and type definitions. */
    private static List<String> counters(final String kind) {
        final var stack = new ArrayDeque<String>();
        final var found = new ArrayList<String>();
        String leaf = "";
        for (var line : lines()) {
            final var text = line.strip();
            final var opening = OPENING.matcher(text);
            final var uses = USES.matcher(text);
            if (opening.matches()) {
                stack.addLast(opening.group(2));
                leaf = "leaf".equals(opening.group(1)) ? path(stack) : leaf;
                if (kind.equals(opening.group(1)) && "enum".equals(kind)) {
                    found.add(path(stack));
                }
            } else if (text.endsWith("{")) {
                stack.addLast("-");
            } else if ("}".equals(text)) {
                stack.removeLast();
            } else if ("leaf".equals(kind) && isCounter(text, leaf)) {
                found.add(leaf);
            } else if ("leaf".equals(kind) && uses.matches() && !stack.isEmpty()) {
                switch (uses.group(1)) {
                    case "reason-count" -> found.add(path(stack) + "/drop/packets");
                    case "errno-count" -> found.add(path(stack) + "/error/count");
                    default -> found.add(path(stack) + "/uses");
                }
            }
        }
        return found.stream().filter(path -> "enum".equals(kind) || path.matches("(port|endpoint)-statistics/.*")
            && !path.endsWith("/uses")).toList();
    }

    /** Without the module itself. */
    private static String path(final Collection<String> stack) {
        return stack.stream().skip(1).collect(Collectors.joining("/"));
    }

    private static boolean isCounter(final String text, final String leaf) {
        return "type yang:counter64;".equals(text) || "type uint32;".equals(text) && !leaf.endsWith("at-least");
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(MODULE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

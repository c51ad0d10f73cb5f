/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.opendaylight.coalescer.core.coalesce.ChecksumValidation;
import org.opendaylight.coalescer.core.coalesce.CoalescerOptions;
import org.opendaylight.coalescer.core.coalesce.EcnPolicy;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;

/**
 * What can be chosen for a replay, with the names, bounds and defaults that the leaves of the YANG model have. The
 * bounds of what is held have no default: batches bound it.
 */
public enum ReplayLeaf {
    /** Whether TCP is coalesced. */
    TCP("tcp", true),
    /** Whether UDP is coalesced. */
    UDP("udp", true),
    /** Whether TCP superpackets can be written. */
    TSO("tso", true),
    /** Whether UDP superpackets can be written. */
    USO("uso", true),
    /** Most segments of a superpacket. */
    MAX_SEGMENTS("max-segments", 2, 64, 64),
    /** Most bytes of a superpacket. */
    MAX_BYTES("max-bytes", 1280, 65535, 65535),
    /** Most payload bytes of one segment. */
    MAX_SEGMENT_SIZE("max-segment-size", 1, 65535, 65535),
    /** Whether reordering is repaired. */
    REORDER_REPAIR("reorder-repair", true),
    /** Which codepoints merge. */
    ECN_POLICY("ecn-policy", "exact", "propagate-ce"),
    /** Whether checksums are verified. */
    CHECKSUM_VALIDATION("checksum-validation", "verify", "trust"),
    /** Most packets held. */
    HOLD_PACKETS("hold-packets", 64, 4096, CoalescerOptions.MAX_HOLD_PACKETS),
    /** Longest time that a packet is held, in microseconds of the capture. */
    HOLD_TIME("hold-time", 1, 100_000, Long.MAX_VALUE),
    /** Most TCP flows that are remembered. */
    MAX_FLOWS("max-flows", 64, 1 << 20, 4096),
    /** Milliseconds after which what fills a gap counts as sent again. */
    REORDER_WINDOW("reorder-window", 1, 10_000, 10);

    private final String leaf;
    /** Values that are words, by their number. */
    private final List<String> words;
    private final long min;
    private final long max;
    private final long preset;

    ReplayLeaf(final String leaf, final boolean preset) {
        this(leaf, List.of("false", "true"), 0, 1, preset ? 1 : 0);
    }

    ReplayLeaf(final String leaf, final String first, final String second) {
        this(leaf, List.of(first, second), 0, 1, 0);
    }

    ReplayLeaf(final String leaf, final long min, final long max, final long preset) {
        this(leaf, List.of(), min, max, preset);
    }

    ReplayLeaf(final String leaf, final List<String> words, final long min, final long max, final long preset) {
        this.leaf = leaf;
        this.words = words;
        this.min = min;
        this.max = max;
        this.preset = preset;
    }

    /** Name of the leaf. */
    public String leaf() {
        return leaf;
    }

    /** What it may be, for people. */
    public String allowed() {
        return words.isEmpty() ? min + ".." + max : String.join(" or ", words);
    }

    /**
     * Puts choices into options.
     *
     * @param base the options otherwise
     * @param choices each as {@code NAME=VALUE}; the last one of a name counts
     * @return the options
     * @throws IllegalArgumentException if there is no such name or value, with what is allowed
     */
    public static ReplayOptions choose(final ReplayOptions base, final List<String> choices) {
        final Map<ReplayLeaf, Long> values = new EnumMap<>(ReplayLeaf.class);
        for (final ReplayLeaf leaf : values()) {
            values.put(leaf, leaf.preset);
        }
        for (final String choice : choices) {
            final int sign = choice.indexOf('=');
            if (sign < 0) {
                throw new IllegalArgumentException(choice + " is not of the form NAME=VALUE");
            }
            final ReplayLeaf leaf = find(choice.substring(0, sign));
            values.put(leaf, leaf.parse(choice.substring(sign + 1)));
        }
        return apply(base, values);
    }

    /**
     * What options hold, by leaf.
     *
     * @param options the options
     * @return the value of each as the model writes it; without bounds of what is held if there are none
     */
    static Map<ReplayLeaf, String> chosen(final ReplayOptions options) {
        final CoalescerOptions chosen = options.coalescing();
        final Map<ReplayLeaf, Long> values = new EnumMap<>(ReplayLeaf.class);
        values.put(TCP, flag(chosen.tcp()));
        values.put(UDP, flag(chosen.udp()));
        values.put(TSO, flag(options.output().tso4()));
        values.put(USO, flag(options.output().uso4()));
        values.put(MAX_SEGMENTS, (long) chosen.maxSegments());
        values.put(MAX_BYTES, (long) chosen.maxBytes());
        values.put(MAX_SEGMENT_SIZE, (long) chosen.maxSegmentSize());
        values.put(REORDER_REPAIR, flag(chosen.reorderRepair()));
        values.put(ECN_POLICY, (long) chosen.ecnPolicy().ordinal());
        values.put(CHECKSUM_VALIDATION, (long) chosen.checksumValidation().ordinal());
        if (chosen.holdPackets() < CoalescerOptions.MAX_HOLD_PACKETS) {
            values.put(HOLD_PACKETS, (long) chosen.holdPackets());
        }
        if (chosen.holdTimeNs() < Long.MAX_VALUE) {
            values.put(HOLD_TIME, chosen.holdTimeNs() / 1000);
        }
        values.put(MAX_FLOWS, (long) chosen.maxFlows());
        values.put(REORDER_WINDOW, chosen.reorderWindowNs() / 1_000_000);
        final Map<ReplayLeaf, String> words = new EnumMap<>(ReplayLeaf.class);
        values.forEach((leaf, value) -> words.put(leaf, leaf.words.isEmpty() ? Long.toString(value)
            : leaf.words.get(value.intValue())));
        return words;
    }

    private static long flag(final boolean choice) {
        return choice ? 1 : 0;
    }

    private static ReplayLeaf find(final String name) {
        return Arrays.stream(values()).filter(leaf -> leaf.leaf.equals(name)).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("there is no option " + name + "; there are "
                + Arrays.stream(values()).map(leaf -> leaf.leaf + " (" + leaf.allowed() + ")")
                    .collect(Collectors.joining(", "))));
    }

    private long parse(final String value) {
        if (!words.isEmpty()) {
            final int index = words.indexOf(value);
            if (index < 0) {
                throw refused(value);
            }
            return index;
        }
        if (!value.matches("[0-9]{1,9}")) {
            throw refused(value);
        }
        final long number = Long.parseLong(value);
        if (number < min || number > max) {
            throw refused(value);
        }
        return number;
    }

    private IllegalArgumentException refused(final String value) {
        return new IllegalArgumentException(leaf + " must be " + allowed() + ", not " + value);
    }

    private static ReplayOptions apply(final ReplayOptions base, final Map<ReplayLeaf, Long> values) {
        final long holdUs = values.get(HOLD_TIME);
        final boolean tso = is(values, TSO);
        final boolean uso = is(values, USO);
        return new ReplayOptions(
            new CoalescerOptions(is(values, TCP), is(values, UDP), number(values, MAX_SEGMENTS),
                number(values, MAX_BYTES), number(values, MAX_SEGMENT_SIZE), is(values, REORDER_REPAIR),
                EcnPolicy.values()[number(values, ECN_POLICY)],
                ChecksumValidation.values()[number(values, CHECKSUM_VALIDATION)], number(values, HOLD_PACKETS),
                holdUs == Long.MAX_VALUE ? holdUs : holdUs * 1000, number(values, MAX_FLOWS),
                number(values, REORDER_WINDOW) * 1_000_000L),
            new OutputCapabilities(true, tso, tso, uso, uso, false), base.batchPackets(), base.decap());
    }

    private static boolean is(final Map<ReplayLeaf, Long> values, final ReplayLeaf leaf) {
        return values.get(leaf) != 0;
    }

    private static int number(final Map<ReplayLeaf, Long> values, final ReplayLeaf leaf) {
        return values.get(leaf).intValue();
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.core.coalesce.ReferenceCoalescer.Write;
import org.opendaylight.coalescer.core.coalesce.ReferencePacket.Input;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;

/** Gives the same packets to {@link Coalescer} and to {@link ReferenceCoalescer}, and compares what they write. */
final class ReferenceComparison {
    private final CoalescerOptions options;
    private final OutputCapabilities output;
    private final CoalescerRig rig;
    /** Reason counters before each write. */
    private final List<long[]> before = new ArrayList<>();
    /** What the streams so far made happen. */
    final Reached reached = new Reached();

    /** What a corpus of streams has reached, so that a test can tell that it tested something. */
    static final class Reached {
        final long[] seals = new long[SealReason.values().length];
        final long[] verbatims = new long[VerbatimReason.values().length];
        final long[] gsoTypes = new long[6];
        long packets;
        long superpackets;
        long merged;
        long moved;
        long overtaking;
        long dropped;

        void add(final Reached other) {
            Arrays.setAll(seals, i -> seals[i] + other.seals[i]);
            Arrays.setAll(verbatims, i -> verbatims[i] + other.verbatims[i]);
            Arrays.setAll(gsoTypes, i -> gsoTypes[i] + other.gsoTypes[i]);
            packets += other.packets;
            superpackets += other.superpackets;
            merged += other.merged;
            moved += other.moved;
            overtaking += other.overtaking;
            dropped += other.dropped;
        }

        private void add(final Write write) {
            if (write.seal() != null) {
                seals[write.seal().ordinal()]++;
            }
            if (write.verbatim() != null) {
                verbatims[write.verbatim().ordinal()]++;
            } else {
                superpackets++;
                gsoTypes[Integer.parseInt(write.written().substring(2, 4), 16)]++;
            }
        }

        @Override
        public String toString() {
            return packets + " packets, " + superpackets + " superpackets " + Arrays.toString(gsoTypes) + ", " + merged
                + " chains merged, " + moved + " moved, " + overtaking + " overtaking, " + dropped + " dropped, "
                + Stream.of(SealReason.values()).map(reason -> reason + "=" + seals[reason.ordinal()]).toList()
                + Stream.of(VerbatimReason.values()).map(reason -> reason + "=" + verbatims[reason.ordinal()])
                    .toList();
        }
    }

    ReferenceComparison(final CoalescerOptions options, final OutputCapabilities output) {
        this.options = options;
        this.output = output;
        rig = new CoalescerRig(options);
        rig.validation.setCapabilities(output);
        rig.device = packet -> {
            before.add(reasons());
            return 0;
        };
    }

    private long[] reasons() {
        final SealReason[] seals = SealReason.values();
        final VerbatimReason[] verbatims = VerbatimReason.values();
        final long[] counts = new long[seals.length + verbatims.length];
        for (int i = 0; i < seals.length; i++) {
            counts[i] = rig.count(seals[i]);
        }
        for (int i = 0; i < verbatims.length; i++) {
            counts[seals.length + i] = rig.count(verbatims[i]);
        }
        return counts;
    }

    /**
     * Fails with the fewest of these packets that make a difference, if they do.
     *
     * @param packets of one flush, or more if they are more than may be held
     * @param hint where they come from
     */
    void check(final List<Input> packets, final Supplier<String> hint) {
        final String difference = compare(packets);
        if (difference != null) {
            throw new AssertionError(hint.get() + " " + difference + "\n" + explain(packets));
        }
    }

    /** Compares one flush, or more if the packets are more than may be held; null if all writes are the same. */
    private @Nullable String compare(final List<Input> packets) {
        rig.forget();
        before.clear();
        final List<Write> expected = new ArrayList<>();
        final List<Input> held = new ArrayList<>();
        for (final Input input : packets) {
            if (input.bytes().length == 0) {
                reached.dropped++;
                continue;
            }
            if (held.size() == options.holdPackets()) {
                expected.addAll(reference(held, SealReason.HOLD_BOUND));
                held.clear();
            }
            held.add(input);
        }
        expected.addAll(reference(held, SealReason.END_OF_BATCH));
        final List<Write> actual = coalesced(packets);
        expected.forEach(reached::add);
        reached.packets += packets.size();
        return difference(expected, actual);
    }

    private List<Write> reference(final List<Input> packets, final SealReason why) {
        final ReferenceCoalescer reference = new ReferenceCoalescer(options, output);
        final List<Write> writes = reference.flush(packets, why);
        reached.merged += reference.merged;
        reached.moved += reference.moved;
        reached.overtaking += reference.overtaking;
        return writes;
    }

    private List<Write> coalesced(final List<Input> packets) {
        packets.forEach(rig::commit);
        // A checksum that the output does not finish is finished in the packet itself
        if (output.checksum()
                && packets.stream().noneMatch(input -> input.csumOffset() == AdversarialStream.MISPLACED)) {
            rig.flush();
        } else {
            assertThat(rig.coalescer.flush(SealReason.END_OF_BATCH)).isZero();
            rig.reuse();
        }
        rig.assertBalanced();
        before.add(reasons());
        final List<Write> writes = new ArrayList<>();
        for (int i = 0; i < rig.written.size(); i++) {
            writes.add(Write.of(rig.written.get(i), reason(SealReason.values(), i, 0),
                reason(VerbatimReason.values(), i, SealReason.values().length)));
        }
        return writes;
    }

    /** The reason that was counted with a write; null for none. */
    private <T extends Enum<T>> @Nullable T reason(final T[] reasons, final int write, final int from) {
        T found = null;
        for (int i = 0; i < reasons.length; i++) {
            final long counted = before.get(write + 1)[from + i] - before.get(write)[from + i];
            if (counted != 0) {
                assertThat(counted).as("count of %s at one write", reasons[i]).isEqualTo(1);
                assertThat(found).as("another reason than %s at one write", reasons[i]).isNull();
                found = reasons[i];
            }
        }
        return found;
    }

    private static @Nullable String difference(final List<Write> expected, final List<Write> actual) {
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            final Write want = i < expected.size() ? expected.get(i) : null;
            final Write got = i < actual.size() ? actual.get(i) : null;
            if (want == null || !want.equals(got)) {
                return "write " + i + " of " + expected.size() + "\n  expected " + want + "\n  actual   " + got;
            }
        }
        return null;
    }

    /** The fewest of these packets that still make a difference to a new coalescer, and that difference. */
    private String explain(final List<Input> packets) {
        final List<Input> left = new ArrayList<>(packets);
        for (int size = Math.max(1, left.size() / 2); size > 0; size /= 2) {
            for (int at = left.size() - size; at >= 0; at -= size) {
                final List<Input> fewer = new ArrayList<>(left);
                fewer.subList(at, Math.min(left.size(), at + size)).clear();
                if (new ReferenceComparison(options, output).compare(fewer) != null) {
                    left.subList(at, Math.min(left.size(), at + size)).clear();
                }
            }
        }
        final StringBuilder text = new StringBuilder(options + " " + output);
        for (final Input input : left) {
            text.append("\n  ").append(input.state()).append(' ').append(HexFormat.of().formatHex(input.bytes()));
        }
        return text.append('\n').append(new ReferenceComparison(options, output).compare(left)).toString();
    }
}

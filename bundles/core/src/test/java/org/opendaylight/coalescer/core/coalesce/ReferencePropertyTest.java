/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.core.SealReason;
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.core.coalesce.ReferenceComparison.Reached;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;

/**
 * Rules 0 to 7 whole: what a coalescer writes for adversarial streams is, byte for byte, header for header, in the same
 * order and for the same reasons, what {@link ReferenceCoalescer} says that the rules ask for.
 *
 * <p>A longer run: {@code mvn test -Dtest=ReferencePropertyTest -Dcoalescer.reference.packets=50000000}; the same
 * streams again: {@code -Dcoalescer.reference.seed=SEED} with the seed that a failure names.
 */
class ReferencePropertyTest {
    private static final long PACKETS = Long.getLong("coalescer.reference.packets", 500_000);
    private static final long SEED = Long.getLong("coalescer.reference.seed", System.nanoTime());
    private static final int FLUSHES = 20;

    /** Reasons that no flush of packets gives by itself. */
    private static final Set<SealReason> OTHER_SEALS = EnumSet.of(SealReason.CONFIG_CHANGE, SealReason.WRITER_ERROR,
        SealReason.OUTER_HEADER);
    private static final Set<VerbatimReason> OTHER_VERBATIMS = EnumSet.of(VerbatimReason.SUPERPACKET_REFUSED,
        VerbatimReason.GEOMETRY_ERROR);

    @Test
    void writesAreThoseOfTheReference() {
        final Reached reached = new Reached();
        for (long round = 0; reached.packets < PACKETS; round++) {
            final Random random = AdversarialStream.random(SEED + round);
            final ReferenceComparison comparison = new ReferenceComparison(options(random), output(random));
            for (int flush = 0; flush < FLUSHES; flush++) {
                final AdversarialStream stream = new AdversarialStream(random.nextInt(), random.nextInt(5));
                final int steps = 1 + random.nextInt(random.nextInt(4) == 0 ? 200 : 40);
                for (int step = 0; step < steps; step++) {
                    stream.step(random.nextInt());
                }
                final long seed = SEED + round;
                comparison.check(stream.packets, () -> "seed " + seed);
            }
            reached.add(comparison.reached);
        }
        assertReachedEverything(reached);
    }

    /** The same for one flush and the usual options, such that the fewest steps to a difference are found. */
    @Property(tries = 300)
    void writesOfOneFlushAreThoseOfTheReference(@ForAll final int seed,
            @ForAll @IntRange(max = 4) final int hostility,
            @ForAll @Size(min = 1, max = 60) final List<Integer> steps) {
        final AdversarialStream stream = new AdversarialStream(seed, hostility);
        steps.forEach(stream::step);
        new ReferenceComparison(CoalescerOptions.DEFAULT, OutputCapabilities.ALL).check(stream.packets, () -> "");
    }

    private static CoalescerOptions options(final Random random) {
        return new CoalescerOptions(random.nextInt(8) > 0, random.nextInt(8) > 0,
            random.nextInt(3) > 0 ? CoalescerOptions.MAX_SEGMENTS : 2 + random.nextInt(63),
            maxBytes(random), random.nextInt(4) > 0,
            random.nextInt(3) > 0 ? EcnPolicy.EXACT : EcnPolicy.PROPAGATE_CE,
            random.nextInt(3) > 0 ? ChecksumValidation.VERIFY : ChecksumValidation.TRUST,
            random.nextInt(3) > 0 ? 64 << random.nextInt(7) : 1 + random.nextInt(200), 200_000)
            .segmentsUpTo(random.nextInt(3) > 0 ? 0xffff : 1 + random.nextInt(1500));
    }

    /** Often such that a superpacket has exactly that length. */
    private static int maxBytes(final Random random) {
        final int headers = (random.nextBoolean() ? 20 : 40) + (random.nextBoolean() ? 20 : 32);
        return switch (random.nextInt(5)) {
            case 0 -> 1280 + random.nextInt(5000);
            case 1 -> headers + 64 * (20 + random.nextInt(20));
            case 2 -> headers + 100 * (13 + random.nextInt(20));
            default -> 65535;
        };
    }

    private static OutputCapabilities output(final Random random) {
        return random.nextInt(6) > 0 ? OutputCapabilities.ALL : new OutputCapabilities(random.nextInt(4) > 0,
            random.nextBoolean(), random.nextBoolean(), random.nextBoolean(), random.nextBoolean(), true);
    }

    private static void assertReachedEverything(final Reached reached) {
        for (final SealReason reason : EnumSet.complementOf(EnumSet.copyOf(OTHER_SEALS))) {
            assertThat(reached.seals[reason.ordinal()]).as("%s: %s", reason, reached).isPositive();
        }
        for (final VerbatimReason reason : EnumSet.complementOf(EnumSet.copyOf(OTHER_VERBATIMS))) {
            assertThat(reached.verbatims[reason.ordinal()]).as("%s: %s", reason, reached).isPositive();
        }
        for (final int gsoType : new int[] {1, 4, 5}) {
            assertThat(reached.gsoTypes[gsoType]).as("GSO type %s: %s", gsoType, reached).isGreaterThan(100);
        }
        if (reached.merged < 100 || reached.moved < 100 || reached.overtaking < 100 || reached.dropped == 0) {
            fail("Streams that repair or overtake too little prove nothing: " + reached);
        }
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.opendaylight.coalescer.api.KernelError;
import org.opendaylight.coalescer.core.EnumCounters;
import org.opendaylight.coalescer.linux.Errno;

/**
 * A reading of counters: one number for each counted thing. Things are constants of counter enumerations, or whatever
 * else tells two counters apart. Readings of several sources add up, and the reading at the time of a clear is taken
 * off again. For readers, not for the packet path; not safe for several threads.
 */
final class Tally {
    private final Map<Object, Long> values = new HashMap<>();

    /**
     * Adds a number to what is there.
     *
     * @param thing what was counted
     * @param count how often
     */
    void add(final Object thing, final long count) {
        if (count != 0) {
            values.merge(thing, count, Long::sum);
        }
    }

    /**
     * Adds all counters of an enumeration.
     *
     * @param type the enumeration
     * @param counters where they are counted
     */
    <E extends Enum<E>> void add(final Class<E> type, final EnumCounters<E> counters) {
        for (var constant : type.getEnumConstants()) {
            add(constant, counters.get(constant));
        }
    }

    /**
     * Adds a whole reading.
     *
     * @param other what to add
     */
    void add(final Tally other) {
        other.values.forEach(this::add);
    }

    /**
     * Takes an earlier reading off.
     *
     * @param baseline what to take off
     */
    void subtract(final Tally baseline) {
        baseline.values.forEach((thing, count) -> values.merge(thing, -count,
            (all, before) -> Math.max(0, all + before)));
        values.values().removeIf(count -> count < 0);
    }

    /**
     * The number of one thing.
     *
     * @param thing which
     * @return how often, 0 if it was never counted
     */
    long get(final Object thing) {
        return values.getOrDefault(thing, 0L);
    }

    /**
     * All constants of an enumeration that were counted, under the names that they have in YANG.
     *
     * @param type the enumeration
     * @return name, such as {@code short-tail}, to number; no zeros
     */
    <E extends Enum<E>> Map<String, Long> byName(final Class<E> type) {
        final var ret = new TreeMap<String, Long>();
        for (var constant : type.getEnumConstants()) {
            final long count = get(constant);
            if (count != 0) {
                ret.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), count);
            }
        }
        return ret;
    }

    /**
     * All errors of one kind that were counted.
     *
     * @param kind their class
     * @param errno the number of one, positive
     * @return error to number; no zeros
     */
    <T> Map<KernelError, Long> errors(final Class<T> kind, final ToIntFunction<T> errno) {
        final var ret = new TreeMap<KernelError, Long>();
        ofKind(kind).forEach((error, count) -> {
            final int number = errno.applyAsInt(error);
            ret.put(new KernelError(number, Errno.name(number)), count);
        });
        return ret;
    }

    /**
     * All things of one kind that were counted.
     *
     * @param kind their class
     * @return thing to number; no zeros
     */
    <T> Map<T, Long> ofKind(final Class<T> kind) {
        final var ret = new HashMap<T, Long>();
        values.forEach((thing, count) -> {
            if (count != 0 && kind.isInstance(thing)) {
                ret.put(kind.cast(thing), count);
            }
        });
        return ret;
    }
}

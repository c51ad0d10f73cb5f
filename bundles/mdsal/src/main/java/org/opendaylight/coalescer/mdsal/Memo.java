/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.jdt.annotation.Nullable;

/**
 * What was made of each named value last, so that a value that did not change is not translated again: most ports of a
 * node are idle most of the time. Confined to one thread.
 *
 * @param <S> what is translated, with a value's {@code equals}
 * @param <T> what is made of it
 */
final class Memo<S, T> {
    private final Map<String, Entry<S, T>> entries = new HashMap<>();
    private final Function<S, @Nullable T> translation;

    private record Entry<S, T>(S source, @Nullable T result) {
        // Nothing but its components
    }

    Memo(final Function<S, @Nullable T> translation) {
        this.translation = requireNonNull(translation);
    }

    /**
     * Translates a value, or finds that it was.
     *
     * @param name whose value it is
     * @param source the value
     * @return the same object as last time if the value is equal to that of last time
     */
    @Nullable T of(final String name, final S source) {
        final var last = entries.get(name);
        if (last != null && last.source.equals(source)) {
            return last.result;
        }
        final T result = translation.apply(source);
        entries.put(name, new Entry<>(source, result));
        return result;
    }

    /** Forgets all other names. */
    void retain(final Set<String> names) {
        entries.keySet().retainAll(names);
    }
}

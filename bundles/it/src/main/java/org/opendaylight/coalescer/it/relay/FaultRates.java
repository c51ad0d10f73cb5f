/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.relay;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How often each harm is done, as shares of all datagrams. A datagram suffers one harm at most. Immutable.
 *
 * @param shares share of each action, 0 to 1 in sum; {@link Action#FORWARD} is the rest and has none here
 */
public record FaultRates(Map<Action, Double> shares) {
    /** No harm at all. */
    public static final FaultRates NONE = new FaultRates(Map.of());

    public FaultRates {
        if (shares.containsKey(Action.FORWARD) || shares.values().stream().anyMatch(share -> !(share >= 0))
            || shares.values().stream().mapToDouble(Double::doubleValue).sum() > 1) {
            throw new IllegalArgumentException("Shares are from 0 to 1, and no more than 1 in sum: " + shares);
        }
        shares = Map.copyOf(shares);
    }

    /**
     * Reads them.
     *
     * @param text such as {@code drop=0.01,flip=0.001}; an empty one is no harm
     * @return the rates
     * @throws IllegalArgumentException if the text is none
     */
    public static FaultRates parse(final String text) {
        final var shares = new EnumMap<Action, Double>(Action.class);
        for (var word : text.isBlank() ? new String[0] : text.split(",")) {
            final var sides = word.strip().split("=", 2);
            if (sides.length < 2) {
                throw new IllegalArgumentException("Not FAULT=SHARE: " + word);
            }
            shares.put(Action.valueOf(sides[0].toUpperCase(Locale.ROOT)), Double.valueOf(sides[1]));
        }
        return new FaultRates(shares);
    }

    /**
     * The share of an action.
     *
     * @param action the action
     * @return its share, 0 if it is not there
     */
    public double share(final Action action) {
        return shares.getOrDefault(action, 0.0);
    }

    /**
     * As {@link #parse} reads it.
     *
     * @return the text
     */
    @Override
    public String toString() {
        return shares.entrySet().stream().sorted(Map.Entry.comparingByKey())
            .map(entry -> entry.getKey().word() + '=' + entry.getValue()).collect(Collectors.joining(","));
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.soak;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a round of a soak came to.
 *
 * @param story what happened, in a line
 * @param problems what was not as it has to be, empty if all was well
 * @param excesses what was right and yet beyond a limit, which a busy machine may be the cause of
 */
public record Round(String story, List<String> problems, List<String> excesses) {
    public Round {
        problems = List.copyOf(problems);
        excesses = List.copyOf(excesses);
    }

    Round(final String story, final List<String> problems) {
        this(story, problems, List.of());
    }

    /**
     * Everything that was not well.
     *
     * @return problems and excesses
     */
    public List<String> complaints() {
        return Stream.concat(problems.stream(), excesses.stream()).toList();
    }
}

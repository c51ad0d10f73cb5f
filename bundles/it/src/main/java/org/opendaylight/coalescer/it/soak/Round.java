/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.soak;

import java.util.List;

/**
 * What a round of a soak came to.
 *
 * @param story what happened, in a line
 * @param problems what was not as it has to be, empty if all was well
 */
public record Round(String story, List<String> problems) {
    public Round {
        problems = List.copyOf(problems);
    }
}

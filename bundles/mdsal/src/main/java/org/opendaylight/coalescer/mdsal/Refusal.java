/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Why an endpoint or a port that the datastore holds is kept from the data plane.
 *
 * @param since when that was found
 * @param reason path, rule and remedy
 */
record Refusal(Instant since, String reason) {
    Refusal {
        requireNonNull(since);
        requireNonNull(reason);
    }
}

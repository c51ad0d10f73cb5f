/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

/** Somebody who counts what a port does, and whose counts outlive it. */
interface CounterSource {
    /** Adds all counters to a reading. Any thread. */
    void addTo(Tally tally);
}

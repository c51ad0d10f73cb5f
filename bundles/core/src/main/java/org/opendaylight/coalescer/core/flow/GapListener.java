/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.flow;

/**
 * Is told of every gap, for those who need more than the last ones. Called by the owner of the tracker while it works;
 * must not call back.
 */
public interface GapListener {
    /**
     * A gap was found.
     *
     * @param number its number, one more than that of the gap before, from 0 on
     * @param gap the gap, open; its time is that of the clock that the tracker is told
     */
    void opened(long number, GapEvent gap);

    /**
     * A gap has ended.
     *
     * @param number its number
     * @param ending how
     */
    void ended(long number, GapEnding ending);
}

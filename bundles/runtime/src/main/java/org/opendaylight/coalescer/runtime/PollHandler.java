/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

/** What a worker does when a descriptor becomes ready. Called by the worker's thread alone. */
interface PollHandler {
    /**
     * Handles a bounded amount of what is there; the descriptor is reported again while there is more.
     *
     * @param events as {@code Epoll.events} reports them
     */
    void ready(int events);

    /**
     * Told that {@link #ready} threw, which it never should: the descriptor is not watched any more, and whoever made
     * the handler has to start over.
     *
     * @param cause what it threw
     */
    void failed(RuntimeException cause);
}

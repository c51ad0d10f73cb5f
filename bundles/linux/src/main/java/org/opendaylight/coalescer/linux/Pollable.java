/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

/**
 * Something that {@link Epoll} can wait for.
 */
public sealed interface Pollable permits TunQueue, UdpSocket, EventFd {
    /**
     * The file descriptor, for waiting only.
     *
     * @return the descriptor, -1 after close
     */
    int fd();
}

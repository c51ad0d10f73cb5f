/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import java.util.Set;

/**
 * What differs between the supported processors, in one place. Everything else in this package (error numbers, open
 * flags used here, socket options, ioctl numbers, structures) comes from the generic headers and is the same on x86-64
 * and aarch64, little-endian with 64-bit pointers.
 */
final class Platform {
    /** {@code struct epoll_event} is packed on x86-64 only: {@code EPOLL_PACKED}, {@code linux/eventpoll.h}. */
    static final boolean EPOLL_EVENT_PACKED = isX86(System.getProperty("os.arch", ""));

    private static final Set<String> ARCHITECTURES = Set.of("amd64", "x86_64", "aarch64");

    private Platform() {
        // constants only
    }

    private static boolean isX86(final String arch) {
        return "amd64".equals(arch) || "x86_64".equals(arch);
    }

    /**
     * Why this machine is not supported.
     *
     * @return the reason, empty if it is
     */
    static String unsupported() {
        final var os = System.getProperty("os.name", "");
        final var arch = System.getProperty("os.arch", "");
        return "Linux".equals(os) && ARCHITECTURES.contains(arch) ? ""
            : "Native calls are made on Linux with x86-64 or aarch64, this is " + os + " with " + arch;
    }
}

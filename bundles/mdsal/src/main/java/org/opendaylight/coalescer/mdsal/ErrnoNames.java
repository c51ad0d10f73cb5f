/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import java.util.Map;
import org.eclipse.jdt.annotation.Nullable;

/**
 * Symbolic names of the errors that reads, writes, sends and receptions meet. Stateless, for any thread. Numbers as in
 * {@code include/uapi/asm-generic/errno-base.h} and {@code errno.h}.
 */
final class ErrnoNames {
    private static final Map<Integer, String> NAMES = Map.ofEntries(
        Map.entry(1, "EPERM"), Map.entry(2, "ENOENT"), Map.entry(4, "EINTR"), Map.entry(5, "EIO"),
        Map.entry(6, "ENXIO"), Map.entry(9, "EBADF"), Map.entry(11, "EAGAIN"), Map.entry(12, "ENOMEM"),
        Map.entry(13, "EACCES"), Map.entry(14, "EFAULT"), Map.entry(16, "EBUSY"), Map.entry(17, "EEXIST"),
        Map.entry(19, "ENODEV"), Map.entry(22, "EINVAL"), Map.entry(23, "ENFILE"), Map.entry(24, "EMFILE"),
        Map.entry(28, "ENOSPC"), Map.entry(32, "EPIPE"), Map.entry(34, "ERANGE"), Map.entry(38, "ENOSYS"),
        Map.entry(71, "EPROTO"), Map.entry(75, "EOVERFLOW"), Map.entry(77, "EBADFD"), Map.entry(88, "ENOTSOCK"),
        Map.entry(89, "EDESTADDRREQ"), Map.entry(90, "EMSGSIZE"), Map.entry(92, "ENOPROTOOPT"),
        Map.entry(93, "EPROTONOSUPPORT"), Map.entry(95, "EOPNOTSUPP"), Map.entry(97, "EAFNOSUPPORT"),
        Map.entry(98, "EADDRINUSE"), Map.entry(99, "EADDRNOTAVAIL"), Map.entry(100, "ENETDOWN"),
        Map.entry(101, "ENETUNREACH"), Map.entry(102, "ENETRESET"), Map.entry(103, "ECONNABORTED"),
        Map.entry(104, "ECONNRESET"), Map.entry(105, "ENOBUFS"), Map.entry(107, "ENOTCONN"),
        Map.entry(108, "ESHUTDOWN"), Map.entry(110, "ETIMEDOUT"), Map.entry(111, "ECONNREFUSED"),
        Map.entry(112, "EHOSTDOWN"), Map.entry(113, "EHOSTUNREACH"), Map.entry(125, "ECANCELED"));

    private ErrnoNames() {
        // Hidden on purpose
    }

    static @Nullable String of(final int errno) {
        return NAMES.get(errno);
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import java.io.IOException;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.linux.Errno;
import org.opendaylight.coalescer.linux.LinuxException;

/** Says what an operator can do about a trouble of the environment. Stateless, for any thread. */
final class Remedy {
    private Remedy() {
        // Hidden on purpose
    }

    /**
     * Describes a failure for {@code last-error}.
     *
     * @param failure what went wrong
     * @return call, object and error as the failure has them, and what to do if that is known
     */
    static String describe(final Throwable failure) {
        final String text = failure instanceof IOException && failure.getMessage() != null ? failure.getMessage()
            : failure.toString();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof LinuxException refusal) {
                final String remedy = of(refusal);
                return remedy == null ? text : text + ". " + remedy;
            }
        }
        return text;
    }

    private static @Nullable String of(final LinuxException refusal) {
        return switch (refusal.errno()) {
            case Errno.EADDRNOTAVAIL -> "Give that address to an interface of this node, or change local-address.";
            case Errno.EADDRINUSE -> "End what uses that address and port ('ss -lnup' shows it), or change local-port.";
            case Errno.EBUSY -> refusal.call().contains("TUNSETIFF")
                ? "A device of that name is there already: remove or rename it ('ip link'), or name the port otherwise."
                : null;
            case Errno.EPERM, Errno.EACCES -> switch (refusal.call()) {
                case "setns" -> "Run the controller with the capability CAP_SYS_ADMIN, which other network namespaces"
                    + " need.";
                case "open" -> "Let the controller's user open that device for reading and writing: its permissions,"
                    + " the rules of the container and the options of its mount have to allow that.";
                default -> "Run the controller with the capability CAP_NET_ADMIN.";
            };
            case Errno.ENOENT -> "open".equals(refusal.call()) ? "Load the module of that device ('modprobe tun')."
                : null;
            default -> null;
        };
    }
}

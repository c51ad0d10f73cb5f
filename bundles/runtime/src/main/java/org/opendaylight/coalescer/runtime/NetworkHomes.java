/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The network namespaces in use. Reconciler's thread. */
final class NetworkHomes implements AutoCloseable {
    private final Map<String, NetworkHome> homes = new HashMap<>();

    /**
     * Finds a namespace.
     *
     * @param name its name, empty for the one that the controller runs in
     * @return the same object as long as the name stands for the same namespace
     * @throws IOException if there is none of that name, or it can't be entered
     */
    NetworkHome get(final String name) throws IOException {
        final NetworkHome known = homes.get(name);
        if (known != null) {
            boolean current = false;
            try {
                current = known.isCurrent();
            } finally {
                if (!current) {
                    homes.remove(name).close();
                }
            }
            if (current) {
                return known;
            }
        }
        final var found = new NetworkHome(name);
        homes.put(name, found);
        return found;
    }

    /** Leaves all namespaces but those that are still used. */
    void retain(final Set<String> used) {
        homes.entrySet().removeIf(entry -> {
            final boolean unused = !used.contains(entry.getKey());
            if (unused) {
                entry.getValue().close();
            }
            return unused;
        });
    }

    @Override
    public void close() {
        retain(Set.of());
    }
}

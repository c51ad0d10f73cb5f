/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.stock;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;
import org.opendaylight.coalescer.it.KernelPrerequisite;
import org.opendaylight.coalescer.it.control.Jdk;
import org.opendaylight.coalescer.it.lab.Console;

/** The JDKs that controllers are tried on. */
final class Jdks {
    private Jdks() {
        // functions only
    }

    /** Finds one; a test is skipped for want of it, or fails where no test may be skipped. */
    static Jdk require(final int release) {
        final var system = Path.of(System.getProperty("coalescer.jdk.system"));
        return Jdk.find(release, system).orElseGet(() -> {
            final var reason = "there is no JDK " + release + " that runs, neither in /usr/lib/jvm nor in " + system
                + " (./coalescer test, as root, makes one with JDK 21)";
            if (KernelPrerequisite.isRequired()) {
                return fail(reason);
            }
            Console.error("Skipped: " + reason);
            return abort(reason);
        });
    }
}

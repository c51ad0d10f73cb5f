/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.run;

import java.util.ArrayList;
import java.util.List;
import org.opendaylight.coalescer.it.lab.Console;

/** What has to hold, and whether it did. Owned by one thread. */
final class Expectations {
    private final List<String> failed = new ArrayList<>();
    private int held;

    /**
     * Judges one and says so at once.
     *
     * @param claim what is expected, as a claim
     * @param holds whether it is so
     * @param seen what was seen, shown if it is not
     */
    void check(final String claim, final boolean holds, final String seen) {
        if (holds) {
            held++;
            Console.done("  ok      " + claim);
        } else {
            failed.add(claim);
            Console.done("  FAILED  " + claim + ": " + seen);
        }
    }

    /**
     * Judges that two numbers are the same.
     *
     * @param claim what is expected, as a claim
     * @param expected one number
     * @param seen the other one
     */
    void checkEqual(final String claim, final long expected, final long seen) {
        check(claim, expected == seen, String.format("%,d against %,d", expected, seen));
    }

    boolean allHeld() {
        return failed.isEmpty() && held > 0;
    }

    String summary() {
        return failed.isEmpty() ? "All " + held + " expectations held."
            : failed.size() + " of " + (held + failed.size()) + " expectations FAILED: " + String.join("; ", failed);
    }
}

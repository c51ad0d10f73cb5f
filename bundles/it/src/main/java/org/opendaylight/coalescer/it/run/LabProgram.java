/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.run;

import java.util.concurrent.Callable;
import org.opendaylight.coalescer.it.lab.Console;
import picocli.CommandLine;

/** What the programs of the lab behind the launcher have in common. */
public final class LabProgram {
    /** Exit code: something did not go well. */
    public static final int FAILED = 1;
    /** Exit code: wrong use (EX_USAGE of sysexits.h). */
    public static final int USAGE = 64;
    /** Exit code: this machine does not allow it. */
    public static final int REFUSED = 77;

    private LabProgram() {
        // functions only
    }

    /**
     * Runs one.
     *
     * @param program annotated for picocli
     * @param args its options
     * @return its exit code
     */
    public static int execute(final Callable<Integer> program, final String... args) {
        return new CommandLine(program).setExitCodeExceptionMapper(failure -> FAILED)
            .setParameterExceptionHandler((failure, words) -> {
                Console.error(failure.getMessage());
                return USAGE;
            }).execute(args);
    }

    /** Whether this machine allows the lab; says what is missing if not. */
    public static boolean isAllowed() {
        final var missing = Requirements.missing();
        missing.forEach(reason -> Console.error("Can't run here: " + reason));
        return missing.isEmpty();
    }
}

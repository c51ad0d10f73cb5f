/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.run.Requirements;

/**
 * Decides whether the tests of this module can use the kernel. Where they can't they are skipped, which prints why;
 * with {@code COALESCER_KERNEL_TESTS=required} in the environment they fail instead.
 */
public final class KernelPrerequisite implements ExecutionCondition {
    private static final String SWITCH = "COALESCER_KERNEL_TESTS";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(final ExtensionContext context) {
        final List<String> missing = Requirements.missingForLab();
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("devices and network namespaces can be made");
        }
        final var reason = String.join("; ", missing);
        if (isRequired()) {
            throw new ExtensionConfigurationException(SWITCH + "=required, but: " + reason);
        }
        Console.error("Skipped " + context.getDisplayName() + ": " + reason);
        return ConditionEvaluationResult.disabled(reason);
    }

    /** Whether what a test lacks on this machine is a failure. */
    public static boolean isRequired() {
        return "required".equals(System.getenv(SWITCH));
    }
}

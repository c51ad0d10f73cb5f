/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import java.io.IOException;
import java.lang.System.Logger.Level;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opendaylight.coalescer.linux.NetworkNamespace;
import org.opendaylight.coalescer.linux.TunDevice;

/**
 * Decides whether a test can make TUN devices in a network namespace. Where the privilege is missing it is skipped,
 * which prints why; with {@code COALESCER_KERNEL_TESTS=required} in the environment it fails instead.
 */
public final class KernelPrerequisite implements ExecutionCondition {
    private static final String SWITCH = "COALESCER_KERNEL_TESTS";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(final ExtensionContext context) {
        final String reason;
        try {
            NetworkNamespace.fresh().call(() -> {
                TunDevice.create("prerequisite", TunDevice.Kind.TUN).close();
                return Boolean.TRUE;
            });
            return ConditionEvaluationResult.enabled("TUN devices can be made in a network namespace");
        } catch (IOException e) {
            reason = "Kernel tests need root or CAP_NET_ADMIN and CAP_SYS_ADMIN: " + e.getMessage();
        }
        if ("required".equals(System.getenv(SWITCH))) {
            throw new ExtensionConfigurationException(SWITCH + "=required, but: " + reason);
        }
        System.getLogger(KernelPrerequisite.class.getName())
            .log(Level.WARNING, "Skipped " + context.getDisplayName() + ": " + reason);
        return ConditionEvaluationResult.disabled(reason);
    }
}

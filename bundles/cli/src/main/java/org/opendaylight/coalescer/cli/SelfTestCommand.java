/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.opendaylight.coalescer.api.DataPlaneSnapshot.Port;
import org.opendaylight.coalescer.api.PortDiagnostics;
import org.opendaylight.coalescer.api.SelfTestCheck;

/** {@code coalescer:self-test}. Fails if a check does. */
@Service
@Command(scope = "coalescer", name = "self-test",
    description = "Proves that superpackets of each kind arrive intact behind the device of a port")
public final class SelfTestCommand extends PortAction {
    private static final int PATIENCE_SECONDS = 60;

    @Reference
    PortDiagnostics diagnostics;

    @Override
    void show(final Port port, final PrintStream out) throws CommandException {
        final List<SelfTestCheck> checks;
        try {
            checks = diagnostics.selfTest(name).toCompletableFuture().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        } catch (CompletionException e) {
            throw new CommandException(e.getCause() instanceof TimeoutException
                ? "The port has not answered for " + PATIENCE_SECONDS + " s" : String.valueOf(e.getCause()), e);
        }
        PortViews.selfTest(checks).print(out);
        final long failed = checks.stream().filter(check -> !check.working()).count();
        if (failed != 0) {
            throw new CommandException(failed + " of " + checks.size() + " checks failed");
        }
    }
}

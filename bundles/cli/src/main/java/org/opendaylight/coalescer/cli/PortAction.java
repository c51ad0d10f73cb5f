/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.cli;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.DataPlane;
import org.opendaylight.coalescer.api.DataPlaneSnapshot.Port;

/** A command that tells something of one port. Made by the shell for each call, used by its thread. */
abstract class PortAction implements Action {
    @Reference
    DataPlane dataPlane;

    @Reference
    Session session;

    @Argument(name = "name", description = "name of a port", required = true)
    @Completion(PortNames.class)
    String name = "";

    @Override
    public final @Nullable Object execute() throws CommandException {
        final var snapshot = dataPlane.snapshot();
        final var port = snapshot.ports().get(name);
        if (port == null) {
            throw new CommandException(snapshot.unknownPort(name));
        }
        show(port, session.getConsole());
        return null;
    }

    /** Tells it. */
    abstract void show(Port port, PrintStream out) throws CommandException;
}

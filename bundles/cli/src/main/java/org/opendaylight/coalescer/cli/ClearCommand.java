/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.cli;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.DataPlane;

/** {@code coalescer:clear}. */
@Service
@Command(scope = "coalescer", name = "clear", description = "Starts counters from zero")
public final class ClearCommand implements Action {
    @Reference
    DataPlane dataPlane;

    @Reference
    Session session;

    @Argument(name = "name", description = "name of a port")
    @Completion(PortNames.class)
    String name = "";

    @Option(name = "--all", description = "those of all ports and endpoints")
    boolean isAll;

    @Override
    public @Nullable Object execute() throws CommandException {
        if (isAll == !name.isEmpty()) {
            throw new CommandException("Name a port, or say --all");
        }
        if (isAll) {
            dataPlane.clearStatistics();
        } else if (!dataPlane.clearStatistics(name)) {
            throw new CommandException(dataPlane.snapshot().unknownPort(name));
        }
        session.getConsole().println("The counters of " + (isAll ? "all ports and endpoints" : name)
            + " have started from zero");
        return null;
    }
}

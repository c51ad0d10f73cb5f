/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.cli;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.DataPlane;

/** {@code coalescer:ports}. */
@Service
@Command(scope = "coalescer", name = "ports", description = "Lists the ports and how they are")
public final class PortsCommand implements Action {
    @Reference
    DataPlane dataPlane;

    @Reference
    Session session;

    @Override
    public @Nullable Object execute() {
        PortViews.list(dataPlane.snapshot().ports()).print(session.getConsole());
        return null;
    }
}

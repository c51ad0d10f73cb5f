/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.cli;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.opendaylight.coalescer.api.DataPlaneSnapshot.Port;

/** {@code coalescer:port}. */
@Service
@Command(scope = "coalescer", name = "port", description = "Shows a port, its tunnel and its offloads")
public final class PortCommand extends PortAction {
    @Override
    void show(final Port port, final PrintStream out) {
        Table.print(PortViews.detail(port.status()), out);
    }
}

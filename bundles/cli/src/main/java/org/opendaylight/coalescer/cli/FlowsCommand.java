/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.cli;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.opendaylight.coalescer.api.DataPlane;
import org.opendaylight.coalescer.api.DataPlaneSnapshot.Port;
import org.opendaylight.coalescer.api.FlowOrder;

/** {@code coalescer:flows}. */
@Service
@Command(scope = "coalescer", name = "flows", description = "Lists flows of a port")
public final class FlowsCommand extends PortAction {
    @Option(name = "--top", description = "most flows listed, 1.." + DataPlane.MAX_LISTED_FLOWS)
    int top = DataPlane.DEFAULT_LISTED_FLOWS;

    @Option(name = "--sort-by", description = "what comes first: bytes, packets, gaps or duplicates")
    @Completion(value = StringsCompleter.class, values = { "bytes", "packets", "gaps", "duplicates" })
    String sortBy = "bytes";

    @Override
    void show(final Port port, final PrintStream out) throws CommandException {
        if (top < 1 || top > DataPlane.MAX_LISTED_FLOWS) {
            throw new CommandException("--top must be 1.." + DataPlane.MAX_LISTED_FLOWS + ", but is " + top);
        }
        final var order = Arrays.stream(FlowOrder.values()).filter(each -> Notation.word(each).equals(sortBy))
            .findFirst().orElseThrow(() -> new CommandException("--sort-by must be one of "
                + Arrays.stream(FlowOrder.values()).map(Notation::word).collect(Collectors.joining(", "))
                + ", but is " + sortBy));
        FlowViews.flows(dataPlane.listFlows(name, top, order)).print(out);
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** What an operator has the ports of this node prove, as an OSGi service. Any thread may call it; nothing blocks. */
public interface PortDiagnostics {
    /**
     * Proves that superpackets of each kind arrive intact behind the device of a port, and that other packets pass
     * untouched.
     *
     * @param port its name
     * @return one check for each subject, in their order; fails with an {@link IllegalArgumentException} if there is no
     *         such port
     */
    CompletionStage<List<SelfTestCheck>> selfTest(String port);

    /**
     * Finds out anew what the kernel does for ports and their endpoints, as if nothing had ever been refused.
     *
     * @param ports their names; those that there are not are left out
     * @return completed when the result is in force and in the snapshot
     */
    CompletionStage<Void> reprobeOffloads(Set<String> ports);
}

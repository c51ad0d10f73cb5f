/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import java.util.function.Consumer;

/** Events of the data plane of this node, as an OSGi service. Any thread may call it. */
public interface DataPlaneEvents {
    /**
     * Asks to be told of events.
     *
     * @param subscriber called from a thread of the data plane with each event, in the order in which they happen; it
     *        must not block
     * @return closed to be told no longer
     */
    DataPlane.Registration subscribe(Consumer<DataPlaneEvent> subscriber);
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import java.io.IOException;
import org.opendaylight.coalescer.api.DataPlane.Registration;
import org.opendaylight.coalescer.api.PacketWriter;

/** Where ports offer their packet writers: the OSGi service registry, or what stands for it where there is none. */
@FunctionalInterface
interface WriterRegistry {
    /** Makes a packet writer for one caller. */
    @FunctionalInterface
    interface WriterFactory {
        /**
         * Opens a writer, from whichever thread the caller uses.
         *
         * @return the writer, to be closed by whoever asked for it
         * @throws IOException if the device refuses another queue
         */
        PacketWriter open() throws IOException;
    }

    /**
     * Starts offering writers for a port.
     *
     * @param port name of the port
     * @param factory makes them
     * @return closed when the port goes away
     */
    Registration offer(String port, WriterFactory factory);
}

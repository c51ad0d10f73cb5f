/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import org.opendaylight.coalescer.it.control.Controller;
import org.opendaylight.coalescer.it.control.RestconfClient;
import org.opendaylight.coalescer.it.lab.Cleanup;
import org.opendaylight.coalescer.it.lab.LabException;
import org.opendaylight.coalescer.it.lab.UnderlayLab;

/**
 * What a benchmark measures: a copy of a distribution that has booted, and the far end of its tunnels. Owned by one
 * thread.
 *
 * @param controller the controller
 * @param lab its far end
 * @param client logged in
 * @param cleanup ends them all
 */
record BootedSite(Controller controller, UnderlayLab lab, RestconfClient client, Cleanup cleanup)
        implements AutoCloseable {
    static final Duration BOOT_TIME = Duration.ofMinutes(4);

    /**
     * Copies a distribution and boots it.
     *
     * @param distribution folder of the packed distribution, left as it is
     * @param name what the copy is called, beside the distribution
     * @return the site, without any configuration; close it
     * @throws LabException if it can't be made; nothing is left then
     */
    static BootedSite open(final Path distribution, final String name) {
        final var cleanup = new Cleanup();
        try {
            final var controller = Controller.install(distribution, copy(distribution, name));
            cleanup.add("stop the controller", controller::close);
            final var lab = UnderlayLab.open();
            cleanup.add("take down the lab", lab::close);
            controller.start();
            final var client = controller.awaitReady(BOOT_TIME, missing -> { });
            cleanup.add("close the client", client::close);
            return new BootedSite(controller, lab, client, cleanup);
        } catch (LabException e) {
            cleanup.close();
            throw e;
        }
    }

    /** Where a copy of a distribution goes, another place for each process. */
    static Path copy(final Path distribution, final String name) {
        return distribution.toAbsolutePath().resolveSibling(name + '-' + ProcessHandle.current().pid());
    }

    @Override
    public void close() {
        cleanup.close();
    }
}

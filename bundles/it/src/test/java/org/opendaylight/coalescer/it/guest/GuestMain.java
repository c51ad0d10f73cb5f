/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.guest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.opendaylight.coalescer.it.lab.Console;

/** A process that boots a guest and keeps it, to be killed. */
final class GuestMain {
    private GuestMain() {
        // main alone
    }

    /**
     * Boots one and waits for the end of the standard input.
     *
     * @param args folder for the guest's files
     * @throws IOException if the standard input can't be read
     */
    public static void main(final String[] args) throws IOException {
        try (var lab = GuestLab.open(Path.of(args[0]))) {
            Console.line("booted Linux " + lab.guest().run("cat /proc/sys/kernel/osrelease"));
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}

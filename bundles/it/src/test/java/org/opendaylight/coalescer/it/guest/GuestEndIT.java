/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.it.KernelTest;
import org.opendaylight.coalescer.it.lab.Command;
import org.opendaylight.coalescer.it.lab.Leftovers;
import org.opendaylight.coalescer.it.traffic.Conversation;

/** An emulated machine must not outlive the tests. */
@KernelTest
class GuestEndIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void guestEndsWithTheProcessThatHasItEvenIfThatIsKilled() {
        GuestKernel.require();
        final ProcessHandle guest;
        final long pid;
        try (var owner = Conversation.start("owner of a guest", List.of(System.getProperty("java.home") + "/bin/java",
                "-Dcoalescer.guest.kernel=" + System.getProperty("coalescer.guest.kernel"), "-cp",
                System.getProperty("java.class.path"), GuestMain.class.getName(),
                Path.of("target", "it", "guest-end").toString()))) {
            owner.await(0, line -> line.startsWith("booted"), PATIENCE);
            guest = ProcessHandle.current().descendants().filter(GuestEndIT::isEmulator).findFirst().orElseThrow();
            pid = guest.parent().orElseThrow().pid();
        }
        await().until(() -> !guest.isAlive());
        for (var left : Leftovers.of(pid)) {
            Command.output(List.of("ip", "link", "delete", left.substring("device ".length())));
        }
        assertThat(Leftovers.of(pid)).isEmpty();
    }

    private static boolean isEmulator(final ProcessHandle process) {
        return process.info().command().orElse("").contains("qemu-system");
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.stock;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.it.KernelTest;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.Controller;
import org.opendaylight.coalescer.it.control.Poll;
import org.opendaylight.coalescer.it.control.RestconfClient;
import org.opendaylight.coalescer.it.control.RestconfException;
import org.opendaylight.coalescer.it.lab.Command;
import org.opendaylight.coalescer.it.page.DocumentedPage;
import org.opendaylight.coalescer.it.page.PageShell;

/** The operator's guide installs, starts and stops a controller. */
@KernelTest
class InstallGuideIT {
    private static final Path PAGE = Path.of("..", "..", "docs", "operator-guide.md");
    private static final String CHAPTER = "Install";
    private static final String FOLDER = "/srv/controller";
    private static final Duration BOOT_TIME = Duration.ofMinutes(3);
    private static final Duration STOP_TIME = Duration.ofSeconds(40);

    @Test
    void theChapterOnInstallingIsTrue() throws IOException {
        final var folder = Path.of("target", "it", "guide").toAbsolutePath();
        Command.output(List.of("rm", "-rf", folder.toString()));
        Files.createDirectories(folder.getParent());
        try (var shell = new PageShell(Path.of("..", "..").toRealPath(), Map.of(FOLDER, folder.toString()))) {
            for (var block : DocumentedPage.blocks(PAGE)) {
                if (block.chapter().equals(CHAPTER)) {
                    shell.compare(block, shell.type(block));
                    if (block.text().contains("bin/start")) {
                        assertThat(Poll.until(BOOT_TIME, () -> answers(folder))).as("the controller answers").isTrue();
                    }
                }
            }
            assertThat(Poll.until(STOP_TIME, () -> Controller.processesIn(folder).isEmpty()))
                .as("the controller has ended").isTrue();
        } finally {
            // ends what was left by a failure
            if (Files.exists(folder)) {
                Controller.in(folder);
            }
            Command.output(List.of("rm", "-rf", folder.toString()));
        }
    }

    /** Whether the plugin takes calls. */
    private static boolean answers(final Path folder) {
        try (var client = new RestconfClient(RestconfClient.DEFAULT_ROOT, "admin",
                Files.readString(folder.resolve("etc/admin.password")).strip())) {
            client.rpc(CoalescerModel.CLEAR_STATISTICS, new JsonObject());
            return true;
        } catch (RestconfException | IOException e) {
            return false;
        }
    }
}

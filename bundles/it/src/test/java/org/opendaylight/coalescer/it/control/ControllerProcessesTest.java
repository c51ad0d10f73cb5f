/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControllerProcessesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = { 10, 4000, 5000, 100_000 })
    void aControllerIsFoundHoweverLongItsCommandLineIs(final int length) throws IOException {
        // A shell that waits for a line, and takes the other arguments for its own
        final var process = new ProcessBuilder("sh", "-c", "read line", "sh", "x".repeat(length),
            "-Dkaraf.base=" + folder).start();
        try {
            assertThat(Poll.until(PATIENCE, () -> Controller.processesIn(folder).equals(List.of(process.toHandle()))))
                .isTrue();
            assertThat(Controller.processesIn(folder.resolve("other"))).isEmpty();
        } finally {
            process.destroyForcibly();
        }
        process.onExit().join();
        assertThat(Controller.processesIn(folder)).isEmpty();
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.packet.PacketMemory;

class NativeAccessTest {
    /** Says on standard output what happens to somebody who needs native calls. */
    static final class Needy {
        private Needy() {
            // main method only
        }

        public static void main(final String[] args) throws IOException {
            var outcome = "linked";
            try {
                LinuxProbe.requireNativeCalls();
                TunDevice.create("never", TunDevice.Kind.TUN).close();
            } catch (LinuxException e) {
                outcome = e.getMessage();
            }
            try (var output = new FileOutputStream(FileDescriptor.out)) {
                output.write(outcome.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void refusalNamesTheFlagThatHelps() throws IOException, URISyntaxException {
        // Since 24 everything else only warns; before, naming any module refuses the others
        final var refusal = Runtime.version().feature() >= 24 ? "--illegal-native-access=deny"
            : "--enable-native-access=java.base";
        final var classPath = path(Needy.class) + ":" + path(Libc.class) + ":" + path(PacketMemory.class);
        final var process = new ProcessBuilder(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), refusal, "-cp", classPath,
            Needy.class.getName())).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        final var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(output.startsWith(
            "link(\"libc\"): ENOSYS (Function not implemented): Native calls cannot be linked"), output);
        assertTrue(output.endsWith("--enable-native-access=ALL-UNNAMED"), output);
    }

    @Test
    void memoryIsAlignedAndKnowsItsAddress() {
        final var memory = NativeMemory.allocate(10_000);
        assertEquals(10_000, memory.capacity());
        assertEquals(0, memory.address() % NativeMemory.ALIGNMENT);
        assertEquals(memory.address(), NativeMemory.address(memory.net()));
        final var view = memory.host().duplicate().position(100);
        assertEquals(memory.address(), NativeMemory.address(view));
        assertFalse(memory.net().isReadOnly());
    }

    @Test
    void heapMemoryHasNoAddress() {
        final var heap = ByteBuffer.allocate(10);
        assertThrows(IllegalArgumentException.class, () -> NativeMemory.address(heap));
    }

    private static Path path(final Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opendaylight.coalescer.api.PacketWriter;
import org.opendaylight.coalescer.core.coalesce.CoalescerOptions;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.linux.Errno;
import org.opendaylight.coalescer.linux.LinuxException;
import org.opendaylight.coalescer.linux.NetworkNamespace;
import org.opendaylight.coalescer.linux.RouteNetlink;
import org.opendaylight.coalescer.linux.TunDevice;

/** A port's device and its packet writers on a real device, in a network namespace of its own. */
@ExtendWith(KernelPrerequisite.class)
class PortDeviceKernelTest {
    private static final int CAPACITY = 1 << 20;

    private final PortCounters counters = new PortCounters();
    private final CountDownLatch lost = new CountDownLatch(1);

    /** What a test does with a device. */
    private interface Scene {
        void play(PortDevice device) throws Exception;
    }

    private void play(final Scene scene) throws Exception {
        final var failure = NetworkNamespace.fresh().call(() -> {
            try (var home = new NetworkHome(""); var workers = WorkerGroup.start(1, () -> { })) {
                final var device = PortDevice.create(new PortDevice.Blueprint("port0", TunDevice.Kind.TUN,
                    CoalescerOptions.DEFAULT, counters, lost::countDown), home);
                device.serve(workers, 0);
                device.configure(CoalescerOptions.DEFAULT, OutputCapabilities.ALL);
                return caught(scene, device);
            }
        });
        if (failure != null) {
            throw failure;
        }
    }

    // The namespace lets input and output errors through alone
    @SuppressWarnings("checkstyle:illegalCatch")
    private static AssertionError caught(final Scene scene, final PortDevice device) {
        try {
            scene.play(device);
            return null;
        } catch (AssertionError e) {
            return e;
        } catch (Exception e) {
            return new AssertionError(e);
        } finally {
            device.close();
        }
    }

    private static void setUp(final PortDevice device) throws IOException {
        try (var netlink = new RouteNetlink()) {
            netlink.setUp(device.ifIndex(), true);
        }
    }

    /** An IPv4 packet of a protocol that nobody listens to. */
    private static int commit(final PacketWriter writer, final int length) {
        final int at = writer.reserve(length);
        writer.buffer().putInt(at, 0x4500_0000 + length).putInt(at + 4, 0).putInt(at + 8, 0x40fd_0000)
            .putInt(at + 12, 0xc633_6401).putInt(at + 16, 0xc633_6402);
        writer.commit(at, length);
        return at;
    }

    @Test
    void writerWritesThroughAQueueOfItsOwn() throws Exception {
        play(device -> {
            setUp(device);
            try (var writer = device.openWriter()) {
                commit(writer, 40);
                commit(writer, 40);
                assertEquals(0, writer.flush());
            }
            assertEquals(2, counters.read().receive().writes(), "the counts of a closed writer stay");
        });
    }

    @Test
    void writerRefusesWrongArguments() throws Exception {
        play(device -> {
            try (var writer = device.openWriter()) {
                assertThrows(IllegalArgumentException.class, () -> writer.reserve(0));
                assertThrows(IllegalArgumentException.class, () -> writer.reserve(1 << 16));
                assertThrows(IllegalArgumentException.class, () -> writer.commit(0, 1), "nothing is reserved");
                final int at = writer.reserve(100);
                assertThrows(IllegalArgumentException.class, () -> writer.commit(-1, 10));
                assertThrows(IllegalArgumentException.class, () -> writer.commit(at, -1));
                assertThrows(IllegalArgumentException.class, () -> writer.commit(at, CAPACITY));
                for (final int[] place : new int[][] { { -1, 6 }, { 20, -2 }, { 20, 7 }, { 20, 80 }, { 99, 6 },
                    { 101, 0 }, { Integer.MAX_VALUE, 8 }, { 20, Integer.MAX_VALUE - 1 }, { 90, 8 } }) {
                    assertThrows(IllegalArgumentException.class,
                        () -> writer.commit(at, 100, place[0], place[1]), () -> place[0] + " + " + place[1]);
                }
                writer.reserve(50_000);
                writer.reserve(50_000);
                assertThrows(IllegalArgumentException.class, () -> writer.commit(at, 1 << 16), "no slice is so long");
                assertEquals(0, counters.read().receive().packets());
            }
        });
    }

    @Test
    void slicesDoNotOverlapAndTheFullBufferSaysSo() throws Exception {
        play(device -> {
            setUp(device);
            try (var writer = device.openWriter()) {
                int end = 0;
                int slices = 0;
                for (int at = writer.reserve(65535); at >= 0; at = writer.reserve(65535)) {
                    assertTrue(at >= end);
                    end = at + 65535;
                    slices++;
                }
                assertEquals(CAPACITY / 65536, slices);
                assertEquals(0, writer.flush());
                assertEquals(0, writer.reserve(65535), "all slices may be used again");
            }
        });
    }

    @Test
    void deviceThatIsDownIsReportedByFlush() throws Exception {
        play(device -> {
            try (var writer = device.openWriter()) {
                commit(writer, 40);
                assertEquals(-Errno.EIO, writer.flush());
                assertEquals(1, counters.read().receive().dropped());
            }
        });
    }

    @Test
    void writerOutlivesItsPortWithoutHarm() throws Exception {
        play(device -> {
            setUp(device);
            final var writer = device.openWriter();
            device.close();
            commit(writer, 40);
            assertEquals(-Errno.EBADF, writer.flush());
            writer.close();
            writer.close();
            assertFalse(device.exists());
            final var refused = assertThrows(IOException.class, device::openWriter);
            assertEquals(Errno.ENODEV, assertInstanceOf(LinuxException.class, refused).errno());
        });
    }

    @Test
    void nameThatIsTakenIsRefused() throws Exception {
        play(device -> {
            final var refused = assertThrows(LinuxException.class, () -> PortDevice.create(new PortDevice.Blueprint(
                "port0", TunDevice.Kind.TUN, CoalescerOptions.DEFAULT, new PortCounters(), () -> { }), device.home()));
            assertEquals(Errno.EBUSY, refused.errno());
        });
    }

    @Test
    void deletionFromOutsideIsNoticed() throws Exception {
        play(device -> {
            setUp(device);
            final var delete = new ProcessBuilder("ip", "link", "delete", "port0").redirectErrorStream(true).start();
            assertArrayEquals(new byte[0], delete.getInputStream().readAllBytes());
            assertTrue(lost.await(10, TimeUnit.SECONDS), "the worker tells that the device is gone");
            assertFalse(device.exists());
        });
    }
}

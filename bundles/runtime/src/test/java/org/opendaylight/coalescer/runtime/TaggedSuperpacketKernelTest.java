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
import static org.opendaylight.coalescer.runtime.DataPlaneScene.await;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.ip;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.play;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.api.SelfTestCheck.Subject;
import org.opendaylight.coalescer.core.coalesce.CoalescerOptions;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.linux.NativeMemory;
import org.opendaylight.coalescer.linux.OffloadSet;
import org.opendaylight.coalescer.linux.TunDevice;
import org.opendaylight.coalescer.linux.TunQueue;
import org.opendaylight.coalescer.packet.Ethernet;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * Superpackets behind as many tags as Linux looks behind: a packet writer coalesces frames to one, and a bridge takes
 * it to another device.
 */
@ExtendWith(KernelPrerequisite.class)
class TaggedSuperpacketKernelTest {
    private static final int ROOM = 1 << 17;

    private final PortCounters counters = new PortCounters();

    private static PortDevice port(final String name, final PortCounters counters, final NetworkHome home)
            throws IOException {
        return PortDevice.create(new PortDevice.Blueprint(name, TunDevice.Kind.TAP, CoalescerOptions.DEFAULT, counters,
            () -> { }), home);
    }

    private static void bridge() throws IOException {
        ip("link add br0 type bridge");
        for (var device : List.of("port0", "far0")) {
            ip("link set " + device + " master br0 up");
        }
        ip("link set br0 up");
    }

    private static List<byte[]> frames(final int tags) {
        final int added = tags * Ethernet.TAG_LENGTH;
        return new TestPackets(Subject.TCP_IPV4).sentInFrames().stream().map(frame -> {
            final var tagged = ByteBuffer.allocate(frame.length + added).put(frame, 0, Ethernet.TYPE);
            for (int i = 1; i <= tags; i++) {
                tagged.putShort((short) (i < tags ? Ethernet.TYPE_SERVICE_TAG : Ethernet.TYPE_TAG))
                    .putShort((short) i);
            }
            return tagged.put(frame, Ethernet.TYPE, frame.length - Ethernet.TYPE).array();
        }).toList();
    }

    /** Has a port coalesce frames to one superpacket. */
    private void write(final PortDevice port, final List<byte[]> frames) throws IOException {
        port.configure(CoalescerOptions.DEFAULT, OutputCapabilities.ALL);
        try (var writer = port.openWriter()) {
            for (var frame : frames) {
                final int at = writer.reserve(frame.length);
                writer.buffer().put(at, frame);
                writer.commit(at, frame.length);
            }
            assertEquals(0, writer.flush());
        }
        assertEquals(1, counters.read().receive().superpackets());
        assertEquals(1, counters.read().receive().writes());
    }

    /** The next frame for the station; the kernel sends others of its own. */
    private static byte[] receive(final TunQueue queue) {
        final PacketMemory memory = NativeMemory.allocate(ROOM);
        final var frame = new byte[1][];
        await().until(() -> {
            final int length = queue.read(memory, 0, ROOM) - TunQueue.VNET_HEADER_BYTES;
            if (length < TestPackets.STATION.length) {
                return false;
            }
            frame[0] = new byte[length];
            memory.net().get(TunQueue.VNET_HEADER_BYTES, frame[0]);
            return Arrays.equals(TestPackets.STATION, Arrays.copyOf(frame[0], TestPackets.STATION.length));
        });
        return frame[0];
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 2, 3, 7 })
    void areCutToTheSameFramesForADeviceThatTakesNone(final int tags) throws Exception {
        play(scene -> {
            try (var home = new NetworkHome("");
                 var far = TunDevice.create("far0", TunDevice.Kind.TAP);
                 var behind = far.openQueue()) {
                far.setOffloads(OffloadSet.NONE);
                final var port = port("port0", counters, home);
                try {
                    bridge();
                    final var frames = frames(tags);
                    write(port, frames);
                    for (var frame : frames) {
                        assertArrayEquals(frame, receive(behind));
                    }
                } finally {
                    port.close();
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 2, 3, 7 })
    void areTakenWholeFromADeviceThatTakesThem(final int tags) throws Exception {
        play(scene -> {
            final var farCounters = new PortCounters();
            try (var home = new NetworkHome(""); var workers = WorkerGroup.start(1, () -> { })) {
                final var port = port("port0", counters, home);
                final var far = port("far0", farCounters, home);
                try {
                    far.setReadOffloads(OffloadSet.ofSwitches(true, true, true, false));
                    far.serve(workers, 0);
                    bridge();
                    write(port, frames(tags));
                    await().until(() -> farCounters.read().transmit().superpackets() == 1);
                    assertEquals(Map.of(), otherDrops(farCounters));
                } finally {
                    port.close();
                    far.close();
                }
            }
        });
    }

    /** But for the port that is not connected to anything. */
    private static Map<String, Long> otherDrops(final PortCounters of) {
        final var drops = new TreeMap<>(of.read().transmit().drops());
        drops.remove("port-disabled");
        drops.values().removeIf(count -> count == 0);
        return drops;
    }
}

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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opendaylight.coalescer.api.PortStatistics.WrittenChecksum;
import org.opendaylight.coalescer.core.coalesce.CoalescerOptions;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.linux.NativeMemory;
import org.opendaylight.coalescer.linux.OffloadSet;
import org.opendaylight.coalescer.linux.TunDevice;
import org.opendaylight.coalescer.linux.TunQueue;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * Frames that a packet writer is given with an unfinished checksum, seen behind a real device: a bridge takes them to
 * one that can finish none, so that each has to be whole there, whoever finished it.
 */
@ExtendWith(KernelPrerequisite.class)
class UnfinishedChecksumKernelTest {
    private static final int SCTP = 132;
    private static final int ROOM = 1 << 17;
    private static final byte[] STATIONS = { 0, 0, 0x5e, 0, 0x53, 1, 0, 0, 0x5e, 0, 0x53, 2 };

    private final PortCounters counters = new PortCounters();

    /** A frame whose checksum is right. */
    private record Frame(byte[] bytes, int start, int field) {
        static Frame of(final boolean ipv6, final boolean tagged, final int protocol) {
            final int field = protocol == 6 ? 16 : protocol == 17 ? 6 : 8;
            final int upper = 121;
            final var frame = ByteBuffer.allocate((tagged ? 18 : 14) + (ipv6 ? 40 : 20) + upper).put(STATIONS);
            if (tagged) {
                frame.putInt(0x8100_0007);
            }
            frame.putShort((short) (ipv6 ? 0x86dd : 0x0800));
            if (ipv6) {
                frame.putInt(0x6000_0000).putShort((short) upper).put((byte) protocol).put((byte) 64)
                    .putLong(0x2001_0db8_0001_0000L).putLong(1).putLong(0x2001_0db8_0002_0000L).putLong(1);
            } else {
                final int header = frame.position();
                frame.putInt(0x4500_0000 + 20 + upper).putInt(0x4000).put((byte) 64).put((byte) protocol)
                    .putShort((short) 0).putInt(0xc000_0201).putInt(0xc633_6401);
                frame.putShort(header + 10, (short) ~sum(frame.array(), header, frame.position(), 0));
            }
            final int start = frame.position();
            final var payload = new byte[upper];
            new Random(protocol).nextBytes(payload);
            frame.put(payload);
            if (protocol == 6) {
                // Header of five words, ACK
                frame.putShort(start + 12, (short) 0x5010);
            } else if (protocol == 17) {
                frame.putShort(start + 4, (short) upper);
            }
            return new Frame(finished(frame, start, field, ipv6, protocol), start, field);
        }

        private static byte[] finished(final ByteBuffer frame, final int start, final int field, final boolean ipv6,
                final int protocol) {
            if (protocol == SCTP) {
                frame.putInt(start + field, 0);
                final var crc = new CRC32C();
                crc.update(frame.array(), start, frame.capacity() - start);
                frame.order(ByteOrder.LITTLE_ENDIAN).putInt(start + field, (int) crc.getValue());
            } else {
                frame.putShort(start + field, (short) 0);
                frame.putShort(start + field, (short) ~sum(frame.array(), start, frame.capacity(),
                    pseudo(frame.array(), start, ipv6, protocol)));
            }
            return frame.array();
        }

        private static int pseudo(final byte[] frame, final int start, final boolean ipv6, final int protocol) {
            return sum(frame, start - (ipv6 ? 32 : 8), start, protocol + frame.length - start);
        }

        /** The same as it is handed over. */
        byte[] unfinished(final boolean ipv6, final int protocol) {
            final var copy = ByteBuffer.wrap(bytes.clone());
            if (protocol == SCTP) {
                copy.putInt(start + field, 0x5a5a_5a5a);
            } else {
                copy.putShort(start + field, (short) pseudo(bytes, start, ipv6, protocol));
            }
            return copy.array();
        }

        /** As RFC 1071 defines it, not inverted. */
        private static int sum(final byte[] bytes, final int from, final int to, final int more) {
            int sum = more;
            for (int i = from; i < to; i++) {
                sum += (bytes[i] & 0xff) << ((i - from & 1) == 0 ? 8 : 0);
            }
            while (sum > 0xffff) {
                sum = (sum & 0xffff) + (sum >>> 16);
            }
            return sum;
        }
    }

    /** What a test does with a port and the device behind the bridge. */
    private interface Script {
        void play(PortDevice port, TunQueue behind) throws Exception;
    }

    private void playWithBridge(final Script script) throws Exception {
        play(scene -> {
            try (var home = new NetworkHome(""); var workers = WorkerGroup.start(1, () -> { });
                 var far = TunDevice.create("far0", TunDevice.Kind.TAP); var behind = far.openQueue()) {
                far.setOffloads(OffloadSet.NONE);
                final var port = PortDevice.create(new PortDevice.Blueprint("port0", TunDevice.Kind.TAP,
                    CoalescerOptions.DEFAULT, counters, () -> { }), home);
                try {
                    port.serve(workers, 0);
                    ip("link add br0 type bridge");
                    for (var device : new String[] { "port0", "far0" }) {
                        ip("link set " + device + " master br0 up");
                    }
                    ip("link set br0 up");
                    script.play(port, behind);
                } finally {
                    port.close();
                }
            }
        });
    }

    /** The next frame between the stations; the kernel sends others of its own. */
    private static byte[] receive(final TunQueue queue) {
        final PacketMemory memory = NativeMemory.allocate(ROOM);
        final var frame = new byte[1][];
        await().until(() -> {
            final int length = queue.read(memory, 0, ROOM) - TunQueue.VNET_HEADER_BYTES;
            if (length < STATIONS.length) {
                return false;
            }
            final var bytes = new byte[length];
            memory.net().get(TunQueue.VNET_HEADER_BYTES, bytes);
            frame[0] = bytes;
            return Arrays.equals(STATIONS, 0, STATIONS.length, bytes, 0, STATIONS.length);
        });
        assertEquals(0, memory.net().getShort(0), "flags and kind: nothing is left to finish");
        return frame[0];
    }

    @ParameterizedTest(name = "IPv6 {0}, tag {1}, protocol {2}, offload {3}")
    @CsvSource({
        "false, false, 6, true", "false, true, 6, true", "true, false, 6, true", "true, true, 6, true",
        "false, false, 17, true", "false, true, 17, true", "true, false, 17, true", "true, true, 17, true",
        "false, false, 132, true", "false, true, 132, true", "true, false, 132, true", "true, true, 132, true",
        "false, false, 6, false", "false, true, 6, false", "true, false, 6, false", "true, true, 6, false",
        "false, false, 17, false", "true, true, 17, false", "false, false, 132, false", "true, true, 132, false" })
    void isRightBehindTheDevice(final boolean ipv6, final boolean tagged, final int protocol, final boolean offload)
            throws Exception {
        playWithBridge((port, behind) -> {
            port.configure(CoalescerOptions.DEFAULT, offload ? OutputCapabilities.ALL : OutputCapabilities.NONE);
            final var frame = Frame.of(ipv6, tagged, protocol);
            final var bytes = frame.unfinished(ipv6, protocol);
            try (var writer = port.openWriter()) {
                final int at = writer.reserve(bytes.length);
                writer.buffer().put(at, bytes);
                writer.commit(at, bytes.length, frame.start(), frame.field());
                assertEquals(0, writer.flush());
            }
            assertArrayEquals(frame.bytes(), receive(behind));
            final var seen = counters.read().receive().checksum();
            final boolean crc = protocol == SCTP;
            assertEquals(new WrittenChecksum(offload && !crc ? 1 : 0, offload || crc ? 0 : 1, crc ? 1 : 0),
                seen.written());
            assertEquals(offload && !crc ? 0 : 1, seen.payloadPasses(), "payload is read where the device can't");
        });
    }
}

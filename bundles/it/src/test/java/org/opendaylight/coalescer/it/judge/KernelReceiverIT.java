/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_IPV4;
import static org.opendaylight.coalescer.it.lab.LabAddresses.SPARE_IPV4;
import static org.opendaylight.coalescer.it.lab.LabAddresses.SPARE_IPV4_NETWORK;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.core.VerbatimReason;
import org.opendaylight.coalescer.core.coalesce.CoalescerCounter;
import org.opendaylight.coalescer.it.ControllerLab;
import org.opendaylight.coalescer.it.KernelTest;
import org.opendaylight.coalescer.it.control.Poll;
import org.opendaylight.coalescer.it.crafted.CapturedPacket;
import org.opendaylight.coalescer.it.crafted.Crafted;
import org.opendaylight.coalescer.it.lab.Cleanup;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;
import org.opendaylight.coalescer.it.lab.TcpCounters;
import org.opendaylight.coalescer.it.lab.TcpExtCounters;
import org.opendaylight.coalescer.it.lab.UnderlayLab;

/** What the kernel's TCP thinks of the order in which we write. */
@KernelTest
class KernelReceiverIT {
    private static final String DEVICE = "receiver0";
    private static final int SEGMENT = 1000;
    private static final int SEGMENTS = 13;
    /** The tail of the stream came first; what was lost before it was sent again later. */
    private static final int RETRANSMITTED = 10;
    private static final int OLD = 1001;
    private static final int NEW = 1500;
    /** What the kernel sends in the other direction: less than its first window. */
    private static final int ANSWER = 4000;
    private static final int BYTES = 48 << 20;
    private static final int BLOCK = 64 << 10;

    private final Cleanup cleanup = new Cleanup();
    private NetworkNamespace near;
    private TunPort port;

    @BeforeEach
    void open() {
        near = namespace('r');
        port = port(near, NEAR_IPV4, SPARE_IPV4_NETWORK);
    }

    @AfterEach
    void close() {
        cleanup.close();
    }

    private NetworkNamespace namespace(final char letter) {
        final var namespace = NetworkNamespace.create(UnderlayLab.namespaceName(letter));
        cleanup.add("delete namespace " + namespace.name(), namespace::close);
        // who probes for losses sends segments twice when we are slow
        namespace.run("sh", "-c", "echo 0 > /proc/sys/net/ipv4/tcp_early_retrans");
        return namespace;
    }

    private TunPort port(final NetworkNamespace namespace, final String address, final String network) {
        final var opened = TunPort.open(namespace, DEVICE);
        cleanup.add("close the port at " + address, opened::close);
        namespace.run("ip", "address", "add", address + "/32", "dev", DEVICE);
        final var route = new ArrayList<>(List.of("ip", "route", "add", network, "dev", DEVICE, "rto_min", "5s"));
        if (namespace.run("cat", "/proc/sys/net/ipv4/tcp_available_congestion_control").contains("cubic")) {
            // one that paces, such as BBR, sends no bursts
            route.addAll(List.of("congctl", "cubic"));
        }
        namespace.run(route.toArray(String[]::new));
        return opened;
    }

    private static <T> T in(final NetworkNamespace namespace,
            final org.opendaylight.coalescer.linux.NetworkNamespace.Action<T> action) throws IOException {
        return org.opendaylight.coalescer.linux.NetworkNamespace.named(namespace.name()).call(action);
    }

    private ServerSocket listen() throws IOException {
        return in(near, () -> new ServerSocket(0, 1, InetAddress.getByName(NEAR_IPV4)));
    }

    /** Shakes hands with a socket of the kernel; answers what the first segment with data is like. */
    private Crafted connect(final ServerSocket server) {
        final var flow = Crafted.tcp4().from(SPARE_IPV4, 41000).to(NEAR_IPV4, server.getLocalPort()).window(30_000);
        port.coalesce(List.of(flow.seq(999).flags(Crafted.SYN).length(0).timestamp(1000, 0).bytes()));
        final var answer = ByteBuffer.wrap(Poll.forAnswer(ControllerLab.PATIENCE,
            () -> Optional.of(port.read()).filter(KernelReceiverIT::isTcp)).orElseThrow());
        assertThat(answer.get(33)).isEqualTo((byte) (Crafted.SYN | Crafted.ACK));
        final var established = flow.ack(answer.getInt(24) + 1);
        port.coalesce(List.of(established.length(0).timestamp(1000, Crafted.timestampOf(answer)).bytes()));
        return established.length(SEGMENT);
    }

    /** In order of sequence numbers. */
    private static List<Crafted> stream(final Crafted first) {
        final var stream = new ArrayList<Crafted>();
        first.train(SEGMENTS).forEach(segment -> stream.add(
            segment.timestamp(stream.size() < RETRANSMITTED ? NEW : OLD, 0)));
        return stream;
    }

    private static byte[] content(final List<Crafted> stream) {
        final var content = new ByteArrayOutputStream();
        stream.forEach(segment -> content.writeBytes(segment.payload()));
        return content.toByteArray();
    }

    private static List<byte[]> bytes(final List<Crafted> packets) {
        return packets.stream().map(Crafted::bytes).toList();
    }

    @Test
    void repairedRetransmissionLosesNothingToThePawsCheck() throws IOException {
        try (var server = listen()) {
            final var stream = stream(connect(server));
            final var before = TcpExtCounters.read(near);
            final var arrival = new ArrayList<>(stream.subList(RETRANSMITTED, SEGMENTS).reversed());
            arrival.addAll(stream.subList(0, RETRANSMITTED));
            final var written = port.coalesce(bytes(arrival));
            assertThat(written).as("the tail is repaired, and stays ahead").extracting(CapturedPacket::segments)
                .containsExactly(SEGMENTS - RETRANSMITTED, RETRANSMITTED);
            try (var connection = accept(server)) {
                assertThat(connection.getInputStream().readNBytes(SEGMENTS * SEGMENT)).isEqualTo(content(stream));
            }
            assertThat(TcpExtCounters.read(near).since(before).values().keySet())
                .as("counters of the PAWS check").noneMatch(name -> name.contains("PAWS"));
        }
    }

    /** The same segments by sequence number alone: this is what the order by timestamps is for. */
    @Test
    void segmentsSortedBySequenceNumberAloneAreLostToThePawsCheck() throws IOException {
        try (var server = listen()) {
            final var stream = stream(connect(server));
            final var before = TcpExtCounters.read(near);
            port.write(bytes(stream));
            try (var connection = accept(server)) {
                final var input = connection.getInputStream();
                assertThat(input.readNBytes(RETRANSMITTED * SEGMENT))
                    .isEqualTo(content(stream.subList(0, RETRANSMITTED)));
                assertThat(input.available()).as("10000 of 13000 bytes").isZero();
            }
            assertThat(TcpExtCounters.read(near).since(before).at("PAWSEstab")).isEqualTo(SEGMENTS - RETRANSMITTED);
        }
    }

    /** A sender with several queues: its acknowledgment is newer than that of the data around it. */
    @Test
    void pureAckAheadOfDataOfItsFlowIsTaken() throws IOException {
        try (var server = listen()) {
            final var first = connect(server).timestamp(OLD, 0);
            try (var connection = accept(server)) {
                final var stream = first.train(8);
                final var ack = acknowledge(connection, stream.get(4));
                final var batch = new ArrayList<>(stream);
                batch.add(4, ack);
                assertThat(port.coalesce(bytes(batch))).extracting(CapturedPacket::segments).containsExactly(1, 8);
                assertThat(connection.getInputStream().readNBytes(8 * SEGMENT)).isEqualTo(content(stream));
                assertThat(unacknowledged(connection)).isZero();
                assertThat(acknowledgments()).doesNotHaveDuplicates();
            }
        }
    }

    /** The same packets with the acknowledgment behind: this is what the place in front is for. */
    @Test
    void pureAckBehindNewerDataIsIgnoredAndCostsADuplicate() throws IOException {
        try (var server = listen()) {
            final var first = connect(server).timestamp(OLD, 0);
            try (var connection = accept(server)) {
                final var stream = first.train(8);
                final var ack = acknowledge(connection, stream.get(4));
                port.coalesce(bytes(stream));
                port.coalesce(bytes(List.of(ack)));
                assertThat(unacknowledged(connection)).isEqualTo(ANSWER);
                final var sent = acknowledgments();
                assertThat(sent.size()).isGreaterThan(sent.stream().distinct().toList().size());
            }
        }
    }

    /** Has the kernel send something; answers the acknowledgment of that, with the sequence number of a segment. */
    private Crafted acknowledge(final Socket connection, final Crafted place) throws IOException {
        connection.getOutputStream().write(new byte[ANSWER]);
        final int[] end = { 0 };
        assertThat(Poll.until(ControllerLab.PATIENCE, () -> {
            final var packet = port.read();
            if (isTcp(packet) && packet.length > payloadOffset(packet)) {
                end[0] = ByteBuffer.wrap(packet).getInt(24) + packet.length - payloadOffset(packet);
            }
            return end[0] == place.acknowledgment() + ANSWER;
        })).as("the kernel sends").isTrue();
        return place.length(0).ack(end[0]);
    }

    /** What the pure acknowledgments that the kernel has sent until now acknowledge. */
    private List<Integer> acknowledgments() {
        final var found = new ArrayList<Integer>();
        for (var packet = port.read(); packet.length > 0; packet = port.read()) {
            if (isTcp(packet) && packet.length == payloadOffset(packet)) {
                found.add(ByteBuffer.wrap(packet).getInt(28));
            }
        }
        return found;
    }

    private static boolean isTcp(final byte[] packet) {
        return packet.length >= 40 && packet[0] == 0x45 && packet[9] == 6;
    }

    private static int payloadOffset(final byte[] packet) {
        return 20 + (packet[32] >> 2 & 0x3c);
    }

    /** Bytes in the transmit queue of a socket (proc_pid_net(5)). */
    private long unacknowledged(final Socket connection) {
        final var ports = String.format(":%04X .*:%04X ", connection.getLocalPort(), connection.getPort());
        final var line = near.run("cat", "/proc/net/tcp", "/proc/net/tcp6").lines()
            .filter(each -> each.matches(".*" + ports + ".*")).findFirst().orElseThrow();
        return Long.parseLong(line.strip().split(" +")[4].split(":")[0], 16);
    }

    private static Socket accept(final ServerSocket server) throws IOException {
        final var connection = server.accept();
        connection.setSoTimeout((int) ControllerLab.PATIENCE.toMillis());
        return connection;
    }

    /** Acknowledgments without data stay in front of data that came after them, and end no chain. */
    @Test
    void connectionBusyBothWaysCoalescesAndCausesNoDuplicateAcknowledgment() throws IOException {
        final var far = namespace('s');
        final var other = port(far, SPARE_IPV4, NEAR_IPV4 + "/32").withoutRecord();
        port.withoutRecord();
        final var cable = new PatchCable(port, other);
        try (var server = listen();
                var client = in(far, () -> new Socket(NEAR_IPV4, server.getLocalPort()))) {
            try (var connection = accept(server)) {
                final var sums = List.of(send(connection, 1), send(client, 2), receive(connection), receive(client))
                    .stream().map(CompletableFuture::join).toList();
                assertThat(sums.subList(2, 4)).isEqualTo(List.of(sums.get(1), sums.get(0)));
            }
        } finally {
            cable.close();
        }
        judge("near", near, port, cable.there());
        judge("far", far, other, cable.back());
    }

    /** One end: its TCP, what was written to its device, and the acknowledgments that it sent. */
    private static void judge(final String name, final NetworkNamespace namespace, final TunPort port,
            final PatchCable.Direction sent) {
        final var seen = port.statistics();
        final long alone = seen.get(VerbatimReason.SINGLE_SEGMENT);
        final long data = seen.get(CoalescerCounter.SEGMENTS) + alone;
        final long writes = seen.get(CoalescerCounter.SUPERPACKETS) + alone;
        final var counted = TcpExtCounters.read(namespace).since(new TcpExtCounters(Map.of())).values();
        Console.line(name + ": " + data + " segments in " + writes + " writes, pure acknowledgments received "
            + seen.get(VerbatimReason.PURE_ACK) + ", sent " + sent.pure() + "; " + counted);
        assertThat(seen.get(VerbatimReason.PURE_ACK)).as("acknowledgments in between").isGreaterThan(10);
        assertThat(data).as("segments in %s writes", writes).isGreaterThan(4 * writes);
        assertThat(sent.duplicate()).as("acknowledgments that said nothing new").isZero();
        assertThat(TcpCounters.read(namespace)).isEqualTo(new TcpCounters(0, 0, 0));
        assertThat(counted.keySet()).as("no sign of reordering, loss or an acknowledgment refused").noneMatch(
            counter -> counter.matches(".*(OFO|PAWS|SACK|Skipped|Reorder|Retrans|Undo|Lost|Challenge).*"));
    }

    private static CompletableFuture<Long> send(final Socket socket, final long seed) {
        return async(() -> {
            final var random = new Random(seed);
            final var sum = new CRC32C();
            final byte[] block = new byte[BLOCK];
            for (int left = BYTES; left > 0; left -= BLOCK) {
                random.nextBytes(block);
                sum.update(block);
                socket.getOutputStream().write(block);
            }
            socket.shutdownOutput();
            return sum.getValue();
        });
    }

    private static CompletableFuture<Long> receive(final Socket socket) {
        return async(() -> {
            final var sum = new CRC32C();
            final byte[] block = new byte[BLOCK];
            for (int got = socket.getInputStream().read(block); got >= 0; got = socket.getInputStream().read(block)) {
                sum.update(block, 0, got);
            }
            return sum.getValue();
        });
    }

    private interface Task {
        long run() throws IOException;
    }

    private static CompletableFuture<Long> async(final Task task) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return task.run();
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        }, work -> Thread.ofPlatform().daemon().start(work));
    }
}

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

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.api.IpPrefix;
import org.opendaylight.coalescer.api.PeerConfiguration;
import org.opendaylight.coalescer.core.EnumCounters;
import org.opendaylight.coalescer.core.coalesce.Coalescer;
import org.opendaylight.coalescer.core.coalesce.CoalescerOptions;
import org.opendaylight.coalescer.core.coalesce.CoalescerStatistics;
import org.opendaylight.coalescer.core.coalesce.CoalescerTarget;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.core.transmit.TransmitValidation;
import org.opendaylight.coalescer.core.tunnel.TunnelDrop;
import org.opendaylight.coalescer.core.tunnel.VxlanGpe;
import org.opendaylight.coalescer.linux.Epoll;
import org.opendaylight.coalescer.linux.Errno;
import org.opendaylight.coalescer.linux.NativeMemory;
import org.opendaylight.coalescer.linux.UdpReceiveBatch;
import org.opendaylight.coalescer.linux.UdpSocket;
import org.opendaylight.coalescer.packet.GatherList;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.PacketMemory;

/** Real sockets over the loopback interface; the sender is the JDK's, the device a recorder. */
class UnderlayReceiverTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int VNI = 42;
    private static final int VNI_OF_DISABLED = 43;
    private static final int OWN_ADDRESS = 0x7f00_0001;

    private final EndpointCounters counters = new EndpointCounters();
    private final EnumCounters<TunnelDrop> portDrops = new EnumCounters<>(TunnelDrop.class);
    private final List<byte[]> written = new ArrayList<>();
    private DatagramSocket sender;
    private UdpSocket socket;
    private UnderlayReceiver receiver;
    private Epoll epoll;

    @BeforeEach
    void open() throws IOException {
        sender = new DatagramSocket(0, LOOPBACK);
        socket = UdpSocket.open(false);
        socket.bind(LOOPBACK, 0);
        epoll = new Epoll(1);
        epoll.add(socket, Epoll.IN, 1);
        final var memory = NativeMemory.allocate(4 << 16);
        receiver = new UnderlayReceiver(socket, new UdpReceiveBatch(memory, 0, 4, 1 << 16), new VxlanGpe(),
            Peer.Address.of(LOOPBACK), counters);
        receiver.attach(VNI, path(memory, "127.0.0.1", true));
        receiver.attach(VNI_OF_DISABLED, path(memory, "127.0.0.1", false));
        receiver.attach(7, path(memory, "127.0.0.2", true));
    }

    @AfterEach
    void close() {
        epoll.close();
        socket.close();
        sender.close();
    }

    private ReceivePath path(final PacketMemory memory, final String peer, final boolean enabled) throws IOException {
        final var target = new CoalescerTarget(this::record, new TransmitValidation(OutputCapabilities.ALL, 0),
            PacketMemory.allocate(Coalescer.SCRATCH_BYTES), 0);
        final var coalescer = new Coalescer(memory, target, new CoalescerStatistics(), CoalescerOptions.DEFAULT, 1);
        final var peers = new PeerTable(List.of(new PeerRoute(new PeerConfiguration("peer",
            InetAddress.getByName(peer), 4790, List.of(IpPrefix.of("198.51.100.0/24"))), Integer.MAX_VALUE, false)));
        final var path = new ReceivePath(coalescer, memory, false, portDrops, new Relay());
        path.configure(peers, enabled, true);
        return path;
    }

    private int record(final GatherList packet) {
        final var bytes = new byte[packet.bytes()];
        int at = 0;
        for (int i = 0; i < packet.count(); i++) {
            packet.memory(i).net().get(packet.offset(i), bytes, at, packet.length(i));
            at += packet.length(i);
        }
        written.add(Arrays.copyOfRange(bytes, 24, at));
        return at;
    }

    /** An ICMP-less IPv4 packet of protocol 253 from 198.51.100.7 to 198.51.100.1. */
    private static byte[] inner(final Consumer<PacketMemory> edit) {
        final var memory = PacketMemory.allocate(40);
        final var net = memory.net();
        net.put(0, (byte) 0x45).putShort(Ipv4.TOTAL_LENGTH, (short) 40).put(Ipv4.TTL, (byte) 64)
            .put(Ipv4.PROTOCOL, (byte) 253).putInt(Ipv4.SOURCE, 0xc633_6407).putInt(Ipv4.DESTINATION, 0xc633_6401);
        edit.accept(memory);
        Ipv4.writeChecksum(memory, 0, 20);
        final var bytes = new byte[40];
        net.get(0, bytes);
        return bytes;
    }

    private void send(final int vni, final byte[] packet) throws IOException {
        send(ByteBuffer.allocate(8 + packet.length).putInt(0x0c00_0001).putInt(vni << 8).put(packet).array());
    }

    private void send(final byte[] datagram) throws IOException {
        sender.send(new DatagramPacket(datagram, datagram.length, socket.localAddress()));
        assertEquals(1, epoll.await(10_000), "nothing arrived");
        receiver.ready(Epoll.IN);
    }

    private void assertDropped(final EnumCounters<TunnelDrop> where, final TunnelDrop reason) {
        assertEquals(List.of(), written);
        assertEquals(1, where.get(reason));
    }

    @Test
    void deliversThePacketOfAPeer() throws IOException {
        final var packet = inner(memory -> { });
        send(VNI, packet);
        assertEquals(1, written.size());
        assertArrayEquals(packet, written.get(0));
        assertEquals(1, counters.traffic().get(EndpointCounter.RX_DATAGRAMS));
        assertEquals(48, counters.traffic().get(EndpointCounter.RX_BYTES));
    }

    @Test
    void dropsAnUnknownVni() throws IOException {
        send(99, inner(memory -> { }));
        assertDropped(counters.drops(), TunnelDrop.UNKNOWN_VNI);
    }

    @Test
    void dropsWhoIsNoPeerOfThisPort() throws IOException {
        send(7, inner(memory -> { }));
        assertDropped(portDrops, TunnelDrop.UNKNOWN_PEER);
    }

    @Test
    void dropsAnInnerSourceThatThePeerMayNotUse() throws IOException {
        send(VNI, inner(memory -> memory.net().putInt(Ipv4.SOURCE, 0xcb00_7101)));
        assertDropped(portDrops, TunnelDrop.SPOOFED_INNER_SOURCE);
    }

    @Test
    void dropsAnInnerPacketToTheEndpointItself() throws IOException {
        send(VNI, inner(memory -> memory.net().putInt(Ipv4.DESTINATION, OWN_ADDRESS)));
        assertDropped(portDrops, TunnelDrop.LOOP);
    }

    @Test
    void dropsATtlOfZero() throws IOException {
        send(VNI, inner(memory -> memory.net().put(Ipv4.TTL, (byte) 0)));
        assertDropped(counters.drops(), TunnelDrop.TTL_ZERO);
    }

    @Test
    void dropsForADisabledPort() throws IOException {
        send(VNI_OF_DISABLED, inner(memory -> { }));
        assertDropped(portDrops, TunnelDrop.PORT_DISABLED);
    }

    @Test
    void dropsWhatIsTooShort() throws IOException {
        send(new byte[0]);
        assertDropped(counters.drops(), TunnelDrop.SHORT);
        send(new byte[] { 0x0c, 0, 0 });
        assertEquals(2, counters.drops().get(TunnelDrop.SHORT));
    }

    @Test
    void dropsWhatTheBufferIsTooSmallFor() throws IOException {
        final var small = new UdpReceiveBatch(NativeMemory.allocate(4 << 6), 0, 4, 1 << 6);
        receiver = new UnderlayReceiver(socket, small, new VxlanGpe(), Peer.Address.of(LOOPBACK), counters);
        send(new byte[100]);
        assertDropped(counters.drops(), TunnelDrop.TRUNCATED);
    }

    @Test
    void countsReceiveErrors() {
        socket.close();
        receiver.ready(Epoll.IN);
        final var errors = new ArrayList<Integer>();
        counters.receiveErrors().forEach((errno, count) -> errors.add(errno));
        assertEquals(List.of(Errno.EBADF), errors);
    }

    @Test
    void forgetsADetachedPort() throws IOException {
        final var memory = NativeMemory.allocate(64);
        final var path = path(memory, "127.0.0.1", true);
        receiver.attach(100, path);
        receiver.detach(path);
        send(100, inner(packet -> { }));
        assertDropped(counters.drops(), TunnelDrop.UNKNOWN_VNI);
    }
}

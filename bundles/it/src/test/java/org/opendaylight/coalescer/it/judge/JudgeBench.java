/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.judge;

import static org.opendaylight.coalescer.it.lab.LabAddresses.SPARE_IPV4;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.opendaylight.coalescer.it.crafted.CapturedPacket;
import org.opendaylight.coalescer.it.crafted.Checksums;
import org.opendaylight.coalescer.it.crafted.Crafted;
import org.opendaylight.coalescer.it.crafted.DeviceWatch;
import org.opendaylight.coalescer.it.lab.Cleanup;
import org.opendaylight.coalescer.it.lab.Command;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;
import org.opendaylight.coalescer.it.lab.UnderlayLab;

/**
 * A router of the kernel with a {@link TunPort} on its one side and a wire on the other, which carries no superpacket
 * and nothing unfinished; and a watch at the far side of the wire. Writes happen on a thread that keeps to one
 * processor, so that the kernel has no occasion to change the order. Not for concurrent use.
 */
final class JudgeBench implements AutoCloseable {
    private static final String WIRE = "wire0";
    private static final String PORT = "judge0";
    private static final String FAR_HARDWARE_ADDRESS = "02:c0:a1:00:00:0a";
    private static final String TUNNEL_MTU = "1700";
    private static final int MARK_PROTOCOL = 253;
    /** Longer than any batch takes to be written, and short for a test. */
    private static final long GRO_FLUSH_NS = 20_000_000;
    /** State of a thread: its processor is the 37th word behind the name (proc_pid_stat(5)). */
    private static final int PROCESSOR = 37;

    private final Cleanup cleanup = new Cleanup();
    private final ExecutorService writer = Executors.newSingleThreadExecutor();
    private final NetworkNamespace router;
    private final NetworkNamespace far;
    private TunPort port;
    private DeviceWatch watch;
    private int marks;

    private JudgeBench(final NetworkNamespace router, final NetworkNamespace far) {
        this.router = router;
        this.far = far;
        cleanup.add("delete namespace " + router.name(), router::close);
        cleanup.add("delete namespace " + far.name(), far::close);
        cleanup.add("end the thread that writes", writer::shutdown);
    }

    /**
     * Sets it up.
     *
     * @param gro whether the kernel coalesces at the far side of the wire
     * @return the bench
     */
    static JudgeBench open(final boolean gro) {
        return open(gro, false);
    }

    private static JudgeBench open(final boolean gro, final boolean tunnels) {
        final var bench = new JudgeBench(NetworkNamespace.create(UnderlayLab.namespaceName('j')),
            NetworkNamespace.create(UnderlayLab.namespaceName('k')));
        boolean done = false;
        try {
            bench.layWire();
            bench.route(tunnels);
            if (gro) {
                bench.far.run("ethtool", "-K", WIRE, "gro", "on", "rx-udp-gro-forwarding", "on");
                // /sys of the namespace, which only this command shows
                Command.output(List.of("ip", "netns", "exec", bench.far.name(), "sh", "-c",
                    "echo " + GRO_FLUSH_NS + " > /sys/class/net/" + WIRE + "/gro_flush_timeout"));
            }
            bench.watch = DeviceWatch.start(bench.far, WIRE);
            bench.cleanup.add("end the watch", bench.watch::close);
            done = true;
            return bench;
        } finally {
            if (!done) {
                bench.close();
            }
        }
    }

    /** Sets it up for packets in tunnels: room for outer headers, a device that takes superpackets behind them. */
    static JudgeBench openForTunnels() {
        final var bench = open(false, true);
        for (var side : List.of(bench.router, bench.far)) {
            side.run("ip", "link", "set", WIRE, "mtu", TUNNEL_MTU);
        }
        bench.router.run("ip", "link", "set", PORT, "mtu", TUNNEL_MTU);
        return bench;
    }

    private void layWire() {
        router.run("ip", "link", "add", WIRE, "type", "veth", "peer", "name", WIRE, "address", FAR_HARDWARE_ADDRESS,
            "netns", far.name());
        for (var side : List.of(router, far)) {
            side.run("ip", "link", "set", WIRE, "addrgenmode", "none");
            side.run("ethtool", "-K", WIRE, "tx", "off", "gso", "off");
            side.run("ip", "link", "set", WIRE, "up");
        }
    }

    private void route(final boolean tunnels) {
        router.run("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward; "
            + "echo 1 > /proc/sys/net/ipv6/conf/all/forwarding; "
            + "echo 0 > /proc/sys/net/ipv4/conf/all/rp_filter; echo 0 > /proc/sys/net/ipv4/conf/default/rp_filter");
        port = onWriter(() -> {
            pin();
            return tunnels ? TunPort.openForTunnels(router, PORT) : TunPort.open(router, PORT);
        });
        cleanup.add("close the port", port::close);
        for (var gateway : List.of("198.18.1.1/24 198.18.1.2 198.18.2.0/24", "2001:db8:8::1/64 2001:db8:8::2 "
                + "2001:db8:1::/64")) {
            final var words = gateway.split(" ");
            router.run("ip", "address", "add", words[0], "dev", WIRE);
            router.run("ip", "neighbour", "replace", words[1], "lladdr", FAR_HARDWARE_ADDRESS, "dev", WIRE, "nud",
                "permanent");
            router.run("ip", "route", "add", words[2], "via", words[1], "dev", WIRE);
        }
    }

    private static void pin() {
        try {
            final var stat = Files.readString(Path.of("/proc/thread-self/stat"));
            final var thread = Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName().toString();
            final var words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            Command.output(List.of("taskset", "-cp", words[PROCESSOR - 1], thread));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> T onWriter(final Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, writer).join();
    }

    /** Where the kernel forwards. */
    NetworkNamespace router() {
        return router;
    }

    /** Has packets coalesced and written to the device, as one batch; answers what was written. */
    List<CapturedPacket> coalesce(final List<byte[]> packets) {
        return onWriter(() -> port.coalesce(packets));
    }

    /** Where {@link #awaitMark} may begin. */
    int place() {
        return watch.place();
    }

    /** What has come out of the wire since a place. */
    List<CapturedPacket> awaitMark(final int place) {
        final var mark = mark();
        write(List.of(mark));
        final var wanted = Forwarded.sent(mark);
        final var seen = watch.await(place, packet -> Forwarded.arrived(packet.bytes()).equals(wanted));
        return seen.subList(0, seen.size() - 1).stream().filter(packet -> isOurs(packet.bytes())).toList();
    }

    /** Writes packets one by one; answers what has come out of the wire of them, in superpackets or not. */
    List<CapturedPacket> writeAndAwait(final List<byte[]> packets) {
        final int place = watch.place();
        write(packets);
        return awaitPackets(place, packets.size());
    }

    /** Waits until so many packets have come out of the wire since a place, in superpackets or not. */
    List<CapturedPacket> awaitPackets(final int place, final int count) {
        final int[] left = { count };
        return watch.await(place, packet -> {
            left[0] -= isOurs(packet.bytes()) ? packet.segments() : 0;
            return left[0] <= 0;
        }).stream().filter(packet -> isOurs(packet.bytes())).toList();
    }

    private void write(final List<byte[]> packets) {
        onWriter(() -> {
            port.write(packets);
            return Boolean.TRUE;
        });
    }

    /** The kernel sends packets of its own as well. */
    private static boolean isOurs(final byte[] packet) {
        final boolean ipv4 = Checksums.isIpv4(packet);
        final byte[] source = address(ipv4 ? SPARE_IPV4 : Crafted.SPARE_IPV6);
        final int at = ipv4 ? 12 : 8;
        return Arrays.equals(source, 0, 3, packet, at, at + 3) && (ipv4 || Arrays.equals(source, 0, 8, packet, at,
            at + 8));
    }

    private static byte[] address(final String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }

    private byte[] mark() {
        final byte[] packet = Crafted.tcp4().protocol(MARK_PROTOCOL).length(16).bytes();
        ByteBuffer.wrap(packet).position(20).put(String.format("mark %011d", marks++).getBytes(
            StandardCharsets.US_ASCII));
        return packet;
    }

    @Override
    public void close() {
        cleanup.close();
    }
}

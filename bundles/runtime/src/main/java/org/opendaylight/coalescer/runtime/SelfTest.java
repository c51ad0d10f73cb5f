/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.opendaylight.coalescer.api.IpPrefix;
import org.opendaylight.coalescer.api.OffloadStatus;
import org.opendaylight.coalescer.api.OffloadStatus.Direction;
import org.opendaylight.coalescer.api.PacketWriter;
import org.opendaylight.coalescer.api.SelfTestCheck;
import org.opendaylight.coalescer.api.SelfTestCheck.Subject;
import org.opendaylight.coalescer.core.coalesce.CoalescerOptions;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.linux.Epoll;
import org.opendaylight.coalescer.linux.Errno;
import org.opendaylight.coalescer.linux.NativeMemory;
import org.opendaylight.coalescer.linux.NetworkNamespace;
import org.opendaylight.coalescer.linux.OffloadSet;
import org.opendaylight.coalescer.linux.RouteNetlink;
import org.opendaylight.coalescer.linux.TunDevice;
import org.opendaylight.coalescer.linux.TunQueue;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.Ipv6;
import org.opendaylight.coalescer.packet.PacketMemory;

/**
 * Proves that packets pass a port's device as they should, by a twin of it: made by the same code, of the same kind
 * and with the same offloads, in a network namespace of its own that nobody else sees and that vanishes with it.
 * Packets, in Ethernet frames if the device takes those, go through a coalescer into the twin; the kernel routes them
 * to a second device without any offload, so that it has to take superpackets apart; what it makes of them is compared
 * byte by byte with what went in.
 *
 * <p>A twin, since nothing can be seen behind the port itself without giving it addresses and routes, and answers of
 * the kernel would go out through the tunnel. What the twin can't show, that the port's own device takes superpackets,
 * is tried there with packets that no kernel delivers, answers or forwards.
 *
 * <p>For a thread that may block; takes some ten milliseconds, and a second for each check that fails.
 */
final class SelfTest {
    private static final int ROOM = 1 << 17;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final String IN = "selftest0";
    private static final String OUT = "selftest1";

    private final Tested tested;

    /**
     * What is tested.
     *
     * @param kind what the packets of the port's device are
     * @param offloads what became of the port's switches
     * @param output what may be written to the device
     * @param refusal why the port's own device takes no superpackets of a kind, null if it does
     */
    record Tested(TunDevice.Kind kind, List<OffloadStatus> offloads, OutputCapabilities output, Refusals refusal) {
        Tested {
            requireNonNull(kind);
            offloads = List.copyOf(offloads);
            requireNonNull(output);
            requireNonNull(refusal);
        }
    }

    /** Why the port's own device does not take something; empty if it does. */
    @FunctionalInterface
    interface Refusals {
        String of(Subject subject);
    }

    SelfTest(final Tested tested) {
        this.tested = requireNonNull(tested);
    }

    /** Tests everything. */
    List<SelfTestCheck> run() {
        try {
            return NetworkNamespace.fresh().call(this::runHere);
        } catch (IOException e) {
            final var reason = "not tried: " + Remedy.describe(e);
            return Arrays.stream(Subject.values()).map(subject -> new SelfTestCheck(subject, false, reason)).toList();
        }
    }

    private List<SelfTestCheck> runHere() throws IOException {
        Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "1");
        Files.writeString(Path.of("/proc/sys/net/ipv6/conf/all/forwarding"), "1");
        final var counters = new PortCounters();
        final var home = new NetworkHome("");
        final var twin = PortDevice.create(new PortDevice.Blueprint(IN, tested.kind(), CoalescerOptions.DEFAULT,
            counters, () -> { }), home);
        try (var behind = TunDevice.create(OUT, TunDevice.Kind.TUN);
             var queue = behind.openQueue();
             var epoll = new Epoll(1)) {
            behind.setOffloads(OffloadSet.NONE);
            if (twin.isFramed()) {
                home.netlink().setStation(twin.ifIndex(), TestPackets.STATION);
            }
            connect(home.netlink(), twin.ifIndex(), behind.ifIndex());
            epoll.add(queue, Epoll.IN, 0);
            twin.configure(CoalescerOptions.DEFAULT, tested.output());
            try (var writer = twin.openWriter()) {
                final var path = new Route(writer, twin.isFramed(), counters, queue, epoll);
                return Arrays.stream(Subject.values()).map(subject -> check(subject, path)).toList();
            }
        } finally {
            twin.close();
            home.close();
        }
    }

    private static void connect(final RouteNetlink netlink, final int in, final int out) throws IOException {
        netlink.setUp(in, true);
        netlink.setUp(out, true);
        // Where they come from, too: the kernel may look at that
        netlink.addRoute(PortLink.prefix(IpPrefix.of("192.0.2.0/24")), in);
        netlink.addRoute(PortLink.prefix(IpPrefix.of("198.51.100.0/24")), out);
        netlink.addRoute(PortLink.prefix(IpPrefix.of("2001:db8:1::/48")), in);
        netlink.addRoute(PortLink.prefix(IpPrefix.of("2001:db8:2::/48")), out);
    }

    private SelfTestCheck check(final Subject subject, final Route route) {
        String trouble = inactive(subject);
        if (trouble.isEmpty()) {
            trouble = tested.refusal().of(subject);
        }
        if (trouble.isEmpty()) {
            trouble = route.pass(subject);
        }
        return new SelfTestCheck(subject, trouble.isEmpty(), trouble);
    }

    /** Why no superpackets of a kind are written at present, empty if they are. */
    private String inactive(final Subject subject) {
        final OffloadStatus.Capability capability = switch (subject) {
            case TCP_IPV4 -> OffloadStatus.Capability.TSO4;
            case TCP_IPV6 -> OffloadStatus.Capability.TSO6;
            case UDP_IPV4 -> OffloadStatus.Capability.USO4;
            case UDP_IPV6 -> OffloadStatus.Capability.USO6;
            case PROTOCOL_89_IPV4, PROTOCOL_89_IPV6 -> null;
        };
        return tested.offloads().stream()
            .filter(offload -> offload.capability() == capability && offload.direction() == Direction.RECEIVE
                && !offload.active())
            .map(OffloadStatus::reason)
            .findFirst().orElse("");
    }

    /** From a writer through the twin and the kernel to a queue. */
    private static final class Route {
        private final PacketMemory memory = NativeMemory.allocate(ROOM);
        private final PacketWriter writer;
        private final boolean framed;
        private final PortCounters counters;
        private final TunQueue queue;
        private final Epoll epoll;

        Route(final PacketWriter writer, final boolean framed, final PortCounters counters, final TunQueue queue,
                final Epoll epoll) {
            this.writer = writer;
            this.framed = framed;
            this.counters = counters;
            this.queue = queue;
            this.epoll = epoll;
        }

        /** Sends packets and says what is wrong with what arrives; empty if nothing is. */
        String pass(final Subject subject) {
            final var packets = new TestPackets(subject);
            final var sent = framed ? packets.sentInFrames() : packets.sent();
            final var before = counters.read().receive();
            for (var packet : sent) {
                final int at = writer.reserve(packet.length);
                writer.buffer().put(at, packet);
                writer.commit(at, packet.length);
            }
            final int result = writer.flush();
            if (result < 0) {
                return "write: " + Errno.describe(-result);
            }
            final var after = counters.read().receive();
            final long superpackets = after.superpackets() - before.superpackets();
            if (superpackets != (sent.size() > 1 ? 1 : 0) || after.writes() - before.writes() != 1) {
                return sent.size() + " packets were written as " + superpackets + " superpackets and "
                    + (after.verbatim() - before.verbatim()) + " packets";
            }
            return compare(packets.forwarded());
        }

        private String compare(final List<byte[]> expected) {
            final var arrived = new ArrayList<byte[]>();
            final long end = System.nanoTime() + PATIENCE_NS;
            while (arrived.size() < expected.size()) {
                final int read = queue.read(memory, 0, ROOM);
                if (read > TunQueue.VNET_HEADER_BYTES) {
                    final byte[] packet = new byte[read - TunQueue.VNET_HEADER_BYTES];
                    memory.net().get(TunQueue.VNET_HEADER_BYTES, packet);
                    if (isSame(packet, expected.get(0))) {
                        arrived.add(packet);
                    }
                } else if (System.nanoTime() - end >= 0) {
                    return arrived.size() + " of " + expected.size() + " packets arrived behind the device";
                } else {
                    epoll.await((int) TimeUnit.NANOSECONDS.toMillis(PATIENCE_NS) / 10);
                }
            }
            for (int i = 0; i < expected.size(); i++) {
                final int at = Arrays.mismatch(arrived.get(i), expected.get(i));
                if (at >= 0) {
                    return "packet " + (i + 1) + " of " + expected.size() + " arrived with a difference at byte " + at;
                }
            }
            return "";
        }

        /** Whether a packet is of the test; the kernel sends some of its own to any device that is up. */
        private static boolean isSame(final byte[] packet, final byte[] expected) {
            final boolean ipv6 = expected[0] >>> 4 == 6;
            final int protocol = ipv6 ? Ipv6.NEXT_HEADER : Ipv4.PROTOCOL;
            final int from = ipv6 ? Ipv6.SOURCE : Ipv4.SOURCE;
            final int to = ipv6 ? Ipv6.HEADER_LENGTH : Ipv4.HEADER_LENGTH;
            return packet.length >= to && packet[0] == expected[0] && packet[protocol] == expected[protocol]
                && Arrays.equals(packet, from, to, expected, from, to);
        }
    }
}

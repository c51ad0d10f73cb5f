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
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@KernelTest
class RouteNetlinkKernelTest {
    /** What a test does with a TUN device that is up. */
    @FunctionalInterface
    private interface Body {
        void run(RouteNetlink netlink, int ifIndex) throws Exception;
    }

    private static void onDevice(final Body body) throws IOException {
        Sandbox.run(() -> {
            try (var device = TunDevice.create("tun7", TunDevice.Kind.TUN);
                 var netlink = new RouteNetlink()) {
                netlink.setUp(device.ifIndex(), true);
                body.run(netlink, device.ifIndex());
            }
        });
    }

    private static boolean leadsTo(final RouteNetlink netlink, final IpPrefix network, final int ifIndex)
            throws IOException {
        return netlink.listRoutes(ifIndex).stream()
            .anyMatch(route -> route.destination().equals(network) && route.gateway() == null);
    }

    @Test
    void findsInterfaceByNameAndIndex() throws IOException {
        onDevice((netlink, ifIndex) -> {
            final var link = netlink.findLink("tun7").orElseThrow();
            assertEquals(ifIndex, link.index());
            assertEquals("tun7", link.name());
            assertEquals("tun", link.kind());
            assertEquals(1500, link.mtu());
            assertTrue(link.isUp());
            // Not the record whole: the kernel may send and drop something on the device in between
            final var same = netlink.findLink(ifIndex).orElseThrow();
            assertEquals(ifIndex, same.index());
            assertEquals("tun7", same.name());
            assertEquals("tun", same.kind());
            assertEquals(Optional.empty(), netlink.findLink("nowhere"));
            assertEquals(Optional.empty(), netlink.findLink(4711));
        });
    }

    @Test
    void setsTheStationOfADeviceThatHasOne() throws IOException {
        Sandbox.run(() -> {
            try (var netlink = new RouteNetlink(); var device = TunDevice.create("tap7", TunDevice.Kind.TAP)) {
                netlink.setStation(device.ifIndex(), new byte[] { 0, 0, 0x5e, 0, 0x53, 7 });
                assertTrue(Sandbox.ip("link show tap7").contains("link/ether 00:00:5e:00:53:07"));
            }
        });
        onDevice((netlink, ifIndex) -> assertThrows(LinuxException.class,
            () -> netlink.setStation(ifIndex, new byte[] { 0, 0, 0x5e, 0, 0x53, 7 })));
    }

    @Test
    void setsMtuQueueLengthAndState() throws IOException {
        onDevice((netlink, ifIndex) -> {
            netlink.setMtu(ifIndex, 9000);
            netlink.setTxQueueLength(ifIndex, 2000);
            netlink.setUp(ifIndex, false);
            final var link = netlink.findLink(ifIndex).orElseThrow();
            assertEquals(9000, link.mtu());
            assertEquals(2000, link.txQueueLength());
            assertEquals(LinkInfo.OperState.DOWN, link.operState());
            assertFalse(link.isUp());
            assertTrue(Sandbox.ip("link show tun7").contains("mtu 9000"));
            assertTrue(Sandbox.ip("link show tun7").contains("qlen 2000"));
        });
    }

    @Test
    void errorCarriesTheTextOfTheKernel() throws IOException {
        onDevice((netlink, ifIndex) -> {
            final var refusal = assertThrows(LinuxException.class, () -> netlink.setMtu(ifIndex, 10));
            assertEquals(Errno.EINVAL, refusal.errno());
            assertEquals("rtnetlink(RTM_NEWLINK, \"mtu 10 of index " + ifIndex
                + "\"): EINVAL (Invalid argument): mtu less than device minimum", refusal.getMessage());
            assertEquals(Errno.ENODEV,
                assertThrows(LinuxException.class, () -> netlink.setMtu(4711, 1400)).errno());
        });
    }

    @ParameterizedTest
    @CsvSource({ "192.0.2.1/24", "192.0.2.1/32", "2001:db8::1/64", "2001:db8::1/128" })
    void addsListsAndRemovesAddress(final String literal) throws IOException {
        onDevice((netlink, ifIndex) -> {
            final var prefix = Sandbox.prefix(literal);
            netlink.addAddress(ifIndex, prefix);
            netlink.addAddress(ifIndex, prefix);
            final var found = netlink.listAddresses(ifIndex).stream()
                .filter(address -> address.prefix().equals(prefix)).findFirst().orElseThrow();
            assertTrue(found.isUsable());
            assertTrue(Sandbox.ip("address show tun7").contains(literal));
            assertTrue(netlink.removeAddress(ifIndex, prefix));
            assertFalse(netlink.removeAddress(ifIndex, prefix));
            assertFalse(Sandbox.ip("address show tun7").contains(literal));
        });
    }

    @ParameterizedTest
    @CsvSource({ "198.51.100.7/24, 198.51.100.0/24", "0.0.0.0/0, 0.0.0.0/0", "2001:db8:7::1/48, 2001:db8:7::/48",
        "::/0, ::/0", "203.0.113.1/32, 203.0.113.1/32" })
    void addsListsAndRemovesRoute(final String given, final String kept) throws IOException {
        onDevice((netlink, ifIndex) -> {
            final var prefix = Sandbox.prefix(given);
            netlink.addRoute(prefix, ifIndex);
            netlink.addRoute(prefix, ifIndex);
            assertEquals(Sandbox.prefix(kept), prefix.network());
            assertTrue(leadsTo(netlink, prefix.network(), ifIndex));
            assertTrue(netlink.removeRoute(prefix, ifIndex));
            assertFalse(leadsTo(netlink, prefix.network(), ifIndex));
            assertFalse(netlink.removeRoute(prefix, ifIndex));
        });
    }

    @Test
    void leavesRouteOfAnotherInterfaceAlone() throws IOException {
        onDevice((netlink, ifIndex) -> {
            final var prefix = Sandbox.prefix("198.51.100.0/24");
            try (var other = TunDevice.create("tun8", TunDevice.Kind.TUN)) {
                netlink.setUp(other.ifIndex(), true);
                netlink.addRoute(prefix, other.ifIndex());
                assertEquals(Errno.EEXIST,
                    assertThrows(LinuxException.class, () -> netlink.addRoute(prefix, ifIndex)).errno());
                assertTrue(leadsTo(netlink, prefix, other.ifIndex()));
                netlink.replaceRoute(prefix, ifIndex);
                assertFalse(leadsTo(netlink, prefix, other.ifIndex()));
                assertTrue(Sandbox.ip("route").contains("198.51.100.0/24 dev tun7 proto static scope link"));
            }
        });
    }

    @Test
    void knowsHowThePeerIsReached() throws IOException {
        onDevice((netlink, ifIndex) -> {
            netlink.setMtu(ifIndex, 1400);
            netlink.addAddress(ifIndex, Sandbox.prefix("192.0.2.1/24"));
            final var direct = netlink.routeTo(Sandbox.address("192.0.2.9"));
            assertEquals(ifIndex, direct.ifIndex());
            assertNull(direct.gateway());
            assertEquals(Sandbox.address("192.0.2.1"), direct.source());
            assertEquals(OptionalInt.of(1400), underlayMtu(netlink, "192.0.2.1", "192.0.2.9"));
            Sandbox.ip("route add 203.0.113.0/24 via 192.0.2.9 mtu 1280");
            final var routed = netlink.routeTo(Sandbox.address("203.0.113.1"));
            assertEquals(Sandbox.address("192.0.2.9"), routed.gateway());
            assertEquals(OptionalInt.of(1280), underlayMtu(netlink, "192.0.2.1", "203.0.113.1"));
            netlink.addAddress(ifIndex, Sandbox.prefix("2001:db8::1/64"));
            assertEquals(OptionalInt.of(1400), underlayMtu(netlink, "2001:db8::1", "2001:db8::9"));
            assertEquals(Errno.ENETUNREACH, assertThrows(LinuxException.class,
                () -> netlink.routeTo(Sandbox.address("198.51.100.1"))).errno());
        });
    }

    private static OptionalInt underlayMtu(final RouteNetlink netlink, final String source, final String destination)
            throws IOException {
        return netlink.underlayMtu(Sandbox.address(source), Sandbox.address(destination));
    }

    @ParameterizedTest
    @CsvSource({ "-4, 192.0.2.1, 192.0.2.2, 192.0.2.9, 24, 192.0.2.0/24",
        "-6, 2001:db8::1, 2001:db8::2, 2001:db8::9, 64, 2001:db8::/64" })
    void knowsThatARuleSendsOneSourceAnotherWay(final String family, final String source, final String other,
            final String destination, final int length, final String network) throws IOException {
        onDevice((netlink, ifIndex) -> {
            netlink.addAddress(ifIndex, Sandbox.prefix(source + "/" + length));
            netlink.addAddress(ifIndex, Sandbox.prefix(other + "/" + length));
            Sandbox.ip(family + " route add " + network + " dev tun7 mtu 1300 table 7");
            Sandbox.ip(family + " rule add from " + source + " table 7");
            assertEquals(OptionalInt.of(1300), underlayMtu(netlink, source, destination));
            assertEquals(OptionalInt.of(1500), underlayMtu(netlink, other, destination));
        });
    }

    @Test
    void listsMoreThanOneAnswerHolds() throws IOException {
        onDevice((netlink, ifIndex) -> {
            for (int i = 0; i < 500; i++) {
                netlink.addRoute(Sandbox.prefix("198.51." + i / 250 + "." + i % 250 + "/32"), ifIndex);
            }
            assertEquals(500, netlink.listRoutes(ifIndex).stream()
                .filter(route -> route.destination().length() == 32).count());
        });
    }
}

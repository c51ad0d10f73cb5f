/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.guest;

import static org.opendaylight.coalescer.it.lab.LabAddresses.FAR_IPV4;
import static org.opendaylight.coalescer.it.lab.LabAddresses.FAR_IPV6;
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_IPV4;
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_IPV4_NETWORK;
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_IPV6;
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_IPV6_NETWORK;

import java.nio.file.Path;
import java.util.List;
import org.opendaylight.coalescer.it.lab.Cleanup;
import org.opendaylight.coalescer.it.lab.Command;
import org.opendaylight.coalescer.it.lab.LabException;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;
import org.opendaylight.coalescer.it.lab.UnderlayLab;

/**
 * A {@link Guest} behind a TAP device of this namespace, with addresses of an underlay at both ends. The device carries
 * the number of this process in its name. Not for concurrent use.
 */
public final class GuestLab implements AutoCloseable {
    /** Underlay address of the controller's side, IPv4. */
    static final String NEAR_UNDERLAY = "198.18.0.17";
    /** Underlay address of the guest, IPv4. */
    static final String GUEST_UNDERLAY = "198.18.0.18";
    /** Underlay address of the controller's side, IPv6. */
    static final String NEAR_UNDERLAY_V6 = "2001:db8:9::1";
    /** Underlay address of the guest, IPv6. */
    static final String GUEST_UNDERLAY_V6 = "2001:db8:9::2";

    private static final String CHECKSUM_ERRORS = "InCsumErrors";
    private static final String LENGTH = "/30";
    private static final String LENGTH_V6 = "/64";

    private final Cleanup cleanup = new Cleanup();
    private final String tap = UnderlayLab.nearDeviceName('q');
    private final Guest guest;

    private GuestLab(final Path folder) {
        final var here = NetworkNamespace.here();
        here.run("ip", "tuntap", "add", "dev", tap, "mode", "tap");
        cleanup.add("delete " + tap, () -> Command.output(List.of("ip", "link", "delete", tap)));
        try {
            here.run("ip", "link", "set", tap, "addrgenmode", "none", "up");
            here.run("ip", "address", "add", NEAR_UNDERLAY + LENGTH, "dev", tap);
            here.run("ip", "address", "add", NEAR_UNDERLAY_V6 + LENGTH_V6, "dev", tap, "nodad");
            guest = Guest.boot(folder, tap);
            cleanup.add("end the guest", guest::close);
            guest.run("/bin/ip link set eth0 addrgenmode none up && /bin/ip address add " + GUEST_UNDERLAY + LENGTH
                + " dev eth0 && /bin/ip address add " + GUEST_UNDERLAY_V6 + LENGTH_V6 + " dev eth0 nodad");
            introduce(here);
        } catch (LabException e) {
            cleanup.close();
            throw e;
        }
    }

    /**
     * Tells both ends where the other one is, for good. An entry that has expired can't be probed without link-local
     * addresses, and what waits for the next one is overtaken by what follows.
     */
    private void introduce(final NetworkNamespace here) {
        final var station = guest.run("cat /sys/class/net/eth0/address");
        for (var address : List.of(GUEST_UNDERLAY, GUEST_UNDERLAY_V6)) {
            here.run("ip", "neighbour", "replace", address, "lladdr", station, "dev", tap, "nud", "permanent");
        }
        final var own = station(here, tap);
        for (var address : List.of(NEAR_UNDERLAY, NEAR_UNDERLAY_V6)) {
            guest.run(neighbour(address, own, "eth0"));
        }
    }

    /**
     * Boots the guest.
     *
     * @param folder where its files are put, replaced
     * @return the lab; close takes everything down
     * @throws LabException if a command fails or it does not boot; nothing is left then
     */
    public static GuestLab open(final Path folder) {
        return new GuestLab(folder);
    }

    /**
     * The machine.
     *
     * @return the guest, owned by the lab
     */
    public Guest guest() {
        return guest;
    }

    /**
     * Lays the guest's end of a tunnel.
     *
     * @param tunnel its kind
     * @param ways what it is laid over and for
     * @param mtu MTU of its device
     * @param near the port, which is up
     * @throws LabException if the guest's kernel refuses it
     */
    public void join(final GuestTunnel tunnel, final GuestTunnel.Ways ways, final int mtu, final String near) {
        guest.run(tunnel.add(ways));
        final var device = " dev " + GuestTunnel.DEVICE;
        guest.run("/bin/ip link set" + device + " addrgenmode none mtu " + mtu + " up");
        final var local = ways.innerIpv6() ? FAR_IPV6 : FAR_IPV4;
        guest.run("/bin/ip address add " + local + device + (ways.innerIpv6() ? " nodad" : ""));
        guest.run("/bin/ip route add " + (ways.innerIpv6() ? NEAR_IPV6_NETWORK : NEAR_IPV4_NETWORK) + ' '
            + tunnel.route(ways) + " src " + local);
        if (tunnel.isFramed()) {
            guest.run(neighbour(ways.innerIpv6() ? NEAR_IPV6 : NEAR_IPV4,
                station(NetworkNamespace.here(), near), GuestTunnel.DEVICE));
        }
    }

    /** Command that tells the guest of a neighbour for good, see {@link #introduce}. */
    static String neighbour(final String address, final String station, final String device) {
        return "/bin/ip neighbour replace " + address + " lladdr " + station + " dev " + device + " nud permanent";
    }

    private static String station(final NetworkNamespace namespace, final String device) {
        return namespace.run("cat", "/sys/class/net/" + device + "/address").strip();
    }

    /**
     * Takes the guest's end of a tunnel away.
     *
     * @param tunnel its kind
     * @param ways what it was laid over and for
     * @throws LabException if it is not there
     */
    public void leave(final GuestTunnel tunnel, final GuestTunnel.Ways ways) {
        guest.run(tunnel.remove(ways));
    }

    /**
     * Packets and datagrams that the guest's kernel has found wrong.
     *
     * @return how many since it was booted, of all protocols that count them
     */
    public long checksumErrors() {
        long sum = 0;
        List<String> names = List.of();
        for (var line : guest.run("cat /proc/net/snmp /proc/net/snmp6").lines().toList()) {
            final var words = List.of(line.split("\\s+"));
            if (words.getFirst().endsWith("InCsumErrors")) {
                sum += Long.parseLong(words.getLast());
            } else if (names.size() == words.size() && names.getFirst().equals(words.getFirst())
                    && names.contains(CHECKSUM_ERRORS)) {
                sum += Long.parseLong(words.get(names.indexOf(CHECKSUM_ERRORS)));
            }
            names = words;
        }
        return sum;
    }

    /**
     * What the guest's kernel counts of devices, IP and UDP.
     *
     * @return lines for a message
     */
    public String counters() {
        return guest.run("/bin/ip -s -s link; cat /proc/net/softnet_stat; grep -h '^Udp:\\|^Ip:' /proc/net/snmp; "
            + "grep -v ' 0$' /proc/net/snmp6; /bin/ip neighbour");
    }

    @Override
    public void close() {
        cleanup.close();
    }
}

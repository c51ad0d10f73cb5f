/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.guest;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.opendaylight.coalescer.it.lab.Cleanup;

/**
 * Two stations in a guest, each in a network namespace of its own behind a VXLAN device, that reach each other by
 * frames with an IEEE 802.1Q tag, or two, and not otherwise. The frames go out of the guest and come back through two
 * ports and a bridge between these. Not for concurrent use.
 */
public final class TaggedStations implements AutoCloseable {
    private static final GuestTunnel.Ways WAYS = new GuestTunnel.Ways(false, false);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int TAG_BYTES = 4;
    private static final int TAG = 42;
    private static final int PORT = 7000;
    private static final String TELL_DIGEST = " && sha256sum < ";
    private static final String SENT = "/tmp/sent";
    private static final String RECEIVED = "/tmp/received";

    private final Cleanup cleanup = new Cleanup();
    private final Guest guest;

    private TaggedStations(final Guest guest) {
        this.guest = guest;
    }

    /** One of them. */
    public enum Station {
        FIRST(1), SECOND(2);

        private final int number;

        Station(final int number) {
            this.number = number;
        }

        private String namespace() {
            return "station" + number;
        }

        private String device() {
            return "vxlan" + number;
        }

        private String address(final boolean ipv6) {
            return (ipv6 ? "2001:db8:4::" : "198.18.2.") + number;
        }

        private Station other() {
            return this == FIRST ? SECOND : FIRST;
        }
    }

    /**
     * Configuration of the controller's end.
     *
     * @param first name of the port towards the first station
     * @param second name of the port towards the second one
     * @return the body for the root of the model
     */
    public static JsonObject configuration(final String first, final String second) {
        return GuestTunnel.VXLAN.bridged(WAYS, Map.of(first, Station.FIRST.number, second, Station.SECOND.number));
    }

    /**
     * Makes both.
     *
     * @param lab where the guest is
     * @param mtu MTU of a port; that of the stations is less by the length of the tags
     * @param provider whether there is an IEEE 802.1ad tag in front of the other one
     * @return the stations; close takes them away
     */
    public static TaggedStations open(final GuestLab lab, final int mtu, final boolean provider) {
        final var stations = new TaggedStations(lab.guest());
        for (var station : Station.values()) {
            stations.add(station, mtu, provider);
        }
        for (var station : Station.values()) {
            stations.introduce(station);
        }
        return stations;
    }

    /** Tells one where the other is, for good: without link-local addresses it could not find out again. */
    private void introduce(final Station station) {
        final var to = station.other();
        final var lladdr = guest.run(inside(to) + "cat /sys/class/net/tagged/address");
        for (var ipv6 : List.of(false, true)) {
            guest.run(inside(station) + GuestLab.neighbour(to.address(ipv6), lladdr, "tagged"));
        }
    }

    private void add(final Station station, final int mtu, final boolean provider) {
        final var ip = " && /bin/ip -n " + station.namespace();
        guest.run("/bin/ip netns add " + station.namespace());
        cleanup.add("remove " + station.namespace(), () -> guest.run("/bin/ip netns delete " + station.namespace()));
        // its datagrams stay in the namespace that it was made in
        guest.run(GuestTunnel.vxlan(station.device(), station.number, WAYS)
            + " && /bin/ip link set " + station.device() + " netns " + station.namespace()
            + ip + " link set " + station.device() + " addrgenmode none mtu " + mtu + " up"
            + (provider ? ip + " link add link " + station.device() + " name provider type vlan proto 802.1ad id 7"
                + ip + " link set provider addrgenmode none mtu " + (mtu - TAG_BYTES) + " up" : "")
            + ip + " link add link " + (provider ? "provider" : station.device()) + " name tagged type vlan id " + TAG
            + ip + " link set tagged addrgenmode none mtu " + (mtu - (provider ? 2 : 1) * TAG_BYTES) + " up"
            + ip + " address add " + station.address(false) + "/24 dev tagged"
            + ip + " address add " + station.address(true) + "/64 dev tagged nodad");
    }

    /**
     * Asks the other station for echoes.
     *
     * @param from who asks
     * @param ipv6 over IPv6 or IPv4
     */
    public void ping(final Station from, final boolean ipv6) {
        guest.run(inside(from) + "ping -c 3 -i 0.2 -W 5 -s 1000 " + from.other().address(ipv6));
    }

    /**
     * A TCP connection.
     *
     * @param from who sends
     * @param ipv6 over IPv6 or IPv4
     * @param bytes how much
     * @return digests of what was sent and of what arrived
     */
    public Digests stream(final Station from, final boolean ipv6, final int bytes) {
        final var sent = random(bytes);
        final var version = ipv6 ? "6" : "4";
        final var receiver = guest.start(inside(from.other()) + "socat -u -b 65536 TCP" + version + "-LISTEN:" + PORT
            + ",reuseaddr CREATE:" + RECEIVED + TELL_DIGEST + RECEIVED, PATIENCE);
        guest.await(guest.start(inside(from) + "socat -u -b 65536 FILE:" + SENT + " TCP" + version + ':'
            + literal(from.other(), ipv6) + ':' + PORT + ",retry=100,interval=0.1", PATIENCE));
        return new Digests(sent, guest.await(receiver).split(" ")[0]);
    }

    /**
     * Datagrams, and when they have been sent an empty one, which ends the receiver.
     *
     * @param from who sends
     * @param ipv6 over IPv6 or IPv4
     * @param count how many
     * @param size bytes of each
     * @return digests of what was sent and of what arrived
     */
    public Digests datagrams(final Station from, final boolean ipv6, final int count, final int size) {
        final var sent = random(count * size);
        final var version = ipv6 ? "6" : "4";
        final var receiver = guest.start(inside(from.other()) + "socat -u -b 65536 UDP" + version + "-RECV:" + PORT
            + ",null-eof CREATE:" + RECEIVED + TELL_DIGEST + RECEIVED, PATIENCE);
        guest.run("until %sgrep -q ':%04X 0' /proc/net/udp%s; do sleep 0.05; done".formatted(inside(from.other()),
            PORT, ipv6 ? "6" : ""));
        guest.await(guest.start(inside(from) + "socat -u -b " + size + " FILE:" + SENT + " UDP" + version + "-SENDTO:"
            + literal(from.other(), ipv6) + ':' + PORT + ",shut-null", PATIENCE));
        return new Digests(sent, guest.await(receiver).split(" ")[0]);
    }

    /** Makes data to send, and says its digest. */
    private String random(final int bytes) {
        return guest.run("head -c " + bytes + " /dev/urandom > " + SENT + TELL_DIGEST + SENT).split(" ")[0];
    }

    private static String literal(final Station station, final boolean ipv6) {
        return ipv6 ? '[' + station.address(true) + ']' : station.address(false);
    }

    /**
     * Both ends of a connection, or of a burst of datagrams.
     *
     * @param sent digest of what was sent
     * @param received digest of what arrived
     */
    public record Digests(String sent, String received) {
    }

    private static String inside(final Station station) {
        return "/bin/ip netns exec " + station.namespace() + ' ';
    }

    @Override
    public void close() {
        cleanup.close();
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.crafted;

import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_IPV4;
import static org.opendaylight.coalescer.it.lab.LabAddresses.SPARE_IPV4_NETWORK;
import static org.opendaylight.coalescer.it.lab.LabAddresses.SPARE_UNDERLAY;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.opendaylight.coalescer.it.ControllerLab;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.Statistics;
import org.opendaylight.coalescer.it.lab.DeviceCounters;
import org.opendaylight.coalescer.it.traffic.DatagramPeer;

/**
 * A port with a second peer whose datagrams are crafted, and a watch at its device. The port waits so long for a batch
 * to end that batches end where they should. Owned by the thread of the test.
 */
public final class CraftedRig implements AutoCloseable {
    /** Messages that a worker takes in one batch, less the mark at its end. */
    public static final int BATCH = 15;

    private static final int MARK_PROTOCOL = 253;
    private static final String HOLD_MICROS = "100000";

    private final ControllerLab lab;
    private final DatagramPeer peer;
    private final CraftedTunnel tunnel;
    private DeviceWatch watch;
    private int marks;

    private CraftedRig(final ControllerLab lab, final DatagramPeer peer, final CraftedTunnel tunnel,
            final DeviceWatch watch) {
        this.lab = lab;
        this.peer = peer;
        this.tunnel = tunnel;
        this.watch = watch;
    }

    /**
     * Configures the port and waits until it is up.
     *
     * @param lab the lab, with nothing configured
     * @param peer who sends
     * @param settings what differs from the usual, as {@code path=value} below the port, below the endpoint after
     *     {@code endpoint:}, or below the settings after {@code settings:}
     * @return the rig; close it
     */
    public static CraftedRig open(final ControllerLab lab, final DatagramPeer peer, final List<String> settings) {
        lab.client().put(CoalescerModel.ROOT, configuration(lab.port(), settings));
        lab.awaitUp();
        return new CraftedRig(lab, peer, CraftedTunnel.VXLAN_GPE, DeviceWatch.start(lab.port()));
    }

    /**
     * The same with another encapsulation, and with the crafted peer alone.
     *
     * @param lab the lab, with nothing configured
     * @param peer who sends
     * @param tunnel how
     * @return the rig; close it
     */
    public static CraftedRig open(final ControllerLab lab, final DatagramPeer peer, final CraftedTunnel tunnel) {
        final var all = configuration(lab.port(), List.of("endpoint:encapsulation=" + tunnel.identity(),
            "kind=" + (tunnel.isFramed() ? "tap" : "tun")));
        final var device = all.getAsJsonObject(CoalescerModel.ROOT).getAsJsonArray("port").get(0).getAsJsonObject()
            .getAsJsonObject("tunnel");
        device.getAsJsonArray("peer").remove(0);
        if (tunnel.vni() == 0) {
            device.remove("vni");
        }
        if (tunnel.isFramed()) {
            device.getAsJsonArray("peer").get(0).getAsJsonObject().remove("allowed-prefix");
        }
        lab.client().put(CoalescerModel.ROOT, all);
        lab.awaitState(CoalescerModel.endpointPath(CoalescerModel.ENDPOINT), "up");
        lab.awaitState(CoalescerModel.portPath(lab.port()), "up");
        return new CraftedRig(lab, peer, tunnel, DeviceWatch.start(lab.port()));
    }

    private static JsonObject configuration(final String port, final List<String> settings) {
        final var all = CoalescerModel.lab(port, true);
        final var content = all.getAsJsonObject(CoalescerModel.ROOT);
        final var general = new JsonObject();
        general.addProperty("statistics-interval", 100);
        content.add("settings", general);
        final var device = content.getAsJsonArray("port").get(0).getAsJsonObject();
        final var crafted = new JsonObject();
        crafted.addProperty("name", "crafted");
        crafted.addProperty("address", SPARE_UNDERLAY);
        crafted.addProperty("port", DatagramPeer.PORT);
        final var prefixes = new JsonArray();
        prefixes.add(SPARE_IPV4_NETWORK);
        prefixes.add(Crafted.SPARE_IPV6_NETWORK);
        crafted.add("allowed-prefix", prefixes);
        device.getAsJsonObject("tunnel").getAsJsonArray("peer").add(crafted);
        set(device, "coalescing/hold/time", HOLD_MICROS);
        for (var setting : settings) {
            final var words = setting.split("=", 2);
            if (words[0].startsWith("endpoint:")) {
                set(content.getAsJsonArray("endpoint").get(0).getAsJsonObject(),
                    words[0].substring("endpoint:".length()), words[1]);
            } else if (words[0].startsWith("settings:")) {
                set(general, words[0].substring("settings:".length()), words[1]);
            } else {
                set(device, words[0], words[1]);
            }
        }
        return all;
    }

    private static void set(final JsonObject object, final String path, final String value) {
        final var names = path.split("/");
        var at = object;
        for (var name : Arrays.copyOf(names, names.length - 1)) {
            if (!at.has(name)) {
                at.add(name, new JsonObject());
            }
            at = at.getAsJsonObject(name);
        }
        at.add(names[names.length - 1], "true".equals(value) || "false".equals(value)
            ? new JsonPrimitive(Boolean.valueOf(value))
            : value.matches("\\d+") ? new JsonPrimitive(Long.valueOf(value)) : new JsonPrimitive(value));
    }

    /**
     * Has the port receive a batch, and waits until it is through. Counters start from zero with it.
     *
     * @param packets at most {@link #BATCH} inner packets
     * @return what the kernel received of them from the device
     */
    public List<CapturedPacket> deliver(final List<byte[]> packets) {
        clearStatistics();
        final int place = watch.place();
        final var mark = mark();
        lab.controller().freeze();
        try {
            final long before = framesReceived();
            packets.forEach(packet -> peer.add(SPARE_UNDERLAY, 0, tunnel.wrap(packet)));
            peer.add(SPARE_UNDERLAY, 0, tunnel.wrap(mark));
            peer.flush();
            ControllerLab.await("all datagrams have crossed the underlay",
                () -> framesReceived() > before + packets.size());
        } finally {
            lab.controller().thaw();
        }
        return awaitMark(place, mark);
    }

    /**
     * Sends datagrams as they are, and waits until the port has seen what was sent before now.
     *
     * @param source underlay address that they come from
     * @param tos their TOS
     * @param datagrams their payloads
     * @return what the kernel received of them from the device
     */
    public List<CapturedPacket> send(final String source, final int tos, final List<byte[]> datagrams) {
        final int place = watch.place();
        datagrams.forEach(datagram -> peer.add(source, tos, datagram));
        final var mark = mark();
        peer.add(SPARE_UNDERLAY, 0, tunnel.wrap(mark));
        peer.flush();
        return awaitMark(place, mark);
    }

    /** Sends datagrams without waiting for anything. */
    public void sendOnly(final String source, final int tos, final List<byte[]> datagrams) {
        datagrams.forEach(datagram -> peer.add(source, tos, datagram));
        peer.flush();
    }

    /** Puts a packet into the transmit queue of the device. */
    public void transmit(final byte[] packet) {
        watch.inject(packet);
    }

    /** Puts a packet into the transmit queue of the device whose checksum is to be finished. */
    public void transmitUnfinished(final int start, final int offset, final byte[] packet) {
        watch.injectUnfinished(start, offset, packet);
    }

    /** Where {@link #received} may begin. */
    public int place() {
        return peer.place();
    }

    /** Waits for an inner packet that the port sent to the crafted peer. */
    public byte[] received(final int from, final Predicate<byte[]> wanted) {
        return inner(peer.received(from, datagram -> datagram.length > 8 && wanted.test(inner(datagram))));
    }

    /** Counters of the port. */
    public Statistics statistics() {
        return lab.statistics();
    }

    /** Starts all counters from zero. */
    public void clearStatistics() {
        lab.client().rpc(CoalescerModel.CLEAR_STATISTICS, new JsonObject());
    }

    /** Puts a packet behind a header of VXLAN-GPE that the port accepts. */
    public static byte[] encapsulate(final byte[] packet) {
        return CraftedTunnel.VXLAN_GPE.wrap(packet);
    }

    /** Puts a packet behind any tunnel header of two words. */
    public static byte[] encapsulate(final int first, final int second, final byte[] packet) {
        return ByteBuffer.allocate(8 + packet.length).putInt(first).putInt(second).put(packet).array();
    }

    @Override
    public void close() {
        watch.close();
    }

    private long framesReceived() {
        return DeviceCounters.read(lab.near(), lab.underlay().nearDevice()).receivedPackets();
    }

    private List<CapturedPacket> awaitMark(final int place, final byte[] mark) {
        final var seen = watch.await(place, packet -> Arrays.equals(packet.bytes(), mark));
        return seen.subList(0, seen.size() - 1);
    }

    /** A packet of no protocol that anything is done with. */
    private byte[] mark() {
        final byte[] empty = Crafted.tcp4().protocol(MARK_PROTOCOL).to(NEAR_IPV4, 0).length(16).bytes();
        final var text = String.format("mark %011d", marks++).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, empty, empty.length - text.length, text.length);
        return empty;
    }

    private static byte[] inner(final byte[] datagram) {
        return Arrays.copyOfRange(datagram, 8, datagram.length);
    }
}

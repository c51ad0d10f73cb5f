/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.lab;

import static org.opendaylight.coalescer.it.lab.LabAddresses.FAR_IPV4;
import static org.opendaylight.coalescer.it.lab.LabAddresses.FAR_IPV6;
import static org.opendaylight.coalescer.it.lab.LabAddresses.FAR_UNDERLAY;
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_IPV4_NETWORK;
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_IPV6_NETWORK;
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_UNDERLAY;
import static org.opendaylight.coalescer.it.lab.LabAddresses.OVERHEAD;
import static org.opendaylight.coalescer.it.lab.LabAddresses.SPARE_UNDERLAY;
import static org.opendaylight.coalescer.it.lab.LabAddresses.TUNNEL_PORT;
import static org.opendaylight.coalescer.it.lab.LabAddresses.UNDERLAY_MTU;
import static org.opendaylight.coalescer.it.lab.LabAddresses.UNDERLAY_PREFIX_LENGTH;
import static org.opendaylight.coalescer.it.lab.LabAddresses.VNI;

import java.util.ArrayList;
import java.util.List;

/**
 * A far end that is none of ours: the VXLAN-GPE device of the kernel, in a network namespace of its own, reached
 * through a veth pair. Devices and namespace carry the number of this process in their names, so that what a dead
 * process left is recognised. One lab at a time per process; not for concurrent use.
 *
 * <p>The far veth finishes every checksum and segment in software, as a real wire would demand, and waits
 * rather than drops when the other end is slow; the near one gathers datagrams for UDP_GRO. Else the kernel would hand
 * over unfinished inner checksums through the pair. Nothing but the tunnel's datagrams passes the pair: neighbours are
 * set, and IPv6 is not used on it. So frames can be compared with datagrams one by one.
 */
public final class UnderlayLab implements AutoCloseable {
    static final String NAMESPACE_PREFIX = "coalescer-far-";
    static final String NEAR_PREFIX = "czn";
    static final String FAR_PREFIX = "czf";
    static final String PORT_PREFIX = "czp";

    private static final String TUNNEL_PREFIX = "vxgpe";
    private static final int LETTERS = 26;
    private static final String QUEUE_PACKETS = "10000";
    private static final String NEAR_HARDWARE_ADDRESS = "02:c0:a1:00:00:01";
    private static final String FAR_HARDWARE_ADDRESS = "02:c0:a1:00:00:02";

    private final String nearDevice;
    private final String farDevice;
    private final String portName;
    private final NetworkNamespace far;
    private final String congestionControl;

    private UnderlayLab(final long pid, final NetworkNamespace far) {
        this.far = far;
        nearDevice = NEAR_PREFIX + pid;
        farDevice = FAR_PREFIX + pid;
        portName = PORT_PREFIX + pid;
        congestionControl = NetworkNamespace.here()
            .run("cat", "/proc/sys/net/ipv4/tcp_available_congestion_control").contains("cubic") ? "cubic" : "";
    }

    /**
     * Removes what dead processes left and sets the lab up.
     *
     * @return the lab; close takes everything down
     * @throws LabException if a command fails; nothing is left then
     */
    public static UnderlayLab open() {
        Leftovers.remove();
        requireUnused("-4", LabAddresses.NETWORK_IPV4);
        requireUnused("-6", NEAR_IPV6_NETWORK);
        requireUnused("-6", LabAddresses.FAR_IPV6_NETWORK);
        final long pid = ProcessHandle.current().pid();
        final var lab = new UnderlayLab(pid, NetworkNamespace.create(NAMESPACE_PREFIX + pid));
        try {
            lab.connect();
            lab.addTunnel();
        } catch (LabException e) {
            lab.close();
            throw e;
        }
        return lab;
    }

    /**
     * Where the far end is.
     *
     * @return its namespace, owned by the lab
     */
    public NetworkNamespace far() {
        return far;
    }

    /**
     * The underlay device of the controller's side.
     *
     * @return its name
     */
    public String nearDevice() {
        return nearDevice;
    }

    /**
     * Name for the port that the tests configure: unique to this process, so that leftovers are recognised.
     *
     * @return a name of a device that the lab does not create
     */
    public String portName() {
        return portName;
    }

    /**
     * Names for more ports, and for devices that get in their way.
     *
     * @param letter a small letter
     * @return a name like {@link #portName()}, recognised in the same way
     */
    public String portName(final char letter) {
        return portName + letter;
    }

    /**
     * Names for very many ports, recognised in the same way.
     *
     * @param index from 0 to 675
     * @return a name with two letters behind {@link #portName()}
     */
    public String portNameAt(final int index) {
        return portName + (char) ('a' + index / LETTERS) + (char) ('a' + index % LETTERS);
    }

    /**
     * Names for more namespaces, recognised as leftovers in the same way.
     *
     * @param letter a small letter, another one for each
     * @return a name that carries the number of this process
     */
    public static String namespaceName(final char letter) {
        return NAMESPACE_PREFIX + ProcessHandle.current().pid() + letter;
    }

    /**
     * Names for more underlay devices of the controller's side, recognised in the same way.
     *
     * @param letter a small letter, another one for each
     * @return a name that carries the number of this process
     */
    public static String nearDeviceName(final char letter) {
        return NEAR_PREFIX + ProcessHandle.current().pid() + letter;
    }

    /**
     * Whether connections through the lab are steered by Cubic in both directions. A congestion control that paces,
     * such as BBR, measures the scheduler of a small machine rather than the data path.
     *
     * @return false if the kernel has none, which leaves its default
     */
    public boolean steersByCubic() {
        return !congestionControl.isEmpty();
    }

    /**
     * Makes connections from the port to the far end use the congestion control of the lab, by routes of the port's
     * device: they vanish with it. To be called when the port is up.
     *
     * @throws LabException if the port is not there
     */
    public void steerPort() {
        if (steersByCubic()) {
            final var here = NetworkNamespace.here();
            here.run("ip", "route", "replace", FAR_IPV4 + "/32", "dev", portName, "congctl", congestionControl);
            here.run("ip", "-6", "route", "replace", FAR_IPV6 + "/128", "dev", portName, "congctl", congestionControl);
        }
    }

    /**
     * How the far end reaches the port.
     *
     * @param to underlay address of the controller's side
     * @param port its UDP port
     * @param vni virtual network identifier
     * @param from underlay address of the far end, empty for the one that it takes by itself
     */
    public record Path(String to, int port, int vni, String from) {
        /** The way at first. */
        public static final Path USUAL = new Path(NEAR_UNDERLAY, TUNNEL_PORT, VNI, "");
    }

    /**
     * Makes the far end send what is for the port to another underlay address.
     *
     * @param address where to, {@link LabAddresses#NEAR_UNDERLAY} at first
     * @throws LabException if the routes can't be replaced
     */
    public void sendTo(final String address) {
        send(new Path(address, TUNNEL_PORT, VNI, ""));
    }

    /**
     * Makes the far end send what is for the port another way.
     *
     * @param path the way; its UDP port is one that the far end listens at
     * @throws LabException if the routes can't be replaced
     */
    public void send(final Path path) {
        route("-4", NEAR_IPV4_NETWORK, FAR_IPV4, path);
        route("-6", NEAR_IPV6_NETWORK, FAR_IPV6, path);
    }

    /**
     * Adds a network of two addresses. It stays until the lab is closed.
     *
     * @param path how the far end reaches it; its UDP port is one that the far end listens at
     * @param nearAddress IPv4 address of a port
     * @param farAddress IPv4 address of the far end
     * @throws LabException if it can't be added
     */
    public void addNetwork(final Path path, final String nearAddress, final String farAddress) {
        far.run("ip", "address", "replace", farAddress + "/32", "dev", TUNNEL_PREFIX + path.port());
        route("-4", nearAddress + "/32", farAddress, path);
    }

    /**
     * Makes the far end listen at another UDP port as well, whichever network the datagrams are of.
     *
     * @param port the port
     * @throws LabException if the device can't be made, or is there
     */
    public void listenAt(final int port) {
        far.run("ip", "link", "add", TUNNEL_PREFIX + port, "mtu", String.valueOf(UNDERLAY_MTU - OVERHEAD), "type",
            "vxlan", "external", "gpe", "dstport", String.valueOf(port));
        far.run("ip", "link", "set", TUNNEL_PREFIX + port, "up");
    }

    /**
     * Ends {@link #listenAt}.
     *
     * @param port the port
     * @throws LabException if the far end does not listen there
     */
    public void leave(final int port) {
        far.run("ip", "link", "delete", TUNNEL_PREFIX + port);
    }

    /**
     * Gives the controller's side its underlay address, which it has at first.
     *
     * @throws LabException if it has it
     */
    public void addNearAddress() {
        final var here = NetworkNamespace.here();
        here.run("ip", "address", "add", NEAR_UNDERLAY + "/" + UNDERLAY_PREFIX_LENGTH, "dev", nearDevice);
        // they go with the last address of a device, even permanent ones, and ARP would be among the frames
        addNeighbour(here, FAR_UNDERLAY, FAR_HARDWARE_ADDRESS, nearDevice);
        addNeighbour(here, SPARE_UNDERLAY, FAR_HARDWARE_ADDRESS, nearDevice);
    }

    /**
     * Takes the underlay address of the controller's side away.
     *
     * @throws LabException if it does not have it
     */
    public void deleteNearAddress() {
        NetworkNamespace.here().run("ip", "address", "delete", NEAR_UNDERLAY + "/" + UNDERLAY_PREFIX_LENGTH, "dev",
            nearDevice);
    }

    /**
     * Makes the underlay carry another length, in both directions.
     *
     * @param bytes longest IP packet, {@link LabAddresses#UNDERLAY_MTU} at first
     * @throws LabException if the devices refuse it
     */
    public void setMtu(final int bytes) {
        final var mtu = String.valueOf(bytes);
        NetworkNamespace.here().run("ip", "link", "set", nearDevice, "mtu", mtu);
        far.run("ip", "link", "set", farDevice, "mtu", mtu);
    }

    /** Deletes devices and namespace. Idempotent. */
    @Override
    public void close() {
        // in this order: the pair goes some time after the namespace of its other end, by itself
        if (Leftovers.deviceExists(nearDevice)) {
            Command.output(List.of("ip", "link", "delete", nearDevice));
        }
        far.close();
    }

    /** The machine may need a route into this network for something else: then nothing is set up. */
    private static void requireUnused(final String family, final String network) {
        final var routes = NetworkNamespace.here().run("ip", family, "route", "show", "root", network).strip();
        if (!routes.isEmpty()) {
            throw new LabException("The network " + network + " is in use on this machine (" + routes
                + "). Remove the route, or use a network namespace of its own: unshare -nm");
        }
    }

    private void connect() {
        final var here = NetworkNamespace.here();
        final var mtu = String.valueOf(UNDERLAY_MTU);
        final var length = "/" + UNDERLAY_PREFIX_LENGTH;
        here.run("ip", "link", "add", nearDevice, "mtu", mtu, "address", NEAR_HARDWARE_ADDRESS, "type", "veth",
            "peer", "name", farDevice, "mtu", mtu, "address", FAR_HARDWARE_ADDRESS, "netns", far.name());
        silence(here, nearDevice);
        silence(far, farDevice);
        here.run("ethtool", "-K", nearDevice, "gro", "on");
        here.run("ip", "link", "set", nearDevice, "up");
        addNearAddress();
        far.run("ip", "address", "add", FAR_UNDERLAY + length, "dev", farDevice);
        far.run("ip", "address", "add", SPARE_UNDERLAY + length, "dev", farDevice);
        far.run("ethtool", "-K", farDevice, "tx", "off");
        // without a queue of its own the pair drops what its ring of 256 frames can't take
        far.run("tc", "qdisc", "add", "dev", farDevice, "root", "pfifo", "limit", QUEUE_PACKETS);
        far.run("ip", "link", "set", farDevice, "up");
        addNeighbour(far, NEAR_UNDERLAY, NEAR_HARDWARE_ADDRESS, farDevice);
    }

    private static void silence(final NetworkNamespace namespace, final String device) {
        namespace.run("ip", "link", "set", device, "addrgenmode", "none");
    }

    private static void addNeighbour(final NetworkNamespace namespace, final String address, final String hardware,
            final String device) {
        namespace.run("ip", "neighbour", "replace", address, "lladdr", hardware, "dev", device, "nud", "permanent");
    }

    private void addTunnel() {
        listenAt(TUNNEL_PORT);
        final var device = TUNNEL_PREFIX + TUNNEL_PORT;
        far.run("ip", "address", "add", FAR_IPV4 + "/32", "dev", device);
        far.run("ip", "address", "add", FAR_IPV6 + "/128", "dev", device, "nodad");
        send(Path.USUAL);
    }

    private void route(final String family, final String network, final String source, final Path path) {
        final var words = new ArrayList<>(List.of("ip", family, "route", "replace", network, "encap", "ip",
            "id", String.valueOf(path.vni()), "dst", path.to()));
        if (!path.from().isEmpty()) {
            words.addAll(List.of("src", path.from()));
        }
        words.addAll(List.of("csum", "dev", TUNNEL_PREFIX + path.port(), "src", source));
        if (steersByCubic()) {
            words.addAll(List.of("congctl", congestionControl));
        }
        Command.output(far.inside(words));
    }
}

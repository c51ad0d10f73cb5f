/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.opendaylight.coalescer.api.ChecksumValidation;
import org.opendaylight.coalescer.api.CoalescingConfiguration;
import org.opendaylight.coalescer.api.DataPlaneConfiguration;
import org.opendaylight.coalescer.api.DataPlaneSettings;
import org.opendaylight.coalescer.api.DataPlaneSnapshot;
import org.opendaylight.coalescer.api.DeviceConfiguration;
import org.opendaylight.coalescer.api.EcnPolicy;
import org.opendaylight.coalescer.api.Encapsulation;
import org.opendaylight.coalescer.api.EndpointConfiguration;
import org.opendaylight.coalescer.api.IpPrefix;
import org.opendaylight.coalescer.api.OffloadConfiguration;
import org.opendaylight.coalescer.api.OperStatus;
import org.opendaylight.coalescer.api.PeerConfiguration;
import org.opendaylight.coalescer.api.PortConfiguration;
import org.opendaylight.coalescer.api.TunnelConfiguration;
import org.opendaylight.coalescer.linux.NetworkNamespace;

/**
 * A data plane in a network namespace of its own, whose loopback device has the underlay {@link #HERE} and
 * {@link #THERE}. Threads inherit the namespace of their creator, so everything happens on the thread of the scene.
 */
final class DataPlaneScene {
    /** Address of the endpoint. */
    static final String HERE = "198.18.1.1";
    /** Address of the peer. */
    static final String THERE = "198.18.1.2";
    private static final int UDP_PORT = 4790;

    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final DataPlaneProvider dataPlane;

    private DataPlaneScene(final DataPlaneProvider dataPlane) {
        this.dataPlane = dataPlane;
    }

    /** Sends one packet. */
    interface Sending {
        void send() throws IOException;
    }

    /** What a test does. */
    interface Script {
        void play(DataPlaneScene scene) throws Exception;
    }

    /**
     * Runs a test in a fresh namespace and closes the data plane after it.
     *
     * @param script the test
     * @throws Exception what the test threw
     */
    static void play(final Script script) throws Exception {
        final var failure = NetworkNamespace.fresh().call(() -> caught(script));
        if (failure != null) {
            throw failure;
        }
    }

    // The namespace lets input and output errors through alone
    @SuppressWarnings("checkstyle:illegalCatch")
    private static Exception caught(final Script script) throws IOException {
        ip("link set lo up");
        ip("address add " + HERE + "/24 dev lo");
        ip("address add " + THERE + "/24 dev lo");
        // Without this some distributions make a secondary address the primary one
        for (var scope : List.of("all", "default")) {
            Files.writeString(Path.of("/proc/sys/net/ipv4/conf", scope, "promote_secondaries"), "0");
        }
        try (var dataPlane = new DataPlaneProvider()) {
            final var scene = new DataPlaneScene(dataPlane);
            dataPlane.onStatusChange(scene::noteFailures);
            script.play(scene);
            return null;
        } catch (Exception e) {
            return e;
        }
    }

    private void noteFailures() {
        final var now = dataPlane.snapshot();
        now.endpoints().forEach((name, each) -> noteFailure(name, each.status().operStatus(),
            each.status().lastError()));
        now.ports().forEach((name, each) -> noteFailure(name, each.status().operStatus(), each.status().lastError()));
    }

    private void noteFailure(final String name, final OperStatus oper, final String error) {
        if (oper == OperStatus.FAILED) {
            failures.add(name + ": " + error);
        }
    }

    DataPlaneProvider dataPlane() {
        return dataPlane;
    }

    /** Failures that showed in a status, in order of time. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    DataPlaneSnapshot.Port now(final String name) {
        return dataPlane.snapshot().ports().get(name);
    }

    boolean has(final String port, final OperStatus oper) {
        final var found = now(port);
        return found != null && found.status().operStatus() == oper;
    }

    /** Applies a configuration and waits until all of it is in force and up. */
    void applyAndAwait(final DataPlaneConfiguration wanted) {
        dataPlane.apply(wanted);
        awaitUp(dataPlane, wanted);
    }

    /** Waits until a configuration is in force and up. */
    static void awaitUp(final DataPlaneProvider dataPlane, final DataPlaneConfiguration wanted) {
        await().untilAsserted(() -> {
            final var now = dataPlane.snapshot();
            assertEquals(wanted, new DataPlaneConfiguration(wanted.settings(),
                now.endpoints().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().status().applied())),
                now.ports().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().status().applied()))));
            now.endpoints().forEach((name, each) ->
                assertEquals(OperStatus.UP, each.status().operStatus(), each.status().lastError()));
            now.ports().forEach((name, each) ->
                assertEquals(OperStatus.UP, each.status().operStatus(), each.status().lastError()));
        });
    }

    /** Waits on the thread that asks, which is in the namespace. */
    static ConditionFactory await() {
        return Awaitility.await().pollInSameThread().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10))
            .atMost(Duration.ofSeconds(15));
    }

    /** Waits until a datagram from the peer arrives at a port, and checks that it arrived at no other. */
    void requireArrival(final String port, final int vni, final String innerSource) throws IOException {
        requireArrival(port, () -> send(vni, innerSource));
    }

    /** Waits until what is sent arrives at a port, and checks that it arrived at no other. */
    void requireArrival(final String port, final Sending sending) throws IOException {
        final var before = packets();
        sending.send();
        await().until(() -> packets().get(port) > before.get(port));
        final var expected = new HashMap<>(before);
        expected.merge(port, 1L, Long::sum);
        assertEquals(expected, packets());
    }

    private Map<String, Long> packets() {
        return dataPlane.snapshot().ports().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().statistics().receive().packets()));
    }

    /** Sends an IPv4 packet without payload in a VXLAN-GPE datagram from the peer to the endpoint. */
    static void send(final int vni, final String innerSource) throws IOException {
        send(vni, innerSource, THERE, HERE);
    }

    /**
     * Sends an IPv4 packet without payload in a VXLAN-GPE datagram from an ephemeral port.
     *
     * @param vni VNI
     * @param innerSource source of the packet
     * @param from source of the datagram
     * @param to destination of the datagram
     */
    static void send(final int vni, final String innerSource, final String from, final String to) throws IOException {
        final var inner = ByteBuffer.allocate(28).putInt(0x0c00_0001).putInt(vni << 8)
            .putInt(0x4500_0014).putInt(0).putInt(0x40fd_0000)
            .put(IpPrefix.of(innerSource + "/32").address().getAddress()).putInt(0xc633_6401);
        try (var socket = new DatagramSocket(new InetSocketAddress(from, 0))) {
            socket.send(new DatagramPacket(inner.array(), inner.capacity(), new InetSocketAddress(to, UDP_PORT)));
        }
    }

    /** Runs {@code ip} with arguments that hold no blanks themselves, and returns what it printed. */
    static String ip(final String arguments) throws IOException {
        final var command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments.split(" ")));
        final var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        final var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.onExit().join().exitValue(), () -> command + ": " + printed);
        return printed;
    }

    /** Makes a pair of devices that are up; the first one has an address. */
    static void addVeth(final String name, final String address, final int mtu) throws IOException {
        ip("link add " + name + " mtu " + mtu + " type veth peer name " + name + "p mtu " + mtu);
        ip("address add " + address + " dev " + name);
        ip("link set " + name + " up");
        ip("link set " + name + "p up");
    }

    static EndpointConfiguration endpoint(final String name, final String address) {
        return new EndpointConfiguration(name, Encapsulation.VXLAN_GPE, "",
            IpPrefix.of(address + "/32").address(), UDP_PORT, true, 64, 0, 1 << 20, true, true);
    }

    static PeerConfiguration peer(final String name, final String address, final String... prefixes) {
        return new PeerConfiguration(name, IpPrefix.of(address + "/32").address(), UDP_PORT, prefixes(prefixes));
    }

    /** A port of the endpoint {@code underlay}. */
    static PortConfiguration port(final String name, final int vni, final List<String> addresses,
            final PeerConfiguration... peers) {
        return new PortConfiguration(name, "", true,
            new DeviceConfiguration("", 0, 0, 1000, prefixes(addresses.toArray(String[]::new)), true),
            new OffloadConfiguration(true, true, true, true), new CoalescingConfiguration(true, true, 64, 65535, 65535,
                true, EcnPolicy.EXACT, ChecksumValidation.VERIFY, 1024, 200),
            new TunnelConfiguration("underlay", vni, false, false, List.of(peers)));
    }

    private static List<IpPrefix> prefixes(final String... prefixes) {
        return Arrays.stream(prefixes).map(IpPrefix::of).toList();
    }

    static DataPlaneConfiguration wish(final EndpointConfiguration endpoint, final PortConfiguration... ports) {
        return new DataPlaneConfiguration(Map.of(endpoint.name(), endpoint), Arrays.stream(ports)
            .map(port -> on(endpoint, port))
            .collect(Collectors.toMap(PortConfiguration::name, Function.identity())));
    }

    /** The same configuration for so many workers, 0 for what the machine suggests. */
    static DataPlaneConfiguration withWorkers(final int workers, final DataPlaneConfiguration wanted) {
        return new DataPlaneConfiguration(new DataPlaneSettings(workers, DataPlaneSettings.DEFAULT.maxFlows(),
            DataPlaneSettings.DEFAULT.reorderWindowMillis()), wanted.endpoints(), wanted.ports());
    }

    /** The same endpoint in another network namespace. */
    static EndpointConfiguration on(final String namespace, final EndpointConfiguration endpoint) {
        return new EndpointConfiguration(endpoint.name(), endpoint.encapsulation(), namespace,
            endpoint.localAddress(), endpoint.localPort(), endpoint.udpChecksum(), endpoint.ttl(), endpoint.dscp(),
            endpoint.receiveBuffer(), endpoint.udpGso(), endpoint.udpGro());
    }

    /** The same port with another device. */
    static PortConfiguration on(final DeviceConfiguration device, final PortConfiguration port) {
        return new PortConfiguration(port.name(), port.description(), port.enabled(), device, port.offload(),
            port.coalescing(), port.tunnel());
    }

    private static PortConfiguration on(final EndpointConfiguration endpoint, final PortConfiguration port) {
        return new PortConfiguration(port.name(), port.description(), port.enabled(), port.device(), port.offload(),
            port.coalescing(), new TunnelConfiguration(endpoint.name(), port.tunnel().vni(), port.tunnel().mssClamp(),
                port.tunnel().relay(), port.tunnel().peers()));
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.ChecksumValidation;
import org.opendaylight.coalescer.api.CoalescingConfiguration;
import org.opendaylight.coalescer.api.DataPlaneConfiguration;
import org.opendaylight.coalescer.api.DataPlaneSettings;
import org.opendaylight.coalescer.api.DeviceConfiguration;
import org.opendaylight.coalescer.api.DeviceKind;
import org.opendaylight.coalescer.api.EcnPolicy;
import org.opendaylight.coalescer.api.Encapsulation;
import org.opendaylight.coalescer.api.EndpointConfiguration;
import org.opendaylight.coalescer.api.GapAlarmConfiguration;
import org.opendaylight.coalescer.api.OffloadConfiguration;
import org.opendaylight.coalescer.api.PeerConfiguration;
import org.opendaylight.coalescer.api.PortConfiguration;
import org.opendaylight.coalescer.api.TunnelConfiguration;
import org.opendaylight.coalescer.api.Violation;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.PortNumber;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.Coalescer;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.NetworkNamespace;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.ObjectName;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.PortName;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Endpoint;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.EndpointBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Port;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.PortBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Settings;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.SettingsBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.port.Coalescing;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.port.CoalescingBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.port.GapAlarm;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.port.GapAlarmBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.port.OffloadBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.port.Tunnel;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.port.TunnelBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.port.coalescing.HoldBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.port.tunnel.Peer;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.port.tunnel.PeerBuilder;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.opendaylight.yangtools.yang.common.Uint16;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.common.Uint8;

/**
 * Translates the configuration, both ways. Objects read from the datastore carry the defaults of the model, objects
 * made with builders do not: what is absent gets its default here, so that both read the same. Stateless, for any
 * thread.
 */
final class ConfigurationMapper {
    private static final int DEFAULT_TTL = 64;
    private static final int DEFAULT_RECEIVE_BUFFER = 8_388_608;
    private static final int DEFAULT_TX_QUEUE_LENGTH = 1000;
    private static final int DEFAULT_MAX_SEGMENTS = 64;
    private static final int DEFAULT_MAX_BYTES = 65535;
    private static final int DEFAULT_MAX_SEGMENT_SIZE = 65535;
    private static final int DEFAULT_HOLD_PACKETS = 1024;
    private static final int DEFAULT_HOLD_MICROS = 200;
    private static final int DEFAULT_RAISE = 10;
    private static final int DEFAULT_CLEAR = 5;
    private static final int DEFAULT_WINDOW = 10;

    private ConfigurationMapper() {
        // Hidden on purpose
    }

    /**
     * What was read.
     *
     * @param configuration all that could be read
     * @param unreadableEndpoints endpoints that could not, by name
     * @param unreadablePorts ports that could not, by name
     * @param publication what of the counters is published
     */
    record Reading(DataPlaneConfiguration configuration, Map<String, Violation> unreadableEndpoints,
            Map<String, Violation> unreadablePorts, Publication publication) {
        Reading {
            unreadableEndpoints = Map.copyOf(unreadableEndpoints);
            unreadablePorts = Map.copyOf(unreadablePorts);
        }

        /** All that could not be read, endpoints first, each kind by name. */
        List<Violation> unreadable() {
            final List<Violation> all = new ArrayList<>(new TreeMap<>(unreadableEndpoints).values());
            all.addAll(new TreeMap<>(unreadablePorts).values());
            return all;
        }
    }

    /**
     * Reads the whole configuration. Never fails: what can't be read becomes a violation.
     *
     * @param data the container, null if there is nothing
     * @return what was read
     */
    static Reading read(final @Nullable Coalescer data) {
        if (data == null) {
            return new Reading(DataPlaneConfiguration.EMPTY, Map.of(), Map.of(), Publication.DEFAULT);
        }
        final Map<String, EndpointConfiguration> endpoints = new TreeMap<>();
        final Map<String, Violation> badEndpoints = new TreeMap<>();
        data.nonnullEndpoint().forEach((key, endpoint) ->
            collect("endpoint", key.getName().getValue(), () -> read(endpoint), endpoints, badEndpoints));
        final Map<String, PortConfiguration> ports = new TreeMap<>();
        final Map<String, Violation> badPorts = new TreeMap<>();
        data.nonnullPort().forEach((key, port) ->
            collect("port", key.getName().getValue(), () -> read(port, endpoints), ports, badPorts));
        final Settings stored = data.nonnullSettings();
        final Settings settings = SettingsRules.check(stored).isEmpty() ? stored : new SettingsBuilder().build();
        return new Reading(new DataPlaneConfiguration(read(settings), endpoints, ports), badEndpoints, badPorts,
            new Publication(number(settings.getStatisticsInterval(), Publication.DEFAULT.intervalMillis()),
                number(settings.getExportedFlows(), Publication.DEFAULT.exportedFlows())));
    }

    private static DataPlaneSettings read(final Settings settings) {
        final var workers = settings.getWorkers();
        final var defaults = DataPlaneSettings.DEFAULT;
        return new DataPlaneSettings(workers == null ? defaults.workers() : number(workers.getUint8(), 0),
            number(settings.getMaxFlows(), defaults.maxFlows()),
            number(settings.getReorderWindow(), defaults.reorderWindowMillis()));
    }

    /**
     * Reads one endpoint.
     *
     * @param endpoint from the datastore or from a builder
     * @return the same
     * @throws IllegalArgumentException if a value has no meaning here
     * @throws MissingLeafException if a required leaf is absent
     */
    static EndpointConfiguration read(final Endpoint endpoint) {
        final var offload = endpoint.nonnullOffload();
        final var encapsulation = EncapsulationIdentity.read(endpoint.getEncapsulation());
        return new EndpointConfiguration(endpoint.requireName().getValue(), encapsulation,
            name(endpoint.getNetworkNamespace()),
            Addresses.read(required(endpoint.getLocalAddress(), "local-address")),
            read(endpoint.getLocalPort(), encapsulation, "local-port"), orTrue(endpoint.getUdpChecksum()),
            number(endpoint.getTtl(), DEFAULT_TTL), readDscp(endpoint.getDscp()),
            number(endpoint.getReceiveBuffer(), DEFAULT_RECEIVE_BUFFER),
            orTrue(offload.getUdpGso()), orTrue(offload.getUdpGro()));
    }

    /**
     * Reads one port.
     *
     * @param port from the datastore or from a builder
     * @param endpoints all endpoints by name: what their encapsulation lets one leave out
     * @return the same
     * @throws IllegalArgumentException if a value has no meaning here
     * @throws MissingLeafException if a required leaf is absent
     */
    static PortConfiguration read(final Port port, final Map<String, EndpointConfiguration> endpoints) {
        final var offload = port.nonnullOffload();
        final String description = port.getDescription();
        return new PortConfiguration(port.requireName().getValue(), description == null ? "" : description,
            orTrue(port.getEnabled()), new DeviceConfiguration(read(port.getKind()),
                name(port.getNetworkNamespace()),
                number(port.getMtu(), 0), number(port.getQueues(), 0),
                number(port.getTxQueueLength(), DEFAULT_TX_QUEUE_LENGTH), Addresses.readPrefixes(port.getAddress()),
                orTrue(port.getInstallRoutes())), new OffloadConfiguration(orTrue(offload.getChecksum()),
                orTrue(offload.getTso()), orTrue(offload.getUso()),
                orTrue(offload.getUdpTunnelGso())), read(port.nonnullCoalescing()),
            read(port.nonnullTunnel(), endpoints), read(port.getGapAlarm()));
    }

    private static @Nullable GapAlarmConfiguration read(final @Nullable GapAlarm alarm) {
        return alarm == null ? null : new GapAlarmConfiguration(number(alarm.getRaise(), DEFAULT_RAISE),
            number(alarm.getClear(), DEFAULT_CLEAR), number(alarm.getWindow(), DEFAULT_WINDOW));
    }

    private static CoalescingConfiguration read(final Coalescing coalescing) {
        final var hold = coalescing.nonnullHold();
        return new CoalescingConfiguration(orTrue(coalescing.getTcp()), orTrue(coalescing.getUdp()),
            number(coalescing.getMaxSegments(), DEFAULT_MAX_SEGMENTS),
            number(coalescing.getMaxBytes(), DEFAULT_MAX_BYTES),
            number(coalescing.getMaxSegmentSize(), DEFAULT_MAX_SEGMENT_SIZE), orTrue(coalescing.getReorderRepair()),
            read(coalescing.getEcnPolicy()), read(coalescing.getChecksumValidation()),
            number(hold.getPackets(), DEFAULT_HOLD_PACKETS), number(hold.getTime(), DEFAULT_HOLD_MICROS));
    }

    private static DeviceKind read(final Port.@Nullable Kind kind) {
        return kind == null ? DeviceKind.TUN : switch (kind) {
            case Tun -> DeviceKind.TUN;
            case Tap -> DeviceKind.TAP;
        };
    }

    private static EcnPolicy read(final Coalescing.@Nullable EcnPolicy policy) {
        return policy == null ? EcnPolicy.EXACT : switch (policy) {
            case Exact -> EcnPolicy.EXACT;
            case PropagateCe -> EcnPolicy.PROPAGATE_CE;
        };
    }

    private static ChecksumValidation read(final Coalescing.@Nullable ChecksumValidation validation) {
        return validation == null ? ChecksumValidation.VERIFY : switch (validation) {
            case Verify -> ChecksumValidation.VERIFY;
            case Trust -> ChecksumValidation.TRUST;
        };
    }

    private static TunnelConfiguration read(final Tunnel tunnel, final Map<String, EndpointConfiguration> endpoints) {
        final String name = required(tunnel.getEndpoint(), "tunnel/endpoint").getValue();
        final var endpoint = endpoints.get(name);
        // A port whose endpoint is missing is refused for that
        final var encapsulation = endpoint == null ? Encapsulation.VXLAN_GPE : endpoint.encapsulation();
        final List<PeerConfiguration> peers = new ArrayList<>();
        for (Peer peer : tunnel.nonnullPeer().values()) {
            final String path = "tunnel/peer[name='" + peer.requireName().getValue() + "']/";
            peers.add(new PeerConfiguration(peer.requireName().getValue(),
                Addresses.read(required(peer.getAddress(), path + "address")),
                read(peer.getPort(), encapsulation, path + "port"), Addresses.readPrefixes(peer.getAllowedPrefix()),
                Addresses.readMacs(peer.getMac())));
        }
        final var vni = tunnel.getVni();
        return new TunnelConfiguration(name, number(encapsulation.hasVni() ? required(vni, "tunnel/vni") : vni, 0),
            Boolean.TRUE.equals(tunnel.getMssClamp()), Boolean.TRUE.equals(tunnel.getRelay()), peers);
    }

    private static int read(final @Nullable PortNumber port, final Encapsulation encapsulation, final String path) {
        return port == null && encapsulation.defaultPort() != 0 ? encapsulation.defaultPort()
            : required(port, path).getValue().toJava();
    }

    private static <T> T required(final @Nullable T value, final String path) {
        if (value == null) {
            throw new MissingLeafException(path);
        }
        return value;
    }

    @SuppressWarnings("checkstyle:IllegalCatch")
    private static <T> void collect(final String kind, final String name, final Supplier<T> reader,
            final Map<String, T> good, final Map<String, Violation> bad) {
        try {
            good.put(name, reader.get());
        } catch (MissingLeafException e) {
            bad.put(name, new Violation(kind + "[name='" + name + "']/" + e.getMessage(), "must be given",
                "Add it, or delete the " + kind + "."));
        } catch (RuntimeException e) {
            bad.put(name, new Violation(kind + "[name='" + name + "']",
                "must be readable, but: " + (e.getMessage() == null ? e.toString() : e.getMessage()),
                "Correct this value."));
        }
    }

    private static int readDscp(final Endpoint.@Nullable Dscp dscp) {
        if (dscp == null) {
            return 0;
        }
        final var number = dscp.getUint8();
        return number == null ? EndpointConfiguration.INHERIT_DSCP : number.toJava();
    }

    private static String name(final @Nullable NetworkNamespace namespace) {
        return namespace == null ? "" : namespace.getValue();
    }

    private static @Nullable NetworkNamespace namespace(final String name) {
        return name.isEmpty() ? null : new NetworkNamespace(name);
    }

    private static int number(final @Nullable Number value, final int absent) {
        return value == null ? absent : (int) Math.min(Integer.MAX_VALUE, value.longValue());
    }

    private static boolean orTrue(final @Nullable Boolean value) {
        return value == null || value;
    }

    /**
     * Writes settings with all their values, also those that are the default.
     *
     * @param settings to be written
     * @param publication what of the counters is published
     * @return the same
     */
    static Settings write(final DataPlaneSettings settings, final Publication publication) {
        return new SettingsBuilder()
            .setWorkers(settings.workers() == 0 ? new Settings.Workers(Settings.Workers.Enumeration.Auto)
                : new Settings.Workers(Uint8.valueOf(settings.workers())))
            .setMaxFlows(Uint32.valueOf(settings.maxFlows()))
            .setReorderWindow(Uint32.valueOf(settings.reorderWindowMillis()))
            .setStatisticsInterval(Uint32.valueOf(publication.intervalMillis()))
            .setExportedFlows(Uint16.valueOf(publication.exportedFlows()))
            .build();
    }

    /**
     * Writes one endpoint with all its values, also those that are the default.
     *
     * @param endpoint to be written
     * @return builder of the same, without state and statistics
     */
    static EndpointBuilder write(final EndpointConfiguration endpoint) {
        return new EndpointBuilder()
            .setName(new ObjectName(endpoint.name()))
            .setEncapsulation(EncapsulationIdentity.write(endpoint.encapsulation()))
            .setNetworkNamespace(namespace(endpoint.networkNamespace()))
            .setLocalAddress(Addresses.write(endpoint.localAddress()))
            .setLocalPort(Addresses.port(endpoint.localPort()))
            .setUdpChecksum(endpoint.udpChecksum())
            .setTtl(Uint8.valueOf(endpoint.ttl()))
            .setDscp(endpoint.dscp() == EndpointConfiguration.INHERIT_DSCP
                ? new Endpoint.Dscp(Endpoint.Dscp.Enumeration.Inherit)
                : new Endpoint.Dscp(Uint8.valueOf(endpoint.dscp())))
            .setReceiveBuffer(Uint32.valueOf(endpoint.receiveBuffer()))
            .setOffload(
                new org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122
                    .coalescer.endpoint.OffloadBuilder()
                .setUdpGso(endpoint.udpGso())
                .setUdpGro(endpoint.udpGro())
                .build());
    }

    /**
     * Writes one port with all its values, also those that are the default; a derived MTU and an empty description stay
     * absent.
     *
     * @param port to be written
     * @return builder of the same, without state and statistics
     */
    static PortBuilder write(final PortConfiguration port) {
        final DeviceConfiguration device = port.device();
        return new PortBuilder()
            .setName(new PortName(port.name()))
            .setDescription(port.description().isEmpty() ? null : port.description())
            .setEnabled(port.enabled())
            .setKind(switch (device.kind()) {
                case TUN -> Port.Kind.Tun;
                case TAP -> Port.Kind.Tap;
            })
            .setNetworkNamespace(namespace(device.networkNamespace()))
            .setMtu(device.mtu() == 0 ? null : Uint16.valueOf(device.mtu()))
            .setQueues(device.queues() == 0 ? null : Uint8.valueOf(device.queues()))
            .setTxQueueLength(Uint32.valueOf(device.txQueueLength()))
            .setAddress(Addresses.writePrefixes(device.addresses()))
            .setInstallRoutes(device.installRoutes())
            .setOffload(new OffloadBuilder()
                .setChecksum(port.offload().checksum())
                .setTso(port.offload().tso())
                .setUso(port.offload().uso())
                .setUdpTunnelGso(port.offload().udpTunnelGso())
                .build())
            .setCoalescing(write(port.coalescing()))
            .setTunnel(write(port.tunnel()))
            .setGapAlarm(write(port.gapAlarm()));
    }

    private static @Nullable GapAlarm write(final @Nullable GapAlarmConfiguration alarm) {
        return alarm == null ? null : new GapAlarmBuilder()
            .setRaise(Uint16.valueOf(alarm.raisePerMille()))
            .setClear(Uint16.valueOf(alarm.clearPerMille()))
            .setWindow(Uint16.valueOf(alarm.windowSeconds()))
            .build();
    }

    private static Coalescing write(final CoalescingConfiguration coalescing) {
        return new CoalescingBuilder()
            .setTcp(coalescing.tcp())
            .setUdp(coalescing.udp())
            .setMaxSegments(Uint8.valueOf(coalescing.maxSegments()))
            .setMaxBytes(Uint16.valueOf(coalescing.maxBytes()))
            .setMaxSegmentSize(Uint16.valueOf(coalescing.maxSegmentSize()))
            .setReorderRepair(coalescing.reorderRepair())
            .setEcnPolicy(switch (coalescing.ecnPolicy()) {
                case EXACT -> Coalescing.EcnPolicy.Exact;
                case PROPAGATE_CE -> Coalescing.EcnPolicy.PropagateCe;
            })
            .setChecksumValidation(switch (coalescing.checksumValidation()) {
                case VERIFY -> Coalescing.ChecksumValidation.Verify;
                case TRUST -> Coalescing.ChecksumValidation.Trust;
            })
            .setHold(new HoldBuilder()
                .setPackets(Uint16.valueOf(coalescing.holdPackets()))
                .setTime(Uint32.valueOf(coalescing.holdMicros()))
                .build())
            .build();
    }

    private static Tunnel write(final TunnelConfiguration tunnel) {
        final List<Peer> peers = new ArrayList<>();
        for (PeerConfiguration peer : tunnel.peers()) {
            peers.add(new PeerBuilder()
                .setName(new ObjectName(peer.name()))
                .setAddress(Addresses.write(peer.address()))
                .setPort(Addresses.port(peer.port()))
                .setAllowedPrefix(Addresses.writePrefixes(peer.allowedPrefixes()))
                .setMac(Addresses.writeMacs(peer.macs()))
                .build());
        }
        return new TunnelBuilder()
            .setEndpoint(new ObjectName(tunnel.endpoint()))
            .setVni(Uint32.valueOf(tunnel.vni()))
            .setMssClamp(tunnel.mssClamp())
            .setRelay(tunnel.relay())
            .setPeer(BindingMap.of(peers))
            .build();
    }

    /** A required leaf is absent; the message is its path below the endpoint or port. */
    static final class MissingLeafException extends IllegalArgumentException {
        @Serial
        private static final long serialVersionUID = 1L;

        private MissingLeafException(final String path) {
            super(path);
        }
    }
}

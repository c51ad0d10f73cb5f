/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.felix;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.opendaylight.coalescer.api.ChecksumValidation;
import org.opendaylight.coalescer.api.CoalescingConfiguration;
import org.opendaylight.coalescer.api.DataPlane;
import org.opendaylight.coalescer.api.DataPlaneConfiguration;
import org.opendaylight.coalescer.api.DeviceConfiguration;
import org.opendaylight.coalescer.api.EcnPolicy;
import org.opendaylight.coalescer.api.Encapsulation;
import org.opendaylight.coalescer.api.EndpointConfiguration;
import org.opendaylight.coalescer.api.IpPrefix;
import org.opendaylight.coalescer.api.OffloadConfiguration;
import org.opendaylight.coalescer.api.PacketWriter;
import org.opendaylight.coalescer.api.PeerConfiguration;
import org.opendaylight.coalescer.api.PortConfiguration;
import org.opendaylight.coalescer.api.TunnelConfiguration;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceObjects;

/**
 * Uses the services of the data plane for a test outside the framework, which shares no class with it but those of the
 * platform: a command is an array of its name and its arguments.
 */
public final class DataPlaneDriver implements BundleActivator, Function<Object[], Object> {
    private BundleContext context;
    private ServiceObjects<PacketWriter> writers;
    private PacketWriter writer;

    @Override
    public void start(final BundleContext bundleContext) {
        context = bundleContext;
        context.registerService(Function.class, this, null);
    }

    @Override
    public void stop(final BundleContext bundleContext) {
        // the framework takes everything back
    }

    @Override
    public Object apply(final Object[] command) {
        try {
            return switch ((String) command[0]) {
                case "configure" -> configure((String) command[1], (int) command[2]);
                case "clear" -> clear();
                case "status" -> status((String) command[1]);
                case "seals" -> seals((String) command[1]);
                case "offered" -> isOffered();
                case "open" -> open();
                case "commit" -> commit((byte[]) command[1]);
                case "flush" -> writer.flush();
                case "close" -> close();
                default -> throw new IllegalArgumentException((String) command[0]);
            };
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private String configure(final String port, final int maxSegments) throws UnknownHostException {
        final var endpoint = new EndpointConfiguration("underlay", Encapsulation.VXLAN_GPE, "",
            InetAddress.getByName("198.18.1.1"), 4790, true, 64, 0, 1 << 20, true, true);
        final var peer = new PeerConfiguration("far", InetAddress.getByName("198.18.1.2"), 4790,
            List.of(IpPrefix.of("198.18.3.0/25")));
        dataPlane().apply(new DataPlaneConfiguration(Map.of("underlay", endpoint), Map.of(port,
            new PortConfiguration(port, "", true,
                new DeviceConfiguration("", 0, 0, 1000, List.of(IpPrefix.of("198.18.2.1/24")), true),
                new OffloadConfiguration(true, true, true, true),
                new CoalescingConfiguration(true, true, maxSegments, 65535, 65535,
                    true, EcnPolicy.EXACT, ChecksumValidation.VERIFY, 1024, 200),
                new TunnelConfiguration("underlay", 42, false, false, List.of(peer))))));
        return "";
    }

    private String clear() {
        dataPlane().apply(DataPlaneConfiguration.EMPTY);
        return "";
    }

    /** Status, segments per superpacket that apply, and the last error. */
    private String status(final String port) {
        final var found = dataPlane().snapshot().ports().get(port);
        return found == null ? "none" : found.status().operStatus() + " "
            + (found.status().applied() == null ? "" : found.status().applied().coalescing().maxSegments()) + " "
            + found.status().lastError();
    }

    private Map<String, Long> seals(final String port) {
        return dataPlane().snapshot().ports().get(port).statistics().receive().sealReasons();
    }

    private boolean isOffered() {
        return context.getServiceReference(PacketWriter.class) != null;
    }

    private String open() {
        writers = context.getServiceObjects(context.getServiceReference(PacketWriter.class));
        writer = writers.getService();
        return "";
    }

    private String close() {
        writers.ungetService(writer);
        return "";
    }

    private int commit(final byte[] packet) {
        final int at = writer.reserve(packet.length);
        writer.buffer().put(at, packet);
        writer.commit(at, packet.length);
        return at;
    }

    private DataPlane dataPlane() {
        return context.getService(context.getServiceReference(DataPlane.class));
    }
}

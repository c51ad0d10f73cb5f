/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.lab;

import java.util.ArrayList;
import java.util.List;

/**
 * A far end of Ethernet frames: the VXLAN device of the kernel in a namespace of its own, at the other end of a veth
 * pair. Names carry the number of this process. Not for concurrent use.
 */
public final class EthernetEnd implements AutoCloseable {
    /** UDP port of VXLAN. */
    public static final int VXLAN_PORT = 4789;
    /** Name of its device. */
    public static final String DEVICE = "vxlan0";

    private final String nearDevice;
    private final NetworkNamespace far;

    private EthernetEnd(final Plan plan) {
        final var name = ProcessHandle.current().pid() + String.valueOf(plan.letter());
        nearDevice = UnderlayLab.NEAR_PREFIX + name;
        far = NetworkNamespace.create(UnderlayLab.NAMESPACE_PREFIX + name);
    }

    /**
     * What to set up.
     *
     * @param letter a small letter, which tells it from other far ends of this process
     * @param nearUnderlay underlay address of the controller's side, without a prefix length
     * @param farUnderlay underlay address of the far end, of the same family
     * @param vni virtual network
     * @param station Ethernet address of the far end
     */
    public record Plan(char letter, String nearUnderlay, String farUnderlay, int vni, String station) {
    }

    /**
     * Sets a far end up.
     *
     * @param near namespace of the controller's side of the underlay
     * @param plan what to set up
     * @param addresses addresses of its device, with the lengths of their prefixes
     * @return the far end; close takes it down
     * @throws LabException if a command fails; nothing is left then
     */
    public static EthernetEnd open(final NetworkNamespace near, final Plan plan, final String... addresses) {
        final var end = new EthernetEnd(plan);
        try {
            FarEnd.join(end.nearDevice, near, plan.nearUnderlay(), end.far, plan.farUnderlay());
            end.far.run("ip", "link", "add", DEVICE, "address", plan.station(), "type", "vxlan", "id",
                String.valueOf(plan.vni()), "dstport", String.valueOf(VXLAN_PORT), "local", plan.farUnderlay(),
                "remote", plan.nearUnderlay(), plan.farUnderlay().indexOf(':') < 0 ? "udpcsum" : "udp6zerocsumrx");
            address(end.far, DEVICE, addresses);
        } catch (LabException e) {
            end.close();
            throw e;
        }
        return end;
    }

    /**
     * Gives a device addresses and sets it up.
     *
     * @param where its namespace
     * @param device its name
     * @param addresses addresses with the lengths of their prefixes
     * @throws LabException if a command fails
     */
    public static void address(final NetworkNamespace where, final String device, final String... addresses) {
        where.run("ip", "link", "set", device, "up");
        for (var address : addresses) {
            final var words = new ArrayList<>(List.of("ip", "address", "add", address, "dev", device));
            if (address.indexOf(':') >= 0) {
                words.add("nodad");
            }
            where.run(words.toArray(String[]::new));
        }
    }

    /**
     * Where it is.
     *
     * @return its namespace, owned by it
     */
    public NetworkNamespace namespace() {
        return far;
    }

    /** Deletes devices and namespace. Idempotent. */
    @Override
    public void close() {
        if (Leftovers.deviceExists(nearDevice)) {
            Command.output(List.of("ip", "link", "delete", nearDevice));
        }
        far.close();
    }
}

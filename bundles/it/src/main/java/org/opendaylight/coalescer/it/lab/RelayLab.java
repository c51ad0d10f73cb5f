/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.lab;

import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_UNDERLAY;
import static org.opendaylight.coalescer.it.lab.LabAddresses.RELAYED_FAR;
import static org.opendaylight.coalescer.it.lab.LabAddresses.RELAYED_NEAR;
import static org.opendaylight.coalescer.it.lab.LabAddresses.RELAY_FAR;
import static org.opendaylight.coalescer.it.lab.LabAddresses.RELAY_NEAR;
import static org.opendaylight.coalescer.it.lab.LabAddresses.RELAY_PREFIX_LENGTH;

import java.util.List;

/**
 * A third namespace between the controller and the far end of an {@link UnderlayLab}, for a relay that all datagrams
 * pass through. The far end sends to the relay while this is open. Not for several threads.
 */
public final class RelayLab implements AutoCloseable {
    /** Marks what is of this lab among all that is of the process. */
    private static final char LETTER = 'r';
    private static final int QUEUE_PACKETS = 10_000;

    private final UnderlayLab underlay;
    private final NetworkNamespace namespace;
    private final String nearDevice;
    private final String farDevice;

    private RelayLab(final UnderlayLab underlay, final NetworkNamespace namespace, final long pid) {
        this.underlay = underlay;
        this.namespace = namespace;
        nearDevice = UnderlayLab.nearDeviceName(LETTER);
        farDevice = UnderlayLab.FAR_PREFIX + pid + LETTER;
    }

    /**
     * Sets it up.
     *
     * @param underlay the two ends
     * @return the lab; close takes it down and leaves the two ends as they were
     * @throws LabException if a command fails; nothing is left then
     */
    public static RelayLab open(final UnderlayLab underlay) {
        final long pid = ProcessHandle.current().pid();
        final var lab = new RelayLab(underlay, NetworkNamespace.create(UnderlayLab.namespaceName(LETTER)), pid);
        try {
            lab.connect(NetworkNamespace.here(), lab.nearDevice, RELAYED_NEAR, RELAY_NEAR);
            lab.connect(underlay.far(), lab.farDevice, RELAYED_FAR, RELAY_FAR);
            // so that datagrams can be taken together, as from a network card
            NetworkNamespace.here().run("ethtool", "-K", lab.nearDevice, "gro", "on");
            underlay.sendTo(RELAY_FAR);
        } catch (LabException e) {
            lab.close();
            throw e;
        }
        return lab;
    }

    /**
     * Where the relay belongs.
     *
     * @return its namespace, owned by the lab
     */
    public NetworkNamespace namespace() {
        return namespace;
    }

    /**
     * The underlay device of the controller's side.
     *
     * @return its name
     */
    public String nearDevice() {
        return nearDevice;
    }

    /** Takes it down. Idempotent. */
    @Override
    public void close() {
        underlay.sendTo(NEAR_UNDERLAY);
        if (Leftovers.deviceExists(nearDevice)) {
            Command.output(List.of("ip", "link", "delete", nearDevice));
        }
        namespace.close();
    }

    /**
     * A pair of devices of the same name, one in the relay's namespace. The relay's leaves no checksum to the other
     * one. They have one queue, so that what is sent in some order is received in that order.
     */
    private void connect(final NetworkNamespace end, final String device, final String address, final String relay) {
        final var mtu = String.valueOf(LabAddresses.UNDERLAY_MTU);
        final var length = "/" + RELAY_PREFIX_LENGTH;
        end.run("ip", "link", "add", device, "mtu", mtu, "numtxqueues", "1", "numrxqueues", "1", "type", "veth",
            "peer", "name", device, "mtu", mtu, "numtxqueues", "1", "numrxqueues", "1", "netns", namespace.name());
        for (var side : List.of(end, namespace)) {
            side.run("ip", "link", "set", device, "addrgenmode", "none");
            side.run("ip", "address", "add", (side == end ? address : relay) + length, "dev", device);
            // without a queue of its own the pair drops what its ring of 256 frames can't take
            side.run("tc", "qdisc", "add", "dev", device, "root", "pfifo", "limit", String.valueOf(QUEUE_PACKETS));
            if (side != NetworkNamespace.here()) {
                side.run("ethtool", "-K", device, "tx", "off");
            }
            side.run("ip", "link", "set", device, "up");
        }
    }
}

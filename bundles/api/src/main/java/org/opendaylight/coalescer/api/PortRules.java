/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.opendaylight.coalescer.api.Findings.Subject;

/** Rules for ports, but for their tunnels. Confined to one thread; made for one validation. */
final class PortRules {
    private static final Pattern DEVICE_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,15}");
    /** The loopback device, and the directories of /proc/sys/net/ipv4/conf that stand for no device. */
    private static final Set<String> RESERVED_NAMES = Set.of(".", "..", "all", "default", "lo");
    private static final int MAX_DESCRIPTION = 255;
    private static final int MIN_MTU = 1280;
    private static final int MAX_LENGTH = 65535;
    private static final int MAX_TX_QUEUE = 100_000;
    private static final int MAX_QUEUES = 64;
    private static final int MAX_SEGMENTS = 64;
    private static final int MIN_HOLD = 64;
    private static final int MAX_HOLD = 4096;
    private static final int MAX_HOLD_MICROS = 100_000;
    private static final int PER_MILLE = 1000;
    private static final int MAX_WINDOW_SECONDS = 3600;

    private final Map<HostAddress, String> portByAddress = new HashMap<>();

    private record HostAddress(String namespace, InetAddress address) {
    }

    void check(final PortConfiguration port, final Subject subject) {
        checkName(port.name(), subject);
        if (port.description().length() > MAX_DESCRIPTION) {
            subject.refuse("description", "must have at most 255 characters", "Shorten it.");
        }
        if (port.device().mtu() != 0) {
            subject.requireRange("mtu", port.device().mtu(), MIN_MTU, MAX_LENGTH);
        }
        EndpointRules.checkNamespace(port.device().networkNamespace(), subject);
        if (port.device().queues() != 0) {
            subject.requireRange("queues", port.device().queues(), 1, MAX_QUEUES);
        }
        subject.requireRange("tx-queue-length", port.device().txQueueLength(), 1, MAX_TX_QUEUE);
        port.device().addresses().forEach(address -> checkAddress(port, address, subject));
        checkOffload(port.offload(), subject);
        checkCoalescing(port.coalescing(), subject);
        if (port.gapAlarm() != null) {
            checkGapAlarm(port.gapAlarm(), subject);
        }
    }

    private static void checkName(final String name, final Subject subject) {
        if (!DEVICE_NAME.matcher(name).matches()) {
            subject.refuse("name", "must be 1..15 letters, digits, '_', '.' or '-', as the kernel demands of a device",
                "Choose such a name.");
        } else if (RESERVED_NAMES.contains(name)) {
            subject.refuse("name", "'" + name + "' has a meaning of its own in the kernel", "Choose another name.");
        }
    }

    private void checkAddress(final PortConfiguration port, final IpPrefix prefix, final Subject subject) {
        final InetAddress address = prefix.address();
        final String where = "address[.='" + prefix + "']";
        final String objection = address.isLoopbackAddress() ? "a loopback address" : EndpointRules.objection(address);
        if (objection != null) {
            subject.refuse(where, "must be the address of a host, but is " + objection,
                "Give the port an address of its own.");
        }
        if (prefix.length() == 0) {
            subject.refuse(where, "must have a prefix longer than 0", "Use the length of the network's prefix, such as "
                + address.getAddress().length * Byte.SIZE + ".");
        }
        final String other = portByAddress.putIfAbsent(
            new HostAddress(port.device().networkNamespace(), address), port.name());
        if (other != null) {
            subject.refuse(where, "must be given once in a network namespace, but port '" + other + "' has it too",
                "Remove one of the two.");
        }
    }

    private static void checkOffload(final OffloadConfiguration offload, final Subject subject) {
        if (!offload.checksum()) {
            if (offload.tso()) {
                refuseWithoutChecksum("tso", subject);
            }
            if (offload.uso()) {
                refuseWithoutChecksum("uso", subject);
            }
            if (offload.udpTunnelGso()) {
                refuseWithoutChecksum("udp-tunnel-gso", subject);
            }
        }
    }

    private static void refuseWithoutChecksum(final String leaf, final Subject subject) {
        subject.refuse("offload/" + leaf, "needs offload/checksum, as the kernel has no " + leaf
            + " without it", "Set offload/checksum to true, or offload/" + leaf + " to false.");
    }

    private static void checkCoalescing(final CoalescingConfiguration coalescing, final Subject subject) {
        subject.requireRange("coalescing/max-segments", coalescing.maxSegments(), 2, MAX_SEGMENTS);
        subject.requireRange("coalescing/max-bytes", coalescing.maxBytes(), MIN_MTU, MAX_LENGTH);
        subject.requireRange("coalescing/max-segment-size", coalescing.maxSegmentSize(), 1, MAX_LENGTH);
        subject.requireRange("coalescing/hold/packets", coalescing.holdPackets(), MIN_HOLD, MAX_HOLD);
        subject.requireRange("coalescing/hold/time", coalescing.holdMicros(), 1, MAX_HOLD_MICROS);
    }

    private static void checkGapAlarm(final GapAlarmConfiguration alarm, final Subject subject) {
        subject.requireRange("gap-alarm/raise", alarm.raisePerMille(), 1, PER_MILLE);
        if (alarm.clearPerMille() >= alarm.raisePerMille()) {
            subject.refuse("gap-alarm/clear", "must be less than gap-alarm/raise, but " + alarm.clearPerMille()
                + " is not less than " + alarm.raisePerMille(), "Choose a smaller value, or a greater one for raise.");
        }
        subject.requireRange("gap-alarm/window", alarm.windowSeconds(), 1, MAX_WINDOW_SECONDS);
    }
}

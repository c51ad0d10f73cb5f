/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.Ipv6;
import org.opendaylight.coalescer.packet.PacketMemory;

class OwnAddressesTest {
    private static final int OFF = 3;

    private final PacketMemory memory = PacketMemory.allocate(OFF + Ipv6.HEADER_LENGTH);
    private final OwnAddresses own = new OwnAddresses();

    private static InetAddress address(final String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }

    private boolean isDestination(final String text) throws UnknownHostException {
        final byte[] bytes = address(text).getAddress();
        final boolean isV4 = bytes.length == 4;
        memory.net().put(OFF, (byte) (isV4 ? 0x45 : 0x60))
            .put(OFF + (isV4 ? Ipv4.DESTINATION : Ipv6.DESTINATION), bytes);
        return own.isDestination(memory, OFF, isV4 ? 4 : 6);
    }

    @Test
    void knowsAllOfThem() throws UnknownHostException {
        assertThat(isDestination("198.51.100.1")).as("without addresses").isFalse();
        assertThat(isDestination("2001:db8::1")).as("without addresses").isFalse();
        own.add(address("198.51.100.1"), 25);
        own.add(address("2001:db8::1"), 64);
        own.add(address("203.0.113.7"), 32);
        own.add(address("2001:db8:1::1"), 64);
        for (var each : new String[] { "198.51.100.1", "203.0.113.7", "2001:db8::1", "2001:db8:1::1" }) {
            assertThat(isDestination(each)).as(each).isTrue();
        }
        for (var each : new String[] { "198.51.100.2", "203.0.113.255", "2001:db8::2", "2001:db8:2::1" }) {
            assertThat(isDestination(each)).as(each).isFalse();
        }
    }

    @Test
    void broadcastsOfItsNetworksAreItsOwn() throws UnknownHostException {
        own.add(address("198.51.100.1"), 25);
        own.add(address("203.0.113.8"), 31);
        assertThat(isDestination("198.51.100.127")).isTrue();
        assertThat(isDestination("198.51.100.255")).isFalse();
        assertThat(isDestination("203.0.113.9")).as("a network of two has none").isFalse();
    }

    @Test
    void firstOneThatRoutersKnowSpeaks() throws UnknownHostException {
        assertThat(own.speaker(4)).isNull();
        assertThat(own.speaker(6)).isNull();
        for (var each : new String[] { "169.254.1.1", "198.51.100.1", "203.0.113.7", "fe80::1", "2001:db8::1",
            "2001:db8:1::1" }) {
            own.add(address(each), 24);
        }
        assertThat(own.speaker(4)).isEqualTo(address("198.51.100.1").getAddress());
        assertThat(own.speaker(6)).isEqualTo(address("2001:db8::1").getAddress());
    }
}

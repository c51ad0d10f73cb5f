/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.HERE;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.THERE;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.await;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.endpoint;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.peer;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.play;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.port;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.wish;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opendaylight.coalescer.api.EndpointConfiguration;
import org.opendaylight.coalescer.linux.NativeMemory;
import org.opendaylight.coalescer.linux.UdpReceiveBatch;
import org.opendaylight.coalescer.linux.UdpSocket;

/** What outer headers say about the packet inside, read off the kernel's socket of a peer. */
@ExtendWith(KernelPrerequisite.class)
class TunnelPolicyKernelTest {
    private static final int SLOT = 1 << 16;

    private static EndpointConfiguration dscp(final int dscp) {
        final var plain = endpoint("underlay", HERE);
        return new EndpointConfiguration(plain.name(), plain.encapsulation(), plain.networkNamespace(),
            plain.localAddress(), plain.localPort(), plain.udpChecksum(), plain.ttl(), dscp, plain.receiveBuffer(),
            plain.udpGso(), plain.udpGro());
    }

    @ParameterizedTest
    @CsvSource({ "0, 0x2a, 0x02", "46, 0x2a, 0xba", "-1, 0x2a, 0x2a", "-1, 0xb9, 0xb9" })
    void datagramsHaveTheCodepointThatThePolicySays(final int dscp, final String inner, final String outer)
            throws Exception {
        play(scene -> {
            // A change of the policy is live
            final var far = port("ta", 1, List.of("198.51.100.1/25"), peer("far", THERE, "203.0.113.0/25"));
            scene.applyAndAwait(wish(dscp(11), far));
            scene.applyAndAwait(wish(dscp(dscp), far));
            final var batch = new UdpReceiveBatch(NativeMemory.allocate(SLOT), 0, 1, SLOT);
            try (var peer = UdpSocket.open(false);
                 var sender = new DatagramSocket(0, InetAddress.getByName("198.51.100.1"))) {
                peer.bind(InetAddress.getByName(THERE), 4790);
                sender.setTrafficClass(Integer.decode(inner));
                sender.send(new DatagramPacket(new byte[32], 32,
                    new InetSocketAddress(InetAddress.getByName("203.0.113.9"), 9)));
                await().until(() -> batch.receive(peer) == 1);
                assertEquals(Integer.decode(outer), batch.tos(0));
            }
        });
    }
}

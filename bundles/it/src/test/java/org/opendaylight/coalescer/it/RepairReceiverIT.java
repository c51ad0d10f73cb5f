/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_IPV4;
import static org.opendaylight.coalescer.it.lab.LabAddresses.SPARE_IPV4;
import static org.opendaylight.coalescer.it.lab.LabAddresses.SPARE_UNDERLAY;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.it.crafted.Crafted;
import org.opendaylight.coalescer.it.crafted.CraftedRig;
import org.opendaylight.coalescer.it.lab.TcpExtCounters;
import org.opendaylight.coalescer.it.traffic.DatagramPeer;

/** Repaired order against the TCP receiver of the kernel, who protects himself against wrapped sequence numbers. */
@ControllerTest
class RepairReceiverIT {
    private final ControllerLab lab;
    private DatagramPeer peer;
    private CraftedRig rig;

    RepairReceiverIT(final ControllerLab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void open() {
        peer = DatagramPeer.start(lab.underlay().far());
        rig = CraftedRig.open(lab, peer, List.of());
    }

    @AfterEach
    void close() {
        rig.close();
        peer.close();
    }

    /** A retransmission put in front of older timestamps would make the receiver drop these (RFC 7323 section 5). */
    @Test
    void receiverOfRepairedRetransmissionGetsEveryByte() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getByName(NEAR_IPV4))) {
            final var flow = Crafted.tcp4().from(SPARE_IPV4, 41000).to(NEAR_IPV4, server.getLocalPort());
            final int place = rig.place();
            send(flow.seq(999).flags(Crafted.SYN).length(0).timestamp(1000, 0));
            final var answer = ByteBuffer.wrap(rig.received(place, packet -> packet[9] == 6
                && packet[33] == (Crafted.SYN | Crafted.ACK)));
            final int theirSeq = answer.getInt(24) + 1;
            final var established = flow.ack(theirSeq);
            send(established.length(0).timestamp(1000, Crafted.timestampOf(answer)));
            final long before = pawsRejections();
            final var train = established.length(1000).train(8);
            final var batch = new ArrayList<Crafted>();
            for (int index : new int[] { 4, 3, 5, 7, 6 }) {
                batch.add(train.get(index).timestamp(1001, 0));
            }
            for (int index : new int[] { 1, 0, 2 }) {
                batch.add(train.get(index).timestamp(1500, 0));
            }
            rig.deliver(batch.stream().map(Crafted::bytes).toList());
            assertThat(lab.statistics().at("receive/sequence/repairs")).isPositive();
            final var sent = new ByteArrayOutputStream();
            train.forEach(segment -> sent.writeBytes(segment.payload()));
            try (var connection = server.accept()) {
                connection.setSoTimeout((int) ControllerLab.PATIENCE.toMillis());
                assertThat(connection.getInputStream().readNBytes(sent.size())).isEqualTo(sent.toByteArray());
            }
            assertThat(pawsRejections()).as("segments that the receiver's PAWS check rejected").isEqualTo(before);
        }
    }

    private void send(final Crafted packet) {
        rig.sendOnly(SPARE_UNDERLAY, 0, List.of(CraftedRig.encapsulate(packet.bytes())));
    }

    private long pawsRejections() {
        return TcpExtCounters.read(lab.near()).at("PAWSEstab");
    }
}

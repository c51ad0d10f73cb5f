/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.transmit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opendaylight.coalescer.packet.ChecksumState;
import org.opendaylight.coalescer.packet.GsoType;
import org.opendaylight.coalescer.packet.PacketMetadata;

/** Rule 7 of the data path, strict before every write. */
class GeometryTest {
    private final PacketMetadata packet = new PacketMetadata();

    @BeforeEach
    void describeAGoodSuperpacket() {
        packet.reset(0, 40);
        packet.setPartial(20, 16);
        packet.setGso(GsoType.TCPV4, 1000, 3);
    }

    @ParameterizedTest
    @CsvSource({ "1000, 3040, true", "1, 2041, true", "0, 2040, false", "1001, 3041, false", "-1, 2039, false",
        "500, 2541, false", "500, 2539, false" })
    void segmentsAreEqualButForAShorterLastThatIsNotEmpty(final int lastPayload, final int total, final boolean good) {
        assertEquals(good, TransmitValidation.checkGeometry(packet, 40, lastPayload, total, 64));
    }

    @ParameterizedTest
    @CsvSource({ "0, false", "1, false", "2, true", "64, true", "65, false" })
    void numberOfSegmentsIsTwoToTheMost(final int segments, final boolean good) {
        packet.setGso(GsoType.TCPV4, 10, segments);
        assertEquals(good, TransmitValidation.checkGeometry(packet, 40, 10, 40 + 10 * segments, 64));
    }

    @Test
    void totalIsAtMost65535() {
        packet.setGso(GsoType.TCPV4, 21_832, 3);
        assertEquals(true, TransmitValidation.checkGeometry(packet, 40, 21_831, 65_535, 64));
        assertEquals(false, TransmitValidation.checkGeometry(packet, 40, 21_832, 65_536, 64));
    }

    @ParameterizedTest
    @CsvSource({ "20, 16, 38, true", "20, 16, 37, false", "20, 6, 40, false", "0, 16, 40, false", "-20, 16, 40, false",
        "40, 16, 40, false" })
    void checksumFieldIsInsideTheHeaders(final int start, final int offset, final int headerLen, final boolean good) {
        packet.setPartial(start, offset);
        assertEquals(good, TransmitValidation.checkGeometry(packet, headerLen, 500, headerLen + 2500, 64));
    }

    @Test
    void udpHasItsFieldElsewhere() {
        packet.setGso(GsoType.UDP_L4, 1000, 3);
        assertEquals(false, TransmitValidation.checkGeometry(packet, 28, 500, 2528, 64));
        packet.setPartial(20, 6);
        assertEquals(true, TransmitValidation.checkGeometry(packet, 28, 500, 2528, 64));
    }

    @Test
    void refusesWhatIsNoSuperpacketOrFinished() {
        packet.setGso(GsoType.NONE, 1000, 3);
        assertEquals(false, TransmitValidation.checkGeometry(packet, 40, 500, 2540, 64));
        packet.setGso(GsoType.TCPV4, 1000, 3);
        packet.setChecksumState(ChecksumState.UNNECESSARY);
        assertEquals(false, TransmitValidation.checkGeometry(packet, 40, 500, 2540, 64));
    }

    @Test
    void doesNotOverflow() {
        packet.setGso(GsoType.TCPV4, Integer.MAX_VALUE, Integer.MAX_VALUE);
        assertEquals(false, TransmitValidation.checkGeometry(packet, 40, 1, 42, Integer.MAX_VALUE));
    }
}

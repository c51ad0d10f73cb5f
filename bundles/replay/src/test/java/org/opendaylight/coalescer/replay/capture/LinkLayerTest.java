/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the IP packet begins in frames of every link type. */
class LinkLayerTest {
    private static final String ADDRESSES = "020000000002020000000001";

    private static int offset(final int linkType, final String hex) throws CaptureException {
        // Not at the start of the memory
        final byte[] bytes = HexFormat.of().parseHex("00ff00" + hex);
        final CapturedFrame frame = new CapturedFrame(ByteBuffer.wrap(bytes));
        frame.place(77, linkType, 0);
        frame.content(3, bytes.length - 3, bytes.length - 3);
        return LinkLayer.ipOffset(frame);
    }

    @ParameterizedTest
    @CsvSource({
        "0800, 14",
        "86dd, 14",
        "0806, -1",
        "002e, -1",
        "08, -1",
        "8100000a0800, 18",
        "88a8000a8100000b86dd, 22",
        "91000001910000028100000308004500, 26",
        "8100000a0806, -1",
        "8100000a, -1",
        "8100, -1"})
    void ethernet(final String type, final int offset) throws CaptureException {
        assertThat(offset(1, ADDRESSES + type)).isEqualTo(offset);
    }

    @ParameterizedTest
    @CsvSource({ "12, 45", "14, 45", "101, 45", "101, 60", "228, 45", "229, 60", "228, 99" })
    void raw(final int linkType, final String packet) throws CaptureException {
        assertThat(offset(linkType, packet)).isZero();
    }

    @Test
    void rawOfAnotherVersion() throws CaptureException {
        assertThat(offset(101, "50")).isEqualTo(LinkLayer.NOT_IP);
    }

    @Test
    void rawWithoutAnything() throws CaptureException {
        assertThat(offset(101, "")).isZero();
    }

    @ParameterizedTest
    @CsvSource({ "0800, 16", "86dd, 16", "8100000a0800, 20", "0806, -1", "08, -1" })
    void linuxCooked(final String type, final int offset) throws CaptureException {
        assertThat(offset(113, "0000000100060200000000010000" + type)).isEqualTo(offset);
    }

    @ParameterizedTest
    @CsvSource({ "0800, 20", "86dd, 20", "0806, -1" })
    void linuxCookedTwo(final String type, final int offset) throws CaptureException {
        assertThat(offset(276, type + "000000000001000100060200000000010000")).isEqualTo(offset);
    }

    @Test
    void linuxCookedTwoCutShort() throws CaptureException {
        assertThat(offset(276, "08000000000000010001000602000000000100")).isEqualTo(LinkLayer.NOT_IP);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 02000000, 4",
        "0, 00000002, 4",
        "0, 1e000000, 4",
        "0, 0a000000, 4",
        "108, 00000018, 4",
        "108, 0000001c, 4",
        "0, 07000000, -1",
        "0, 02000002, -1",
        "0, 020000, -1"})
    void loopback(final int linkType, final String family, final int offset) throws CaptureException {
        assertThat(offset(linkType, family)).isEqualTo(offset);
    }

    @Test
    void unknownLinkType() {
        assertThatExceptionOfType(CaptureException.class).isThrownBy(() -> offset(105, "00"))
            .withMessageStartingWith("byte 77: link type 105 is not known");
    }
}

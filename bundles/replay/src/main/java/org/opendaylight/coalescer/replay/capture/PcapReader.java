/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay.capture;

import java.io.IOException;

/** Reads pcap (draft-ietf-opsawg-pcap), of microseconds or nanoseconds, in both byte orders. */
final class PcapReader extends CaptureReader {
    static final int MICROSECONDS = 0xa1b2_c3d4;
    static final int NANOSECONDS = 0xa1b2_3c4d;

    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int VERSION = 2;
    private static final String RECORD = "record";

    private final int unitNs;
    private final int linkType;

    /**
     * Reads the file header.
     *
     * @param input the capture from its start, in the right byte order
     * @param magic the magic number in that order
     * @throws IOException if it can't be read or is no pcap of a known version
     */
    PcapReader(final CaptureInput input, final int magic) throws IOException {
        super(input);
        unitNs = magic == NANOSECONDS ? 1 : 1000;
        input.require(FILE_HEADER, 0, "file header");
        input.takeInt();
        final int major = input.takeShort();
        if (major != VERSION) {
            throw new CaptureException(Integer.BYTES, "version " + major + '.' + input.takeShort()
                + " of pcap is not known, only " + VERSION + ".x");
        }
        input.skip(Short.BYTES + 3 * Integer.BYTES, 0, RECORD);
        // The upper half says how many bytes of a frame check sequence there are; they stay where they are
        linkType = input.takeInt() & 0xffff;
    }

    @Override
    public String format() {
        return unitNs == 1 ? "pcap, nanoseconds" : "pcap";
    }

    @Override
    public boolean next() throws IOException {
        if (input.isAtEnd()) {
            return false;
        }
        final long start = input.position();
        input.require(RECORD_HEADER, start, RECORD);
        final long seconds = input.takeInt() & 0xffff_ffffL;
        final long fraction = input.takeInt() & 0xffff_ffffL;
        final int length = frameLength(input.takeInt(), start, RECORD);
        final long original = input.takeInt() & 0xffff_ffffL;
        input.require(length, start, RECORD);
        frame.place(start, linkType, seconds * 1_000_000_000 + fraction * unitNs);
        frame.content(input.window().position(), length, original);
        input.skip(length, start, RECORD);
        return true;
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9293 section 3.1 and RFC 7323 section 3.2, behind some bytes that are none of theirs. */
class TcpOptionsTest {
    private static final int START = 3;
    private static final String BEFORE = "080a08";
    /** What would make an option longer than it is. */
    private static final String BEHIND = "ff".repeat(16);

    private static ByteBuffer header(final String options) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(BEFORE + options + BEHIND));
    }

    private static int end(final String options) {
        return START + options.length() / 2;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({ "01, 1", "0101, 1", "0402, 2", "020405b4, 4", "080a0102030405060708, 10", "030307ff, 3",
        "02, -1", "0201, -1", "0200, -1", "020405, -1", "08ff0000, -1" })
    void anOptionEndsWhereItSaysOrIsMalformed(final String options, final int length) {
        assertEquals(length < 0 ? TcpOptions.MALFORMED : START + length,
            TcpOptions.next(header(options), START, end(options)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({ "0101080a0102030405060708, 16909060", "0101080affffffff05060708, 4294967295",
        "080a0102030405060708, 16909060", "080a01020304050607080101, 16909060", "0402080a0102030405060708, 16909060",
        "020405b40402080a010203040506070801030307, 16909060",
        // The last one counts
        "080a0102030405060708080a0000000505060708, 5", "080a01020304050607080000, 16909060",
        // None, behind the end of the list, of another length, or the list is malformed
        "'', -1", "01, -1", "0000080a0102030405060708, -1", "010108090102030405060708, -1",
        "080b010203040506070809, -1", "0101080a010203, -1", "080a01020304050607080200, -1" })
    void aTimestampIsFoundWhereverItIs(final String options, final long value) {
        assertEquals(value, TimestampOption.find(header(options), START, end(options)));
    }
}

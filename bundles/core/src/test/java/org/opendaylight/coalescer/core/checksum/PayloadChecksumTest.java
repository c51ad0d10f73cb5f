/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.checksum;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.core.EnumCounters;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.Sctp;

/** Whatever reads payload says so, once each time. */
class PayloadChecksumTest {
    private static final int LENGTH = 40;

    private final EnumCounters<PayloadPass> passes = new EnumCounters<>(PayloadPass.class);
    private final PayloadChecksum checksum = new PayloadChecksum(passes);
    private final PacketMemory memory = PacketMemory.allocate(LENGTH);

    private void assertPasses(final int internet, final int crc32c) {
        assertThat(passes.get(PayloadPass.INTERNET)).isEqualTo(internet);
        assertThat(passes.get(PayloadPass.CRC32C)).isEqualTo(crc32c);
    }

    @Test
    void everyInternetChecksumIsAPass() {
        memory.net().put(0, (byte) 1);
        assertThat(checksum.sum(memory, 0, LENGTH)).isNotZero();
        assertPasses(1, 0);
        final int expected = checksum.expected(0, memory, 0, LENGTH, 16);
        assertPasses(2, 0);
        checksum.finish(memory, 0, LENGTH, 16);
        assertPasses(3, 0);
        assertThat(memory.net().getShort(16) & 0xffff).isEqualTo(expected);
        assertThat(checksum.isGood(0, memory, 0, LENGTH)).isTrue();
        assertThat(checksum.isGood(1, memory, 0, LENGTH)).isFalse();
        assertPasses(5, 0);
    }

    @Test
    void everyCrc32cIsAPassOfItsOwn() {
        checksum.finishCrc32c(memory, 0, LENGTH, Sctp.CHECKSUM);
        assertPasses(0, 1);
        assertThat(checksum.isCrc32cGood(memory, 0, LENGTH)).isTrue();
        memory.net().put(0, (byte) 1);
        assertThat(checksum.isCrc32cGood(memory, 0, LENGTH)).isFalse();
        assertPasses(0, 3);
    }
}

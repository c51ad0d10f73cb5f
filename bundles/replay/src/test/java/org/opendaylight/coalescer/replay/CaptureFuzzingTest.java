/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.fuzz.Fuzzer;

/**
 * A short look by a coverage-guided fuzzer at captures. A long one: {@code mvn test -pl bundles/replay -am
 * -Dtest=CaptureFuzzingTest -Dsurefire.failIfNoSpecifiedTests=false -Dcoalescer.fuzz.seconds=3600}.
 */
class CaptureFuzzingTest {
    @Test
    void anyCaptureEndsWithAReport() throws Exception {
        final var packets = List.of(Packets.tcp4().build(), Packets.udp6().build());
        assertThat(Fuzzer.run(CaptureFuzz.class, 10,
            seed(CaptureBytes.pcap(CaptureBytes.RAW).records(packets).bytes()),
            seed(CaptureBytes.pcap(CaptureBytes.ETHERNET).records(packets).bytes()),
            seed(CaptureBytes.pcapng(ByteOrder.LITTLE_ENDIAN).description(CaptureBytes.RAW, 0)
                .enhanced(1, packets.getFirst()).simple(packets.getLast().length, packets.getLast()).bytes())))
            .isGreaterThan(100);
    }

    /** The byte that chooses options comes first. */
    private static byte[] seed(final byte[] capture) {
        final byte[] seed = new byte[1 + capture.length];
        System.arraycopy(capture, 0, seed, 1, capture.length);
        return seed;
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opendaylight.coalescer.it.capture.Tcpdump;
import org.opendaylight.coalescer.it.capture.Tshark;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.lab.Command;
import org.opendaylight.coalescer.it.traffic.TcpTransfer;

/**
 * What an operator allows for what lies behind a port, seen there: with the limit no packet is larger, before and after
 * it some are. One connection lives through it all.
 */
@ControllerTest
class SuperpacketLimitsIT {
    private static final long FRAMES = 1000;
    private static final List<String> LENGTHS = List.of("ip.len", "tcp.len");
    private static final Path RAW = Path.of("target", "limits-raw.pcap");
    private static final Path WHOLE = Path.of("target", "limits.pcap");

    private final ControllerLab lab;

    SuperpacketLimitsIT(final ControllerLab lab) {
        this.lab = lab;
    }

    /** The MTU of the port is 1464, so no segment has more than 1424 bytes of payload. */
    @ParameterizedTest(name = "{0} {1}: {2} is {3} at most")
    @CsvSource({ "max-bytes, 9000, 65535, ip.len, 9000", "max-segments, 4, 64, tcp.len, 5696",
        "max-segment-size, 1000, 65535, tcp.len, 1424" })
    void noPacketBehindThePortIsLargerThanItsLimit(final String leaf, final int limit, final int usual,
            final String length, final long most) throws IOException {
        lab.provision(true);
        try (var transfer = lab.start(true, false, TcpTransfer.Amount.untilFinished())) {
            assertThat(largest(length)).as("without the limit").isGreaterThan(most);
            set(leaf, limit);
            assertThat(largest(length)).as("with " + leaf + ' ' + limit).isLessThanOrEqualTo(most)
                .as("packets are as large as they may be").isGreaterThan(most * 3 / 4);
            set(leaf, usual);
            assertThat(largest(length)).as("without the limit again").isGreaterThan(most);
            transfer.finish();
            final var result = transfer.await(ControllerLab.PATIENCE);
            assertThat(result.receivedSha256()).isEqualTo(result.sentSha256());
            assertThat(result.isIntact()).as(result.summary()).isTrue();
        } finally {
            Files.deleteIfExists(RAW);
            Files.deleteIfExists(WHOLE);
        }
    }

    private void set(final String leaf, final int value) {
        final var coalescing = new JsonObject();
        coalescing.addProperty(leaf, value);
        final var port = new JsonObject();
        port.addProperty("name", lab.port());
        port.add("coalescing", coalescing);
        final var path = CoalescerModel.portPath(lab.port());
        lab.client().patch(path, CoalescerModel.entry("port", port));
        ControllerLab.await("the applied configuration has " + leaf + ' ' + value,
            () -> lab.client().get(path + "/coalescing?content=nonconfig")
                .map(body -> body.getAsJsonObject("odl-coalescer:coalescing"))
                .filter(applied -> applied.has(leaf) && applied.get(leaf).getAsInt() == value).isPresent());
    }

    /** Captures some of what the kernel gets from the port, and says how large the largest is. */
    private long largest(final String length) {
        try (var tcpdump = Tcpdump.start(lab.near(), RAW, "-Q", "in", "-i", lab.port(), "tcp")) {
            tcpdump.await(FRAMES);
        }
        // the end may be that of a frame that was being written
        Command.run(List.of("editcap", "-F", "pcap", RAW.toString(), WHOLE.toString()));
        return Tshark.dissect(WHOLE, LENGTHS).stream().mapToLong(frame -> frame.first(length)).max().orElseThrow();
    }
}

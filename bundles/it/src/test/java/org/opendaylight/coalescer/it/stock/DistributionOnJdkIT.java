/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.stock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.it.ControllerLab;
import org.opendaylight.coalescer.it.KernelTest;

/** The packed distribution works on either JDK it is made for, whichever of them built it. */
@KernelTest
class DistributionOnJdkIT {
    private static final long SOME_BYTES = 16L << 20;
    /** OpenDaylight's own, at every good start on any JDK: what declarative services say of an annotation. */
    private static final String KNOWN = "unsupported type";

    @ParameterizedTest
    @ValueSource(ints = { 21, 25 })
    void bootsWorksRestartsAndStops(final int release) throws IOException {
        try (var lab = ControllerLab.open(Jdks.require(release))) {
            assertThat(Files.readString(lab.controller().folder().resolve("data/log/karaf.log")))
                .contains("coalescer");
            lab.provision(true);
            assertCarriesData(lab);

            assertThat(errors(lab)).isEmpty();
            assertThat(lab.controller().stop()).as("stops without force").isTrue();
            assertThat(lab.hasDevice(lab.port())).as("a device without a controller").isFalse();
            // OpenDaylight's own transactions may fail while it stops
            final int atStop = errors(lab).size();
            lab.startAgain();
            lab.awaitUp();
            assertCarriesData(lab);

            assertThat(errors(lab)).hasSize(atStop);
            assertThat(lab.controller().stop()).as("stops without force").isTrue();
            assertThat(lab.hasDevice(lab.port())).as("a device without a controller").isFalse();
        }
    }

    private static void assertCarriesData(final ControllerLab lab) {
        for (boolean ipv6 : new boolean[] { false, true }) {
            for (boolean inward : new boolean[] { false, true }) {
                final var result = lab.move(inward, ipv6, SOME_BYTES);
                assertThat(result.isIntact()).as(result.summary()).isTrue();
            }
        }
    }

    private static List<String> errors(final ControllerLab lab) throws IOException {
        try (var lines = Files.lines(lab.controller().folder().resolve("data/log/karaf.log"))) {
            return lines.filter(line -> line.contains("| ERROR |") && !line.contains(KNOWN)).toList();
        }
    }
}

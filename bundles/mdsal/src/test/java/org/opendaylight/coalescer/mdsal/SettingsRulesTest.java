/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opendaylight.coalescer.api.DataPlaneSettings;
import org.opendaylight.coalescer.api.Violation;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.CoalescerBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Settings;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Settings.Workers;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.SettingsBuilder;
import org.opendaylight.yangtools.yang.common.Uint16;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.common.Uint8;

class SettingsRulesTest {
    @ParameterizedTest
    @CsvSource({ "1, 64, 1, 0", "64, 1048576, 10000, 3600000", "1, 64, 1, 100" })
    void acceptsTheEndsOfEveryRange(final int workers, final int maxFlows, final int window, final int interval) {
        assertEquals(List.of(), SettingsRules.check(settings(workers, maxFlows, window, interval)));
    }

    @ParameterizedTest
    @CsvSource({ "0, 64, 1, 0, workers", "65, 64, 1, 0, workers", "1, 63, 1, 0, max-flows",
        "1, 1048577, 1, 0, max-flows", "1, 64, 0, 0, reorder-window", "1, 64, 10001, 0, reorder-window",
        "1, 64, 1, 99, statistics-interval", "1, 64, 1, 3600001, statistics-interval" })
    void refusesWhatIsBeyondThem(final int workers, final int maxFlows, final int window, final int interval,
            final String leaf) {
        assertEquals(List.of("settings/" + leaf), SettingsRules.check(settings(workers, maxFlows, window, interval))
            .stream().map(Violation::path).toList());
    }

    @ParameterizedTest
    @CsvSource({ "0, true", "256, true", "257, false" })
    void limitsExportedFlows(final int flows, final boolean fits) {
        final var settings = new SettingsBuilder().setExportedFlows(Uint16.valueOf(flows)).build();
        assertEquals(fits ? List.of() : List.of("settings/exported-flows"),
            SettingsRules.check(settings).stream().map(Violation::path).toList());
    }

    @Test
    void defaultsAreReadInPlaceOfSettingsThatAreRefused() {
        final var reading = ConfigurationMapper.read(
            new CoalescerBuilder().setSettings(settings(65, 64, 1, 7)).build());
        assertEquals(DataPlaneSettings.DEFAULT, reading.configuration().settings());
        assertEquals(1000, reading.publication().intervalMillis());
    }

    private static Settings settings(final int workers, final int maxFlows, final int window, final int interval) {
        return new SettingsBuilder().setWorkers(new Workers(Uint8.valueOf(workers)))
            .setMaxFlows(Uint32.valueOf(maxFlows)).setReorderWindow(Uint32.valueOf(window))
            .setStatisticsInterval(Uint32.valueOf(interval)).build();
    }
}

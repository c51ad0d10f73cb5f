/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.DataPlaneSettings;
import org.opendaylight.coalescer.api.Violation;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Settings;

/**
 * Rules for the settings of the node, which the records of the data plane can't even hold if they are broken.
 * Stateless, for any thread.
 */
final class SettingsRules {
    private static final long MIN_INTERVAL_MILLIS = 100;
    private static final long MAX_INTERVAL_MILLIS = 3_600_000;
    private static final long MAX_EXPORTED_FLOWS = 256;
    private static final String IN_RANGE = "Choose a value in this range.";

    private SettingsRules() {
        // Hidden on purpose
    }

    /**
     * Finds everything that is wrong.
     *
     * @param settings from the datastore or from a builder; what is absent has its default
     * @return violations in the order of the model
     */
    static List<Violation> check(final Settings settings) {
        final List<Violation> found = new ArrayList<>();
        final var workers = settings.getWorkers();
        if (workers != null && workers.getUint8() != null
                && isOutside(workers.getUint8(), 1, DataPlaneSettings.MAX_WORKERS)) {
            found.add(new Violation("settings/workers", "must be auto or 1..64, but is " + workers.getUint8(),
                "Choose one of these."));
        }
        checkRange(settings.getMaxFlows(), "max-flows", DataPlaneSettings.MIN_FLOWS, DataPlaneSettings.MAX_FLOWS,
            found);
        checkRange(settings.getReorderWindow(), "reorder-window", 1,
            DataPlaneSettings.MAX_REORDER_WINDOW_MILLIS, found);
        final var interval = settings.getStatisticsInterval();
        if (interval != null && interval.longValue() != 0
                && isOutside(interval, MIN_INTERVAL_MILLIS, MAX_INTERVAL_MILLIS)) {
            found.add(new Violation("settings/statistics-interval", "must be 0 or 100..3600000, but is " + interval,
                IN_RANGE));
        }
        checkRange(settings.getExportedFlows(), "exported-flows", 0, MAX_EXPORTED_FLOWS, found);
        return found;
    }

    private static void checkRange(final @Nullable Number value, final String leaf, final long min, final long max,
            final List<Violation> found) {
        if (value != null && isOutside(value, min, max)) {
            found.add(new Violation("settings/" + leaf, "must be " + min + ".." + max + ", but is " + value, IN_RANGE));
        }
    }

    private static boolean isOutside(final Number value, final long min, final long max) {
        return value.longValue() < min || value.longValue() > max;
    }
}

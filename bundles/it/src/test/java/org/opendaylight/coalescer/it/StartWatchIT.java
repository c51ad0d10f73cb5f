/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.it.felix.EmbeddedFelix;

/** The watch over a start of OpenDaylight, in a bare framework with Declarative Services. */
class StartWatchIT {
    private static final String COMPONENT = "org.opendaylight.aaa.encrypt.impl.OSGiEncryptionServiceConfigurator";
    private static final String SERVICE = "org.opendaylight.aaa.encrypt.AAAEncryptionService";

    @ParameterizedTest
    @ValueSource(ints = { 1, 2 })
    void componentThatMissedItsDataIsStartedUntilItsServiceIsThere(final int start) {
        try (var felix = EmbeddedFelix.start(Path.of(System.getProperty("coalescer.felix.bundles")),
                Path.of("target", "it", "felix-watch").toAbsolutePath())) {
            felix.startLateComponent(COMPONENT, SERVICE, start);
            ControllerLab.await("the service is there", () -> felix.offers(SERVICE), () -> "it is not");
        }
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.it.change.ConfigurationLeaves;

/** No leaf of the configuration is added without being changed under traffic. */
class ConfigurationLeavesTest {
    /** Names are keys: another name is another object, which comes or goes as a whole. */
    private static final List<String> KEYS = List.of("endpoint/name", "port/name", "port/tunnel/peer/name");
    /** Changed there, and their losses counted, by whatADisabledPortLosesIsCounted, routesComeAndGo, EthernetPortIT. */
    private static final List<String> OTHER_TESTS_OF_LIVE_CHANGE = List.of("port/enabled", "port/install-routes",
        "port/kind", "port/tunnel/peer/mac");
    /** There is one encapsulation only. */
    private static final List<String> WITHOUT_ALTERNATIVE = List.of("endpoint/encapsulation");

    @Test
    void everyLeafIsChangedUnderTraffic() {
        final var changed = Stream.of(LiveChangeIT.changes().stream().flatMap(change -> change.leaves().stream()),
            MovingChangeIT.leaves(), OTHER_TESTS_OF_LIVE_CHANGE.stream(), KEYS.stream(), WITHOUT_ALTERNATIVE.stream())
            .flatMap(leaves -> leaves).toList();
        assertThat(changed).containsOnlyOnceElementsOf(KEYS);
        assertThat(ConfigurationLeaves.all()).as("leaves of the model").hasSizeGreaterThan(40)
            .isSubsetOf(changed);
        assertThat(changed).isSubsetOf(ConfigurationLeaves.all());
    }
}

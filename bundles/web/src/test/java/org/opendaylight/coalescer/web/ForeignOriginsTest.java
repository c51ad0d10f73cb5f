/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests are refused, and which are not. */
class ForeignOriginsTest {
    @ParameterizedTest
    @CsvSource({
        "cross-site, http://192.0.2.1, 192.0.2.1, true",
        "same-site, http://127.0.0.1:9999, 127.0.0.1:8181, true",
        "same-origin, https://proxy.example, 127.0.0.1:8181, false",
        "none, , 127.0.0.1:8181, false",
        ", http://foreign.example, 192.0.2.1:8181, true",
        ", null, 192.0.2.1:8181, true",
        ", null, , true",
        ", http://192.0.2.1, 192.0.2.1:8181, true",
        ", http://192.0.2.1:8181, 192.0.2.1:8181, false",
        ", , 192.0.2.1:8181, false",
        ", , , false" })
    void pagesOfOtherOriginsAreForeign(final @Nullable String site, final @Nullable String origin,
            final @Nullable String host, final boolean foreign) {
        assertThat(ForeignOrigins.isForeign(site, origin, host)).isEqualTo(foreign);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /operations/odl-coalescer:clear-statistics, true",
        "post, /operations/odl-coalescer:clear-statistics, true",
        "DELETE, /data/odl-coalescer:coalescer, true",
        "GET, /data/odl-coalescer:coalescer, false",
        "OPTIONS, /data/odl-coalescer:coalescer, false",
        "POST, /operations/other:rpc, false" })
    void onlyChangesOfThisPluginAreLookedAt(final String method, final String path, final boolean ours) {
        assertThat(ForeignOrigins.isOurs(method, path)).isEqualTo(ours);
    }
}

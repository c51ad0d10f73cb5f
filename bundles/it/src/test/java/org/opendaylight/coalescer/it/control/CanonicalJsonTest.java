/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {
    private static String canonical(final String text) {
        return CanonicalJson.of(JsonParser.parseString(text));
    }

    @Test
    void orderOfMembersAndEntriesDoesNotCount() {
        assertThat(canonical("{'port':[{'name':'b','mtu':1300},{'name':'a'}]}"))
            .isEqualTo(canonical("{'port':[{'name':'a'},{'mtu':1300,'name':'b'}]}"));
    }

    @Test
    void moduleInFrontOfAnIdentityDoesNotCount() {
        assertThat(canonical("{'encapsulation':'odl-coalescer:vxlan'}"))
            .isEqualTo(canonical("{'encapsulation':'vxlan'}"));
    }

    @Test
    void everyValueCounts() {
        assertThat(canonical("{'port':[{'name':'a','mtu':1300}]}"))
            .isNotEqualTo(canonical("{'port':[{'name':'a','mtu':1301}]}"));
    }

    @Test
    void everyEntryCounts() {
        assertThat(canonical("{'address':['198.18.1.1/32']}"))
            .isNotEqualTo(canonical("{'address':['198.18.1.1/32','198.18.1.2/32']}"));
    }
}

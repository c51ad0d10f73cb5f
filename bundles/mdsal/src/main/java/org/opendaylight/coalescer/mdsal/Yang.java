/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.yang.types.rev130715.Counter32;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.yang.types.rev130715.Counter64;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.yang.types.rev130715.DateAndTime;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.Coalescer;
import org.opendaylight.yangtools.binding.DataObjectIdentifier;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.common.Uint64;

/** Common to everything that speaks YANG here. Stateless, for any thread. */
final class Yang {
    /** The container that all data live in. */
    static final DataObjectIdentifier<Coalescer> ROOT = DataObjectIdentifier.builder(Coalescer.class).build();

    private Yang() {
        // Hidden on purpose
    }

    static Counter64 counter(final long value) {
        return new Counter64(Uint64.fromLongBits(value));
    }

    /** A counter that starts from zero again beyond 32 bits. */
    static Counter32 counter32(final long value) {
        return new Counter32(Uint32.fromIntBits((int) value));
    }

    static DateAndTime time(final Instant instant) {
        return new DateAndTime(instant.truncatedTo(ChronoUnit.MILLIS).toString());
    }

    /** The name that the model gives to an enumerated value: lower case with hyphens. */
    static String name(final Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.Encapsulation;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.Geneve;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.Gue;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.Gue1;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.IpInUdp;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.Vxlan;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.VxlanGpe;

/** The identities of the model that stand for encapsulations. Stateless, for any thread. */
final class EncapsulationIdentity {
    private EncapsulationIdentity() {
        // Hidden on purpose
    }

    /**
     * Reads an identity.
     *
     * @param identity from the datastore or from a builder, null if absent
     * @return what it stands for
     * @throws IllegalArgumentException if it stands for nothing
     */
    static Encapsulation read(
            final org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122
                .@Nullable Encapsulation identity) {
        if (identity == null) {
            return Encapsulation.VXLAN_GPE;
        }
        for (var encapsulation : Encapsulation.values()) {
            if (write(encapsulation).equals(identity)) {
                return encapsulation;
            }
        }
        throw new IllegalArgumentException("encapsulation must be one of " + words() + ", but is "
            + identity.implementedInterface().getSimpleName());
    }

    /** The identity that stands for an encapsulation. */
    static org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122
            .Encapsulation write(final Encapsulation encapsulation) {
        return switch (encapsulation) {
            case VXLAN_GPE -> VxlanGpe.VALUE;
            case VXLAN -> Vxlan.VALUE;
            case GENEVE -> Geneve.VALUE;
            case GUE -> Gue.VALUE;
            case GUE_1 -> Gue1.VALUE;
            case IP_IN_UDP -> IpInUdp.VALUE;
        };
    }

    /** Local names of all of them, for messages. */
    static String words() {
        return Arrays.stream(Encapsulation.values()).map(Encapsulation::word).collect(Collectors.joining(", "));
    }
}

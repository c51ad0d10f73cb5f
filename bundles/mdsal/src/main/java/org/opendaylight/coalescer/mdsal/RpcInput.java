/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import static java.util.Objects.requireNonNull;

import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.DataPlane;
import org.opendaylight.coalescer.api.DataPlaneSnapshot;
import org.opendaylight.netconf.databind.RequestException;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.Coalescer;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.ErrorType;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.LeafNode;

/**
 * What an RPC about a port is given, and what it answers if there is no such port.
 *
 * @param node leaves by name
 * @param dataPlane whose ports are meant
 */
record RpcInput(ContainerNode node, DataPlane dataPlane) {
    RpcInput {
        requireNonNull(node);
        requireNonNull(dataPlane);
    }

    @Nullable Object leaf(final String name) {
        return node.childByArg(new NodeIdentifier(QName.create(Coalescer.QNAME, name))) instanceof LeafNode<?> leaf
            ? leaf.body() : null;
    }

    /** The name of the port, null if none is given. */
    @Nullable String port() {
        return leaf("port") instanceof Object port ? port.toString() : null;
    }

    /**
     * The port that has to be given, and to be there.
     *
     * @return the same
     * @throws RequestException if it is not
     */
    DataPlaneSnapshot.Port knownPort() throws RequestException {
        final var snapshot = dataPlane.snapshot();
        final String name = port();
        if (name == null) {
            throw new RequestException(ErrorType.APPLICATION, ErrorTag.MISSING_ELEMENT,
                "input/port: must be given. Name a port. " + snapshot.knownPorts());
        }
        final var port = snapshot.ports().get(name);
        if (port == null) {
            throw unknown(snapshot, name);
        }
        return port;
    }

    RequestException unknown(final String name) {
        return unknown(dataPlane.snapshot(), name);
    }

    private static RequestException unknown(final DataPlaneSnapshot snapshot, final String name) {
        return new RequestException(ErrorType.APPLICATION, ErrorTag.DATA_MISSING, snapshot.unknownPort(name));
    }
}

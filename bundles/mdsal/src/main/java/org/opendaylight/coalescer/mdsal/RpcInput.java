/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import static java.util.Objects.requireNonNull;

import java.util.TreeSet;
import java.util.stream.Collectors;
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
    /** Ports that an answer lists. */
    private static final int MAX_LISTED = 20;

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
        final String name = port();
        if (name == null) {
            throw new RequestException(ErrorType.APPLICATION, ErrorTag.MISSING_ELEMENT,
                "input/port: must be given. Name a port. " + existing());
        }
        final var port = dataPlane.snapshot().ports().get(name);
        if (port == null) {
            throw unknown(name);
        }
        return port;
    }

    RequestException unknown(final String name) {
        return new RequestException(ErrorType.APPLICATION, ErrorTag.DATA_MISSING, "There is no port '" + name
            + "' in the data plane. Configure it, or see its last-error if it is configured. " + existing());
    }

    private String existing() {
        final var names = new TreeSet<>(dataPlane.snapshot().ports().keySet());
        if (names.isEmpty()) {
            return "No port is there.";
        }
        return "Ports that are there: " + names.stream().limit(MAX_LISTED).collect(Collectors.joining(", "))
            + (names.size() > MAX_LISTED ? " and " + (names.size() - MAX_LISTED) + " more." : ".");
    }
}

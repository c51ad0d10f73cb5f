/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.opendaylight.coalescer.api.Encapsulation;
import org.opendaylight.coalescer.api.IpPrefix;
import org.opendaylight.coalescer.api.Violation;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.Coalescer;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Endpoint;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Port;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.port.Tunnel;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.port.tunnel.Peer;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.LeafNode;
import org.opendaylight.yangtools.yang.data.api.schema.LeafSetNode;
import org.opendaylight.yangtools.yang.data.api.schema.MapEntryNode;
import org.opendaylight.yangtools.yang.data.api.schema.MapNode;

/**
 * Finds single values that the types of the model let through although it does not mean them: an identity that stands
 * for nothing, the empty name, zeros that the data plane would take for absent leaves, addresses and prefixes that are
 * none. The patterns of {@code ietf-inet-types} should keep the latter out, but the datastore lets through what the
 * last of several derived types allows, such as 192.0.2.256; once it is translated it can't be told any more where it
 * stood. Confined to one thread; made for one validation.
 */
final class ValueRules {
    private static final NodeIdentifier ENDPOINT = new NodeIdentifier(Endpoint.QNAME);
    private static final NodeIdentifier PORT = new NodeIdentifier(Port.QNAME);
    private static final NodeIdentifier TUNNEL = new NodeIdentifier(Tunnel.QNAME);
    private static final NodeIdentifier PEER = new NodeIdentifier(Peer.QNAME);
    private static final NodeIdentifier ENCAPSULATION = leaf("encapsulation");
    private static final NodeIdentifier NETWORK_NAMESPACE = leaf("network-namespace");
    private static final NodeIdentifier MTU = leaf("mtu");
    private static final NodeIdentifier QUEUES = leaf("queues");
    private static final NodeIdentifier LOCAL_ADDRESS = leaf("local-address");
    private static final NodeIdentifier ADDRESS = leaf("address");
    private static final NodeIdentifier ALLOWED_PREFIX = leaf("allowed-prefix");
    private static final QName NAME = QName.create(Coalescer.QNAME, "name");
    /** Bits that an IPv4-mapped prefix has in front of those of the IPv4 prefix (RFC 4291 section 2.5.5.2). */
    private static final int MAPPED_BITS = 96;

    private final List<Violation> found = new ArrayList<>();

    private ValueRules() {
        // Use check()
    }

    /**
     * Finds everything that is wrong.
     *
     * @param data the root container
     * @return violations in the order of the data
     */
    static List<Violation> check(final ContainerNode data) {
        final ValueRules rules = new ValueRules();
        for (MapEntryNode endpoint : entries(data, ENDPOINT)) {
            final String path = path("endpoint", endpoint);
            rules.checkEncapsulation(endpoint, path);
            rules.checkNamespace(endpoint, path);
            rules.checkAddress(endpoint, LOCAL_ADDRESS, path);
        }
        for (MapEntryNode port : entries(data, PORT)) {
            final String path = path("port", port);
            rules.checkNamespace(port, path);
            rules.checkZero(port, MTU, "1280..65535", path);
            rules.checkZero(port, QUEUES, "1..64", path);
            rules.checkPrefixes(port, ADDRESS, path);
            if (port.childByArg(TUNNEL) instanceof ContainerNode tunnel) {
                for (MapEntryNode peer : entries(tunnel, PEER)) {
                    final String peerPath = path + "/tunnel/" + path("peer", peer);
                    rules.checkAddress(peer, ADDRESS, peerPath);
                    rules.checkPrefixes(peer, ALLOWED_PREFIX, peerPath);
                }
            }
        }
        return rules.found;
    }

    private void checkEncapsulation(final DataContainerNode parent, final String path) {
        if (parent.childByArg(ENCAPSULATION) instanceof LeafNode<?> node && !isEncapsulation(node.body())) {
            final String text = node.body() instanceof QName name ? name.getLocalName() : node.body().toString();
            refuse(path + "/encapsulation", "must be one of " + EncapsulationIdentity.words() + ", but is " + text,
                "Write one of them, such as odl-coalescer:vxlan-gpe, or leave it out.");
        }
    }

    private static boolean isEncapsulation(final Object identity) {
        return identity instanceof QName name && name.getModule().equals(Coalescer.QNAME.getModule())
            && Arrays.stream(Encapsulation.values()).anyMatch(each -> each.word().equals(name.getLocalName()));
    }

    /** Refuses the empty name, which is none; the data plane takes it for that of the controller's own. */
    private void checkNamespace(final DataContainerNode parent, final String path) {
        if (parent.childByArg(NETWORK_NAMESPACE) instanceof LeafNode<?> node && node.body().toString().isEmpty()) {
            refuse(path + "/network-namespace",
                "must be 1..255 letters, digits, '_', '.', ':', '@', '+' or '-', but is empty",
                "Give the name that 'ip netns list' shows, without a folder, or delete the leaf.");
        }
    }

    /** Refuses 0, which the data plane takes for a leaf that is absent. */
    private void checkZero(final DataContainerNode parent, final NodeIdentifier leaf, final String range,
            final String path) {
        if (parent.childByArg(leaf) instanceof LeafNode<?> node && node.body() instanceof Number number
                && number.longValue() == 0) {
            refuse(path + '/' + leaf.getNodeType().getLocalName(), "must be " + range + ", but is 0",
                "Choose a value in this range, or delete the leaf.");
        }
    }

    private void checkAddress(final DataContainerNode parent, final NodeIdentifier leaf, final String path) {
        if (parent.childByArg(leaf) instanceof LeafNode<?> node) {
            final String text = node.body().toString();
            final String where = path + '/' + leaf.getNodeType().getLocalName();
            try {
                final InetAddress address = IpPrefix.of(text + "/0").address();
                if (isMapped(text, address)) {
                    refuse(where, "must not be an IPv4-mapped address, but is " + text,
                        "Write " + address.getHostAddress() + '.');
                }
            } catch (IllegalArgumentException e) {
                refuse(where, "must be an IPv4 or IPv6 address, but is '" + text + "'",
                    "Write one such as 192.0.2.1 or 2001:db8::1.");
            }
        }
    }

    private void checkPrefixes(final DataContainerNode parent, final NodeIdentifier leafList, final String path) {
        if (parent.childByArg(leafList) instanceof LeafSetNode<?> node) {
            for (var entry : node.body()) {
                final String text = entry.body().toString();
                checkPrefix(text, path + '/' + leafList.getNodeType().getLocalName() + "[.='" + text + "']");
            }
        }
    }

    private void checkPrefix(final String text, final String where) {
        final int slash = text.indexOf('/');
        try {
            final InetAddress address = IpPrefix.of(text.substring(0, Math.max(0, slash)) + "/0").address();
            if (isMapped(text, address)) {
                refuse(where, "must not be an IPv4-mapped prefix", "Write " + address.getHostAddress() + '/'
                    + Math.max(0, Integer.parseInt(text, slash + 1, text.length(), 10) - MAPPED_BITS) + '.');
            } else {
                IpPrefix.of(text);
            }
        } catch (IllegalArgumentException e) {
            refuse(where, "must be an IPv4 or IPv6 address with the length of a prefix",
                "Write one such as 192.0.2.1/24 or 2001:db8::1/64.");
        }
    }

    private void refuse(final String where, final String rule, final String remedy) {
        found.add(new Violation(where, rule, remedy));
    }

    private static boolean isMapped(final String text, final InetAddress address) {
        return text.indexOf(':') >= 0 && address instanceof Inet4Address;
    }

    private static Iterable<MapEntryNode> entries(final DataContainerNode parent, final NodeIdentifier list) {
        return parent.childByArg(list) instanceof MapNode map ? map.body() : List.of();
    }

    private static String path(final String kind, final MapEntryNode entry) {
        return kind + "[name='" + entry.name().getValue(NAME) + "']";
    }

    private static NodeIdentifier leaf(final String name) {
        return new NodeIdentifier(QName.create(Coalescer.QNAME, name));
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opendaylight.coalescer.api.Violation;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.Coalescer;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.Encapsulation;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.VxlanGpe;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Endpoint;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Port;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.port.Tunnel;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.port.tunnel.Peer;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.common.Uint16;
import org.opendaylight.yangtools.yang.common.Uint8;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifierWithPredicates;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeWithValue;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerChild;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;

class ValueRulesTest {
    private static final QName NAME = QName.create(Coalescer.QNAME, "name");

    @Test
    void acceptsWhatIsMeant() {
        assertEquals(List.of(), check(entry(Endpoint.QNAME, leaf("encapsulation", VxlanGpe.QNAME),
            leaf("network-namespace", "blue"), leaf("local-address", "2001:db8::1"))));
        assertEquals(List.of(), check(entry(Port.QNAME, leaf("mtu", Uint16.valueOf(1280)),
            leaf("queues", Uint8.ONE), leafList("address", "192.0.2.1/24", "2001:db8::1/64"))));
    }

    @Test
    void refusesTheIdentityThatStandsForNothing() {
        assertEquals(List.of(new Violation("endpoint[name='a']/encapsulation", "must be one of vxlan-gpe, vxlan,"
            + " geneve, gue, gue-1, ip-in-udp, but is encapsulation", "Write one of them, such as"
            + " odl-coalescer:vxlan-gpe, or leave it out.")),
            check(entry(Endpoint.QNAME, leaf("encapsulation", Encapsulation.QNAME))));
    }

    @Test
    void refusesTheEmptyNameOfANamespace() {
        assertEquals(List.of("endpoint[name='a']/network-namespace"),
            paths(check(entry(Endpoint.QNAME, leaf("network-namespace", "")))));
        assertEquals(List.of("port[name='a']/network-namespace"),
            paths(check(entry(Port.QNAME, leaf("network-namespace", "")))));
    }

    @Test
    void refusesZerosThatWouldPassForAbsentLeaves() {
        assertEquals(List.of("port[name='a']/mtu", "port[name='a']/queues"),
            paths(check(entry(Port.QNAME, leaf("mtu", Uint16.ZERO), leaf("queues", Uint8.ZERO)))));
    }

    @ParameterizedTest
    @CsvSource({ "192.0.2.256/24, Write one such as 192.0.2.1/24 or 2001:db8::1/64.",
        "192.0.2.1, Write one such as 192.0.2.1/24 or 2001:db8::1/64.",
        "192.0.2.1/33, Write one such as 192.0.2.1/24 or 2001:db8::1/64.",
        "::ffff:192.0.2.1/120, Write 192.0.2.1/24.", "::ffff:192.0.2.1/64, Write 192.0.2.1/0." })
    void refusesWhatIsNoPrefix(final String prefix, final String remedy) {
        final var found = check(entry(Port.QNAME, leafList("address", prefix)));
        assertEquals(List.of("port[name='a']/address[.='" + prefix + "']"), paths(found));
        assertEquals(remedy, found.get(0).remedy());
    }

    @Test
    void looksAtPeersToo() {
        final var peers = ImmutableNodes.newSystemMapBuilder().withNodeIdentifier(new NodeIdentifier(Peer.QNAME))
            .withChild(ImmutableNodes.newMapEntryBuilder()
                .withNodeIdentifier(NodeIdentifierWithPredicates.of(Peer.QNAME, NAME, "far"))
                .withChild(ImmutableNodes.leafNode(NAME, "far"))
                .withChild(leaf("address", "192.0.2.256")).withChild(leafList("allowed-prefix", "2001:db8::/129"))
                .build()).build();
        assertEquals(List.of("port[name='a']/tunnel/peer[name='far']/address",
            "port[name='a']/tunnel/peer[name='far']/allowed-prefix[.='2001:db8::/129']"),
            paths(check(entry(Port.QNAME, ImmutableNodes.newContainerBuilder()
                .withNodeIdentifier(new NodeIdentifier(Tunnel.QNAME)).withChild(peers).build()))));
    }

    private static List<Violation> check(final ContainerNode data) {
        return ValueRules.check(data);
    }

    private static List<String> paths(final List<Violation> found) {
        return found.stream().map(Violation::path).toList();
    }

    /** The root container with one entry of a list, named {@code a}. */
    private static ContainerNode entry(final QName list, final DataContainerChild... children) {
        final var entry = ImmutableNodes.newMapEntryBuilder()
            .withNodeIdentifier(NodeIdentifierWithPredicates.of(list, NAME, "a"))
            .withChild(ImmutableNodes.leafNode(NAME, "a"));
        for (var child : children) {
            entry.withChild(child);
        }
        return ImmutableNodes.newContainerBuilder().withNodeIdentifier(new NodeIdentifier(Coalescer.QNAME))
            .withChild(ImmutableNodes.newSystemMapBuilder().withNodeIdentifier(new NodeIdentifier(list))
                .withChild(entry.build()).build())
            .build();
    }

    private static DataContainerChild leaf(final String name, final Object value) {
        return ImmutableNodes.leafNode(QName.create(Coalescer.QNAME, name), value);
    }

    private static DataContainerChild leafList(final String name, final String... values) {
        final QName qname = QName.create(Coalescer.QNAME, name);
        final var list = ImmutableNodes.<String>newSystemLeafSetBuilder().withNodeIdentifier(new NodeIdentifier(qname));
        Set.of(values).stream().sorted().forEach(value -> list.withChild(
            ImmutableNodes.leafSetEntry(new NodeWithValue<>(qname, value))));
        return list.build();
    }
}

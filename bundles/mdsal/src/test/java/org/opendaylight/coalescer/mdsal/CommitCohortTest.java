/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opendaylight.mdsal.common.api.LogicalDatastoreType;
import org.opendaylight.mdsal.common.api.TransactionCommitFailedException;
import org.opendaylight.mdsal.dom.api.DOMDataBroker;
import org.opendaylight.mdsal.dom.api.DOMDataTreeCandidate;
import org.opendaylight.mdsal.dom.api.DOMDataTreeCommitCohort;
import org.opendaylight.mdsal.dom.api.DOMDataTreeIdentifier;
import org.opendaylight.mdsal.dom.api.DOMDataTreeReadTransaction;
import org.opendaylight.mdsal.dom.api.DOMDataTreeReadWriteTransaction;
import org.opendaylight.mdsal.dom.api.DOMDataTreeWriteTransaction;
import org.opendaylight.mdsal.dom.api.DOMTransactionChain;
import org.opendaylight.netconf.api.NetconfDocumentedException;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.Coalescer;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.coalescer.Endpoint;
import org.opendaylight.yangtools.concepts.Registration;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifierWithPredicates;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.PathArgument;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeCandidateNode;
import org.opendaylight.yangtools.yang.data.tree.api.ModificationType;

class CommitCohortTest {
    private final TestStore store = TestStore.open();
    private final RecordingBroker broker = new RecordingBroker();
    private CommitCohort cohort;

    @BeforeEach
    void register() {
        cohort = new CommitCohort(broker, store.context().currentSerializer());
    }

    @Test
    void registersAtTheRootOfTheConfigurationAndLeaves() {
        assertEquals(List.of("CONFIGURATION " + YangInstanceIdentifier.of(Coalescer.QNAME)), broker.log);
        cohort.close();
        assertEquals(List.of("CONFIGURATION " + YangInstanceIdentifier.of(Coalescer.QNAME), "closed"), broker.log);
    }

    @Test
    void activatesWhereNobodyCanRefuse() {
        try (var without = new CommitCohort(store.getDomBroker(), store.context().currentSerializer())) {
            assertNull(refusal(without, Samples.valid(0)));
        }
    }

    @Test
    void acceptsAValidTree() {
        assertNull(refusal(cohort, Samples.valid(1000)));
    }

    @Test
    void acceptsTheRemovalOfEverything() {
        assertNull(refusal(cohort, null));
    }

    @Test
    void refusesWithPathRuleAndRemedy() {
        final var cause = refusal(cohort, Samples.configuration(0, List.of(
            Samples.minimalEndpoint("underlay", "0.0.0.0")), List.of()));
        final var error = assertInstanceOf(NetconfDocumentedException.class, cause.getCause());
        assertEquals(ErrorTag.INVALID_VALUE, error.getErrorTag());
        assertEquals("Configuration refused: /odl-coalescer:coalescer/endpoint[name='underlay']/local-address: must be"
            + " one address of this node, but 0.0.0.0 is a wildcard. Name the underlay address that peers send to.",
            error.getMessage());
        assertEquals(error.getMessage(), cause.getMessage());
    }

    @Test
    void refusesWithEverythingThatIsWrong() {
        final var cause = refusal(cohort, Samples.configuration(0, List.of(), List.of(
            Samples.minimalPort("lo", 42, "203.0.113.1/24"), Samples.minimalPort("tun1", 42, "198.51.100.0/24"))));
        final String text = cause.getMessage();
        assertTrue(text.startsWith("Configuration refused: 5 violations: (1) "), text);
        for (String path : List.of("port[name='lo']/name: ", "port[name='lo']/tunnel/endpoint: ",
                "allowed-prefix[.='203.0.113.1/24']: ", "port[name='tun1']/tunnel/endpoint: ",
                "port[name='tun1']/tunnel/vni: ")) {
            assertTrue(text.contains(path), () -> path + " in " + text);
        }
    }

    @Test
    void refusesSettingsOutOfRange() {
        final var text = refusal(cohort, Samples.configuration(99, List.of(), List.of())).getMessage();
        assertEquals("Configuration refused: /odl-coalescer:coalescer/settings/statistics-interval: must be 0 or"
            + " 100..3600000, but is 99. Choose a value in this range.", text);
    }

    /** The codec of such a type lets through what the last of its patterns allows. */
    @ParameterizedTest
    @CsvSource({
        "192.0.2.256, 'must be an IPv4 or IPv6 address, but is ''192.0.2.256''. Write one such as 192.0.2.1 or'",
        "2001:db8::1::2, 'must be an IPv4 or IPv6 address, but is ''2001:db8::1::2''. Write one such as'",
        "::ffff:192.0.2.1, must not be an IPv4-mapped address, but is ::ffff:192.0.2.1. Write 192.0.2.1." })
    void refusesAddressesThatAreNoneWhereTheyStand(final String address, final String words) {
        final var text = refusalOf(endpointAt(address)).getMessage();
        assertTrue(text.startsWith("Configuration refused: /odl-coalescer:coalescer/endpoint[name='underlay']/"
            + "local-address: " + words), text);
    }

    @Test
    void refusesDataThatItCannotReadWithoutThrowing() {
        final var data = ImmutableNodes.leafNode(Coalescer.QNAME, "odd");
        final var future = cohort.canCommit("tx", store.schema().getGlobalContext(), List.of(new Candidate(data)));
        final var cause = assertThrows(ExecutionException.class, future::get).getCause();
        assertInstanceOf(NetconfDocumentedException.class,
            assertInstanceOf(TransactionCommitFailedException.class, cause).getCause());
    }

    /** One endpoint at an address that no object of the binding could hold. */
    private static ContainerNode endpointAt(final String address) {
        final QName name = QName.create(Coalescer.QNAME, "name");
        return ImmutableNodes.newContainerBuilder().withNodeIdentifier(new NodeIdentifier(Coalescer.QNAME))
            .withChild(ImmutableNodes.newSystemMapBuilder().withNodeIdentifier(new NodeIdentifier(Endpoint.QNAME))
                .withChild(ImmutableNodes.newMapEntryBuilder()
                    .withNodeIdentifier(NodeIdentifierWithPredicates.of(Endpoint.QNAME, name, "underlay"))
                    .withChild(ImmutableNodes.leafNode(name, "underlay"))
                    .withChild(ImmutableNodes.leafNode(QName.create(Coalescer.QNAME, "local-address"), address))
                    .build())
                .build())
            .build();
    }

    private @Nullable TransactionCommitFailedException refusal(final CommitCohort judge,
            final @Nullable Coalescer after) {
        final var node = after == null ? null
            : store.context().currentSerializer().toNormalizedDataObject(Yang.ROOT, after).node();
        return refusalOf(judge, node);
    }

    private TransactionCommitFailedException refusalOf(final NormalizedNode after) {
        return requireNonNull(refusalOf(cohort, after));
    }

    private @Nullable TransactionCommitFailedException refusalOf(final CommitCohort judge,
            final @Nullable NormalizedNode node) {
        final var future = judge.canCommit("tx", store.schema().getGlobalContext(), List.of(new Candidate(node)));
        assertTrue(future.isDone());
        try {
            future.get();
            return null;
        } catch (ExecutionException e) {
            return assertInstanceOf(TransactionCommitFailedException.class, e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Candidate(@Nullable NormalizedNode after) implements DOMDataTreeCandidate, DataTreeCandidateNode {
        @Override
        public DOMDataTreeIdentifier getRootPath() {
            return DOMDataTreeIdentifier.of(LogicalDatastoreType.CONFIGURATION,
                YangInstanceIdentifier.of(Coalescer.QNAME));
        }

        @Override
        public DataTreeCandidateNode getRootNode() {
            return this;
        }

        @Override
        public PathArgument name() {
            return new NodeIdentifier(Coalescer.QNAME);
        }

        @Override
        public Collection<DataTreeCandidateNode> childNodes() {
            return List.of();
        }

        @Override
        public @Nullable DataTreeCandidateNode modifiedChild(final PathArgument childName) {
            return null;
        }

        @Override
        public ModificationType modificationType() {
            return after == null ? ModificationType.DELETE : ModificationType.WRITE;
        }

        @Override
        public @Nullable NormalizedNode dataBefore() {
            return null;
        }

        @Override
        public @Nullable NormalizedNode dataAfter() {
            return after;
        }
    }

    private static final class RecordingBroker implements DOMDataBroker, DOMDataBroker.CommitCohortExtension {
        private final List<String> log = new ArrayList<>();

        @Override
        public List<Extension> supportedExtensions() {
            return List.of(this);
        }

        @Override
        public Registration registerCommitCohort(final DOMDataTreeIdentifier path,
                final DOMDataTreeCommitCohort newCohort) {
            log.add(path.datastore() + " " + path.path());
            return () -> log.add("closed");
        }

        @Override
        public DOMTransactionChain createTransactionChain() {
            throw new UnsupportedOperationException();
        }

        @Override
        public DOMTransactionChain createMergingTransactionChain() {
            throw new UnsupportedOperationException();
        }

        @Override
        public DOMDataTreeReadTransaction newReadOnlyTransaction() {
            throw new UnsupportedOperationException();
        }

        @Override
        public DOMDataTreeWriteTransaction newWriteOnlyTransaction() {
            throw new UnsupportedOperationException();
        }

        @Override
        public DOMDataTreeReadWriteTransaction newReadWriteTransaction() {
            throw new UnsupportedOperationException();
        }
    }
}

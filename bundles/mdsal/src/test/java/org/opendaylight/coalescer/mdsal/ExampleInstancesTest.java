/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonSyntaxException;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.opendaylight.mdsal.common.api.LogicalDatastoreType;
import org.opendaylight.mdsal.dom.api.DOMDataTreeCandidate;
import org.opendaylight.mdsal.dom.api.DOMDataTreeIdentifier;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.Coalescer;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.MapNode;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.data.codec.gson.JSONCodecFactorySupplier;
import org.opendaylight.yangtools.yang.data.codec.gson.JsonParserStream;
import org.opendaylight.yangtools.yang.data.codec.xml.XmlParserStream;
import org.opendaylight.yangtools.yang.data.impl.schema.ImmutableNormalizedNodeStreamWriter;
import org.opendaylight.yangtools.yang.data.impl.schema.NormalizationResultHolder;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeCandidateNode;
import org.opendaylight.yangtools.yang.data.tree.spi.DataTreeCandidateNodes;
import org.opendaylight.yangtools.yang.model.api.ContainerSchemaNode;
import org.opendaylight.yangtools.yang.model.api.DataNodeContainer;
import org.opendaylight.yangtools.yang.model.api.EffectiveModelContext;
import org.opendaylight.yangtools.yang.model.util.SchemaInferenceStack;

/** The examples of the documentation are what RESTCONF and NETCONF would read, and nothing objects to them. */
class ExampleInstancesTest {
    private static final Path EXAMPLES = Path.of("..", "..", "docs", "examples");
    private static final TestStore STORE = TestStore.open();
    private static final EffectiveModelContext MODEL = STORE.schema().getGlobalContext();

    /** The names of the examples, each of which is there in JSON and in XML. */
    private static Set<String> names() throws IOException {
        final var names = new TreeSet<String>();
        try (var files = Files.list(EXAMPLES)) {
            files.forEach(file -> names.add(file.getFileName().toString().replaceFirst("\\.(json|xml)$", "")));
        }
        assertThat(names).hasSizeGreaterThan(2);
        return names;
    }

    private static String json(final String name) throws IOException {
        return Files.readString(EXAMPLES.resolve(name + ".json"));
    }

    private static NormalizedNode fromJson(final String text) throws IOException {
        final var holder = new NormalizationResultHolder();
        try (var writer = ImmutableNormalizedNodeStreamWriter.from(holder);
             var parser = JsonParserStream.create(writer, JSONCodecFactorySupplier.RFC7951.getShared(MODEL))) {
            parser.parse(new JsonReader(new StringReader(text)));
        }
        return holder.getResult().data();
    }

    private static NormalizedNode fromXml(final String name) throws IOException, XMLStreamException {
        final var holder = new NormalizationResultHolder();
        try (var input = Files.newInputStream(EXAMPLES.resolve(name + ".xml"));
             var writer = ImmutableNormalizedNodeStreamWriter.from(holder);
             var parser = XmlParserStream.create(writer,
                SchemaInferenceStack.ofDataTreePath(MODEL, Coalescer.QNAME).toInference())) {
            parser.parse(XMLInputFactory.newDefaultFactory().createXMLStreamReader(input));
        }
        return holder.getResult().data();
    }

    /** What a commit of it would be answered: nothing, or the reason of the refusal. */
    private static String objection(final NormalizedNode data) throws InterruptedException {
        try (var cohort = new CommitCohort(STORE.getDomBroker(), STORE.context().currentSerializer())) {
            cohort.canCommit("example", MODEL, List.of(new Written(data))).get();
            return "";
        } catch (ExecutionException e) {
            return e.getCause().getMessage();
        }
    }

    private record Written(NormalizedNode data) implements DOMDataTreeCandidate {
        @Override
        public DOMDataTreeIdentifier getRootPath() {
            return DOMDataTreeIdentifier.of(LogicalDatastoreType.CONFIGURATION,
                YangInstanceIdentifier.of(Coalescer.QNAME));
        }

        @Override
        public DataTreeCandidateNode getRootNode() {
            return DataTreeCandidateNodes.written(data);
        }
    }

    private static void addLeaves(final NormalizedNode node, final String path, final Set<String> found) {
        if (node instanceof MapNode list) {
            list.body().forEach(entry -> addLeaves(entry, path, found));
        } else if (node instanceof DataContainerNode parent) {
            parent.body().forEach(child -> addLeaves(child,
                path + '/' + child.name().getNodeType().getLocalName(), found));
        } else {
            found.add(path);
        }
    }

    private static void addLeaves(final DataNodeContainer parent, final String path, final Set<String> found) {
        for (var child : parent.getChildNodes()) {
            final var childPath = path + '/' + child.getQName().getLocalName();
            if (!child.effectiveConfig().orElse(Boolean.TRUE)) {
                continue;
            } else if (child instanceof DataNodeContainer container) {
                addLeaves(container, childPath, found);
            } else {
                found.add(childPath);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void nothingObjectsToAnExample(final String name) throws IOException, InterruptedException {
        final var data = fromJson(json(name));
        assertThat(data.name().getNodeType()).isEqualTo(Coalescer.QNAME);
        assertThat(objection(data)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("names")
    void jsonAndXmlSayTheSame(final String name) throws IOException, XMLStreamException {
        assertThat(fromXml(name)).isEqualTo(fromJson(json(name)));
    }

    @Test
    void everyLeafOfTheConfigurationIsShown() throws IOException {
        final var shown = new TreeSet<String>();
        addLeaves(fromJson(json("every-leaf")), "", shown);
        final var configurable = new TreeSet<String>();
        final var root = (ContainerSchemaNode) MODEL.findDataTreeChild(Coalescer.QNAME).orElseThrow();
        addLeaves(root, "", configurable);
        assertThat(configurable).hasSizeGreaterThan(40);
        assertThat(shown).isEqualTo(configurable);
    }

    /** What is changed, and what the answer begins with: the judges of these tests do judge. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        "vni": 42                | "vni": 16777216           | port[name='tun0']/tunnel/vni: must be 0..16777215
        "endpoint": "underlay"   | "endpoint": "other"       | port[name='tun0']/tunnel/endpoint: endpoint 'other' must
        "198.51.100.128/25"      | "198.51.100.129/25"       | allowed-prefix[.='198.51.100.129/25']: must have no host
        """)
    void aBadExampleWouldBeNoticed(final String good, final String bad, final String words)
            throws IOException, InterruptedException {
        final var text = json("one-port");
        assertThat(text).containsOnlyOnce(good);
        assertThat(objection(fromJson(text.replace(good, bad)))).contains(words);
    }

    @ParameterizedTest
    @CsvSource({ "'\"vni\"', '\"vnid\"'", "'\"vni\": 42', '\"vni\": \"far\"'" })
    void anExampleThatIsNotOfTheModelWouldBeNoticed(final String good, final String bad) throws IOException {
        final var text = json("one-port").replace(good, bad);
        assertThatThrownBy(() -> fromJson(text))
            .isInstanceOfAny(IllegalStateException.class, JsonSyntaxException.class);
    }
}

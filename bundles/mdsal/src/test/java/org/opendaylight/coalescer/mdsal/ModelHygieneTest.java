/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.Coalescer;
import org.opendaylight.yangtools.yang.model.api.meta.DeclaredStatement;

/**
 * What RFC 8407 asks of the authors of a module and no parser insists on. The rules for modules of the IETF alone,
 * about their namespaces and boilerplate, are left out.
 */
class ModelHygieneTest {
    /** RFC 8407 section 4.14, and what else has a meaning. */
    private static final Set<String> DESCRIBED = Set.of("module", "revision", "identity", "typedef", "enum", "grouping",
        "container", "list", "leaf", "leaf-list", "choice", "rpc", "notification");
    private static final Set<String> NAMED = Set.of("identity", "typedef", "enum", "grouping", "container", "list",
        "leaf", "leaf-list", "choice", "case", "rpc", "notification");
    /** RFC 8407 section 4.3.1. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final int MAX_NAME = 64;
    private static final Pattern COUNTING = Pattern.compile("yang:(zero-based-)?(counter|gauge)(32|64)");
    private static final List<Statement> STATEMENTS = statements();

    /** A statement of the module with where it stands. */
    private record Statement(String path, DeclaredStatement<?> declared) {
        String keyword() {
            return declared.statementDefinition().getStatementName().getLocalName();
        }

        String argument() {
            return declared.rawArgument() == null ? "" : declared.rawArgument();
        }

        boolean has(final String keyword) {
            return declared.declaredSubstatements().stream()
                .anyMatch(child -> child.statementDefinition().getStatementName().getLocalName().equals(keyword));
        }

        boolean hasType(final Pattern name) {
            return declared.declaredSubstatements().stream()
                .filter(child -> child.statementDefinition().getStatementName().getLocalName().equals("type"))
                .anyMatch(type -> name.matcher(type.rawArgument()).matches());
        }
    }

    private static List<Statement> statements() {
        final var found = new ArrayList<Statement>();
        add(TestStore.open().schema().getGlobalContext().findModuleStatement(Coalescer.QNAME.getModule())
            .orElseThrow().getDeclared(), "", found);
        return found;
    }

    private static void add(final DeclaredStatement<?> declared, final String parent, final List<Statement> found) {
        final var statement = new Statement(parent, declared);
        found.add(statement);
        final var path = parent + '/' + statement.keyword() + ' ' + statement.argument();
        declared.declaredSubstatements().forEach(child -> add(child, path, found));
    }

    /** Which statements of certain keywords break a rule. */
    private static List<String> offenders(final Set<String> keywords, final Predicate<Statement> rule) {
        final var judged = STATEMENTS.stream().filter(one -> keywords.contains(one.keyword())).toList();
        assertThat(judged).as("statements " + keywords).isNotEmpty();
        return judged.stream().filter(rule.negate())
            .map(one -> one.path() + '/' + one.keyword() + ' ' + one.argument()).toList();
    }

    @Test
    void everythingIsDescribed() {
        assertThat(offenders(DESCRIBED, statement -> statement.has("description"))).isEmpty();
    }

    @Test
    void descriptionsAreSentences() {
        assertThat(offenders(Set.of("description"), text -> text.argument().matches("(?s)\\S.*[.]")))
            .isEmpty();
    }

    @Test
    void namesAreLowerCaseWithHyphens() {
        assertThat(offenders(NAMED, statement -> NAME.matcher(statement.argument()).matches()
            && statement.argument().length() <= MAX_NAME)).isEmpty();
    }

    @Test
    void whatCountsHasAUnit() {
        assertThat(offenders(Set.of("leaf"), leaf -> !leaf.hasType(COUNTING) || leaf.has("units"))).isEmpty();
    }

    @Test
    void importsAndRevisionsHaveAReference() {
        assertThat(offenders(Set.of("import", "revision"), statement -> statement.has("reference"))).isEmpty();
    }

    @Test
    void restrictionsSayWhatToDo() {
        assertThat(offenders(Set.of("must"), statement -> statement.has("error-message"))).isEmpty();
    }

    @Test
    void listsOfConfigurationAndStateHaveAKey() {
        assertThat(offenders(Set.of("list"), statement -> statement.has("key"))).isEmpty();
    }

    /** RFC 8407 section 4.10: nothing that a module brings may make an empty datastore invalid. */
    @Test
    void onlyInputIsMandatory() {
        assertThat(offenders(Set.of("mandatory"), statement -> statement.path().contains("/input "))).isEmpty();
    }
}

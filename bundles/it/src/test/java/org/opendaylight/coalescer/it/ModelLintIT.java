/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opendaylight.coalescer.it.crafted.ModelCounters;
import org.opendaylight.coalescer.it.lab.Command;

/**
 * The module, its tree and the examples before a judge that is not ours, yanglint of libyang (Debian package
 * libyang-tools). Unlike OpenDaylight it evaluates what the module demands: must statements and references.
 */
class ModelLintIT {
    private static final Path DOCS = Path.of("..", "..", "docs");
    private static final Path TREE = DOCS.resolve("yang-tree.txt");

    /** Without the right to install it this is skipped, like what needs the kernel. */
    @BeforeAll
    static void requireTheJudge() {
        if (!KernelPrerequisite.isRequired()) {
            assumeThat(Command.run(List.of("sh", "-c", "command -v yanglint")).succeeded())
                .as("yanglint is here (Debian package libyang-tools)").isTrue();
        }
    }

    private static Command.Result lint(final String... words) {
        return Command.run(Stream.of(Stream.of("yanglint"), Stream.of(words)).flatMap(one -> one).toList());
    }

    private static Command.Result lintExample(final Path example) {
        return lint("-t", "config", ModelCounters.MODULE.toString(), example.toString());
    }

    private static List<Path> examples() throws IOException {
        try (var files = Files.list(DOCS.resolve("examples"))) {
            return files.sorted().toList();
        }
    }

    /** What the tree says, however wide its columns are. */
    private static List<String> words(final String tree) {
        return tree.lines().map(line -> line.strip().replaceAll(" +", " ")).filter(line -> !line.isEmpty()).toList();
    }

    @Test
    void nothingIsSaidAgainstTheModule() {
        final var result = lint(ModelCounters.MODULE.toString());
        assertThat(result.succeeded()).as(result.summary()).isTrue();
        assertThat(result.output() + result.error()).isBlank();
    }

    @Test
    void theTreeIsThatOfTheModule() throws IOException {
        final var result = lint("-f", "tree", ModelCounters.MODULE.toString());
        assertThat(words(result.output()))
            .as("to be made anew: yanglint -f tree yang/src/main/yang/odl-coalescer.yang > docs/yang-tree.txt")
            .hasSizeGreaterThan(100).isEqualTo(words(Files.readString(TREE)));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void examplesMeetWhatTheModuleDemands(final Path example) {
        final var result = lintExample(example);
        assertThat(result.succeeded()).as(result.summary()).isTrue();
        assertThat(result.error()).isBlank();
    }

    @Test
    void anExampleThatBreaksARuleIsRefusedWithTheRemedy() throws IOException {
        final var text = Files.readString(DOCS.resolve("examples/one-port.json"));
        final var bad = Files.writeString(Path.of("target", "bad-example.json"),
            text.replace("\"vni\": 42", "\"vni\": 16777216"));
        final var result = lintExample(bad);
        assertThat(result.succeeded()).isFalse();
        assertThat(result.error()).contains("Must be 0..16777215. Choose a value in this range.");
        Files.delete(bad);
    }
}

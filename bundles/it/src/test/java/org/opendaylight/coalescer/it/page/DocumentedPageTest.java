/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.coalescer.it.lab.LabException;
import org.opendaylight.coalescer.it.page.DocumentedPage.Block;

class DocumentedPageTest {
    private static List<Block> blocks(final String page) {
        return DocumentedPage.blocks("page.md", page.lines().toList());
    }

    @Test
    void blocksHaveKindChapterAndOutput() {
        assertThat(blocks("# Title\n```sh\na\nb\n```\n## One\n```karaf\nc\n```\ntext\n```text output\nd\n```\n"))
            .containsExactly(new Block("page.md:2", "", "sh", "a\nb", ""),
                new Block("page.md:7", "One", "karaf", "c", "d"));
    }

    @Test
    void aHeadingInsideABlockIsNone() {
        assertThat(blocks("```sh\n## no heading\n```\n```sh\na\n```\n").getLast().chapter()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "```\na\n```\n", "```sh\na\n", "```text output\na\n```\n",
        "```sh\na\n```\n```text output\nb\n```\n```text output\nc\n```\n" })
    void whatNobodyWouldRunIsRefused(final String page) {
        assertThatThrownBy(() -> blocks(page)).isInstanceOf(LabException.class).hasMessageContaining("page.md:");
    }
}

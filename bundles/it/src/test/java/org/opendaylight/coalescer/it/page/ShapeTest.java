/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        up 12            | Status:  up   345 times
        {"a": "1"}       | {"a":"234","b":false}
        {"a": [{"b":1}]} | {"a":[{"c":1},{"b":7,"c":1}]}
        {"a": "10.5 s"}  | {"a":"3 s"}
        """)
    void figuresWidthAndWhatIsLeftOutMakeNoDifference(final String shown, final String actual) {
        assertThat(Shape.missing(shown, actual)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        up 12            | Status: down 345 times
        {"a": "1"}       | {"b":"1"}
        {"a": "1"}       | {"a":1}
        {"a": "up"}      | {"a":"down"}
        {"a": [{"b":1}]} | {"a":[{"c":1}]}
        {"a": [1]}       | {"a":[]}
        {"a": 1}         | no JSON at all {
        """)
    void otherWordsMembersAndTypesDo(final String shown, final String actual) {
        assertThat(Shape.missing(shown, actual)).isPresent();
    }

    @Test
    void linesAreInTheOrderShown() {
        assertThat(Shape.missing("a\nc", "a\nb\nc")).isEmpty();
        assertThat(Shape.missing("c\na", "a\nb\nc")).contains("a");
    }
}

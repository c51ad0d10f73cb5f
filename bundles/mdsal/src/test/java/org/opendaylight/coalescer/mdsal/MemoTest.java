/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemoTest {
    private final List<List<Integer>> translated = new ArrayList<>();
    private final Memo<List<Integer>, String> memo = new Memo<>(numbers -> {
        translated.add(numbers);
        return numbers.isEmpty() ? null : numbers.toString();
    });

    @Test
    void translatesAnEqualValueOnce() {
        final String first = memo.of("a", List.of(1, 2));
        assertEquals("[1, 2]", first);
        assertSame(first, memo.of("a", List.of(1, 2)));
        assertEquals(List.of(List.of(1, 2)), translated);
    }

    @Test
    void translatesAValueThatChangedAndOneThatChangedBack() {
        memo.of("a", List.of(1));
        assertEquals("[2]", memo.of("a", List.of(2)));
        assertEquals("[1]", memo.of("a", List.of(1)));
        assertEquals(3, translated.size());
    }

    @Test
    void tellsNamesApart() {
        memo.of("a", List.of(1));
        memo.of("b", List.of(2));
        assertEquals("[1]", memo.of("a", List.of(1)));
        assertEquals(2, translated.size());
    }

    /** What can't be translated is not tried again either. */
    @Test
    void remembersThatThereIsNothing() {
        assertNull(memo.of("a", List.of()));
        assertNull(memo.of("a", List.of()));
        assertEquals(1, translated.size());
    }

    @Test
    void forgetsWhatIsGone() {
        memo.of("a", List.of(1));
        memo.of("b", List.of(1));
        memo.retain(Set.of("b"));
        memo.of("a", List.of(1));
        memo.of("b", List.of(1));
        assertEquals(3, translated.size());
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.it.control.Controller;
import org.opendaylight.coalescer.it.control.Poll;
import org.opendaylight.coalescer.it.control.RestconfClient;
import org.opendaylight.coalescer.it.soak.Agreement.Usual;

/**
 * Waits for a controller to agree with what is meant, and tells what still does not. What is usual is what there is the
 * first time. Not for concurrent use.
 */
final class Judge {
    private final Agreement agreement;
    private final Controller controller;
    private final Supplier<Machine> look;
    private final Duration patience;
    private @Nullable Usual usual;

    Judge(final Agreement agreement, final Controller controller, final Supplier<Machine> look,
            final Duration patience) {
        this.agreement = agreement;
        this.controller = controller;
        this.look = look;
        this.patience = patience;
    }

    /** What a dead controller has left; nothing if all is well. */
    List<String> leftByDead() {
        return last(() -> agreement.leftByDead(look.get()));
    }

    /** Where a running one differs from what is meant, by what a client of it reads; nothing if all is well. */
    List<String> disagreements(final Intent intent, final RestconfClient client) {
        final var problems = last(() -> {
            final var machine = look.get();
            return agreement.disagreements(intent, Published.read(client), machine, controller.pid(),
                usual == null ? Usual.of(machine) : usual);
        });
        if (usual == null) {
            usual = Usual.of(look.get());
        }
        return problems;
    }

    private List<String> last(final Supplier<List<String>> question) {
        final var last = new ArrayList<String>();
        Poll.until(patience, () -> {
            last.clear();
            last.addAll(question.get());
            return last.isEmpty();
        });
        return last;
    }
}

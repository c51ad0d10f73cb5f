/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.opendaylight.coalescer.it.lab.LabException;
import org.opendaylight.coalescer.it.traffic.Conversation;

/**
 * A program in the kernel that refuses sends of UDP by a controller, at will: no device at hand does. It reaches the
 * sockets that are opened after it. Owned by the thread of the tests.
 */
final class FailingSends implements AutoCloseable {
    private final Conversation program;

    private FailingSends(final Conversation program) {
        this.program = program;
        program.await(0, "attached"::equals, ControllerLab.PATIENCE);
    }

    /**
     * Prepares it; nothing fails yet.
     *
     * @param pid number of the process whose sends fail
     * @param errno the error that they fail with
     * @return what {@link #fail} can be asked of
     * @throws LabException if the kernel does not take the program
     */
    static FailingSends of(final long pid, final int errno) {
        try (InputStream script = FailingSends.class.getResourceAsStream("/failing_sends.py")) {
            return new FailingSends(Conversation.start("refusal of sends", List.of("python3", "-c",
                new String(script.readAllBytes(), StandardCharsets.UTF_8), String.valueOf(pid), String.valueOf(errno),
                "0")));
        } catch (IOException e) {
            throw new LabException("The refusal of sends can't be read", e);
        }
    }

    /** Has the next sends fail, in place of those that were to fail and have not. */
    void fail(final int sends) {
        final int place = program.place();
        program.tell(List.of(String.valueOf(sends)));
        program.await(place, "set"::equals, ControllerLab.PATIENCE);
    }

    @Override
    public void close() {
        final int place = program.place();
        program.endInput();
        program.await(place, "released"::equals, ControllerLab.PATIENCE);
        program.close();
    }
}

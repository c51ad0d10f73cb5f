/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.session.ClientSession;
import org.opendaylight.coalescer.it.control.Poll;
import org.opendaylight.coalescer.it.lab.LabException;

/** A terminal in which the shell runs. Owned by the thread of the test. */
public final class ShellTerminal implements AutoCloseable {
    /** What Ctrl-C sends. */
    public static final String INTERRUPT = "\u0003";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int COLUMNS = 200;
    private static final String PROMPT = "@root>";

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ClientSession session;
    private final ChannelShell channel;

    ShellTerminal(final ClientSession session) {
        this.session = session;
        try {
            channel = session.createShellChannel();
            channel.setPtyType("xterm");
            channel.setPtyColumns(COLUMNS);
            channel.setOut(output);
            channel.setErr(output);
            channel.open().verify(PATIENCE);
        } catch (IOException e) {
            session.close(true);
            throw new LabException("No terminal", e);
        }
        await(PROMPT);
    }

    /**
     * Types.
     *
     * @param keys what to type, with its line end if there is to be one
     */
    public void type(final String keys) {
        output.reset();
        try {
            channel.getInvertedIn().write(keys.getBytes(StandardCharsets.UTF_8));
            channel.getInvertedIn().flush();
        } catch (IOException e) {
            throw new LabException("The terminal takes no " + keys, e);
        }
    }

    /**
     * Waits until something stands there that was not there when {@link #type} was called.
     *
     * @param text what has to come
     * @return all since then, without colours
     */
    public String await(final String text) {
        if (!Poll.until(PATIENCE, () -> KarafShell.plain(output).contains(text))) {
            throw new AssertionError("No " + text + " within " + PATIENCE.toSeconds() + " s, but "
                + KarafShell.plain(output));
        }
        return KarafShell.plain(output);
    }

    /** Waits for the prompt that follows what was typed. */
    public String awaitPrompt() {
        return await(PROMPT);
    }

    @Override
    public void close() {
        channel.close(true);
        session.close(true);
    }
}

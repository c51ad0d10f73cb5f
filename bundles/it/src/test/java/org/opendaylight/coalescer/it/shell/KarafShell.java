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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.opendaylight.coalescer.it.control.Poll;
import org.opendaylight.coalescer.it.lab.LabException;

/** The ssh server of a controller, and a user of it. Owned by the thread of the test. */
public final class KarafShell implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PORT = 8101;
    private static final String USER = "operator";
    /** Colours and movements of the cursor (ECMA-48 control sequences). */
    private static final Pattern CONTROL_SEQUENCE = Pattern.compile("\u001b(\\[[0-9;?]*[A-Za-z]|[=>])");

    private final SshClient client = SshClient.setUpDefaultClient();
    private final String password = UUID.randomUUID().toString();

    private KarafShell() {
        client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        client.start();
    }

    /**
     * What a line was answered.
     *
     * @param status exit status
     * @param output without colours
     */
    public record Answer(int status, String output) {
    }

    /**
     * Makes a user, as the comment in the file of users says, and waits until he is let in.
     *
     * @param controller folder of a controller that runs
     */
    public static KarafShell open(final Path controller) {
        final var shell = new KarafShell();
        try {
            Files.writeString(controller.resolve("etc/users.properties"),
                USER + " = " + shell.password + ",_g_:admingroup\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new LabException("The user can't be made", e);
        }
        shell.connect().close(true);
        return shell;
    }

    private ClientSession connect() {
        return Poll.forAnswer(PATIENCE, this::login)
            .orElseThrow(() -> new LabException("Karaf's ssh server lets nobody in"));
    }

    private Optional<ClientSession> login() {
        try {
            final var session = client.connect(USER, "127.0.0.1", PORT).verify(PATIENCE).getSession();
            session.addPasswordIdentity(password);
            try {
                session.auth().verify(PATIENCE);
                return Optional.of(session);
            } catch (IOException e) {
                session.close(true);
                return Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Runs one line without a terminal, as {@code ssh HOST LINE} does. The server ends the connection afterwards.
     *
     * @param line the line
     */
    public Answer run(final String line) {
        final var output = new ByteArrayOutputStream();
        try (var session = connect(); var channel = session.createExecChannel(line)) {
            channel.setOut(output);
            channel.setErr(output);
            channel.open().verify(PATIENCE);
            if (channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), PATIENCE).contains(ClientChannelEvent.TIMEOUT)) {
                throw new LabException(line + ": no end after " + PATIENCE.toSeconds() + " s; " + output);
            }
            final var status = channel.getExitStatus();
            return new Answer(status == null ? -1 : status, plain(output));
        } catch (IOException e) {
            throw new LabException(line, e);
        }
    }

    /** Opens a terminal; close it. */
    public ShellTerminal terminal() {
        return new ShellTerminal(connect());
    }

    static String plain(final ByteArrayOutputStream output) {
        return CONTROL_SEQUENCE.matcher(output.toString(StandardCharsets.UTF_8)).replaceAll("");
    }

    @Override
    public void close() {
        client.stop();
    }
}

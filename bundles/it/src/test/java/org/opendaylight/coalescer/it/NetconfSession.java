/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.opendaylight.coalescer.it.lab.LabException;
import org.opendaylight.coalescer.it.traffic.Conversation;

/**
 * A NETCONF session by a client that is not ours, ncclient. A machine without it (Debian package python3-ncclient)
 * fails the tests that open one. Owned by the thread of the tests.
 */
final class NetconfSession implements AutoCloseable {
    private static final String PYTHON = "/usr/bin/python3";
    private static final String NAMESPACE = "urn:opendaylight:params:xml:ns:yang:coalescer";

    private final Conversation client;

    private NetconfSession(final Conversation client) {
        this.client = client;
    }

    /**
     * What the server answered.
     *
     * @param granted false for an rpc-error
     * @param xml the reply, or the error
     */
    record Reply(boolean granted, String xml) {
    }

    /** Logs in as admin. */
    static NetconfSession open(final Path passwordFile) {
        try (InputStream script = NetconfSession.class.getResourceAsStream("/netconf_client.py")) {
            return new NetconfSession(Conversation.start("NETCONF client", List.of(PYTHON, "-c",
                new String(script.readAllBytes(), StandardCharsets.UTF_8), passwordFile.toString())));
        } catch (IOException e) {
            throw new LabException("The NETCONF client can't be read", e);
        }
    }

    /** Performs an operation that may be refused. */
    Reply request(final String operation, final String xml) {
        final var request = new JsonObject();
        request.addProperty("operation", operation);
        request.addProperty("xml", xml);
        final int place = client.place();
        client.tell(List.of(request.toString()));
        final var said = client.await(place, line -> true, ControllerLab.PATIENCE);
        final var answer = JsonParser.parseString(said.get(said.size() - 1)).getAsJsonObject();
        return new Reply(answer.get("granted").getAsBoolean(), answer.get("reply").getAsString());
    }

    /** Performs an operation that must not be refused, and returns the reply. */
    String ask(final String operation, final String xml) {
        final var reply = request(operation, xml);
        if (!reply.granted()) {
            throw new AssertionError(operation + ' ' + xml + ": " + reply.xml());
        }
        return reply.xml();
    }

    /** Subtree filter for everything of the plugin. */
    static String filter() {
        return filter("");
    }

    /** Subtree filter for something of the plugin. */
    static String filter(final String content) {
        return "<coalescer xmlns=\"" + NAMESPACE + "\">" + content + "</coalescer>";
    }

    /** Configuration as edit-config takes it. */
    static String config(final String content) {
        return "<config xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"><coalescer xmlns=\"" + NAMESPACE
            + "\" xmlns:odl-coalescer=\"" + NAMESPACE + "\">" + content + "</coalescer></config>";
    }

    /** The call of an RPC, with its input. */
    static String call(final String rpc, final String input) {
        return '<' + rpc + " xmlns=\"" + NAMESPACE + "\">" + input + "</" + rpc + '>';
    }

    /** Says in XML what a JSON object says (RFC 7951): its members, one after the other. */
    static String xml(final JsonObject content) {
        final var xml = new StringBuilder();
        content.entrySet().forEach(member -> append(member.getKey(), member.getValue(), xml));
        return xml.toString();
    }

    private static void append(final String name, final JsonElement value, final StringBuilder xml) {
        if (value.isJsonArray()) {
            value.getAsJsonArray().forEach(entry -> append(name, entry, xml));
        } else {
            xml.append('<').append(name).append('>')
                .append(value.isJsonObject() ? xml(value.getAsJsonObject()) : escape(value.getAsString()))
                .append("</").append(name).append('>');
        }
    }

    private static String escape(final String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    @Override
    public void close() {
        client.close();
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.control;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.opendaylight.coalescer.it.lab.LabException;

/**
 * State of a port or an endpoint as RESTCONF gives it.
 *
 * @param operStatus up, down or failed, empty if there is none yet
 * @param lastError why it failed, may be empty
 * @param content all of it
 */
public record ObjectState(String operStatus, String lastError, JsonObject content) {
    /**
     * Reads it.
     *
     * @param client where from
     * @param path path of the port or endpoint
     * @return its state; with an empty status if it has none
     */
    public static ObjectState read(final RestconfClient client, final String path) {
        final var content = client.get(path + "/state?content=nonconfig")
            .map(body -> body.getAsJsonObject("odl-coalescer:state")).orElseGet(JsonObject::new);
        return new ObjectState(text(content, "oper-status"), text(content, "last-error"), content);
    }

    /**
     * Waits until it has a status.
     *
     * @param client where to ask
     * @param path path of the port or endpoint
     * @param status the status wanted
     * @param patience how long at most
     * @return its state then
     * @throws LabException if it has another status after that time; the message has its last error
     */
    public static ObjectState await(final RestconfClient client, final String path, final String status,
            final Duration patience) {
        final var reached = Poll.forAnswer(patience,
            () -> Optional.of(read(client, path)).filter(state -> status.equals(state.operStatus())));
        return reached.orElseThrow(() -> new LabException(path + " is not " + status + " after " + patience.toSeconds()
            + " s: " + read(client, path).content()));
    }

    /**
     * Whether it works.
     *
     * @return true if it is up
     */
    public boolean isUp() {
        return "up".equals(operStatus);
    }

    private static String text(final JsonObject content, final String leaf) {
        return content.has(leaf) ? content.get(leaf).getAsString() : "";
    }
}

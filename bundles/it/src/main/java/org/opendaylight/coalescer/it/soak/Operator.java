/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.soak;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.it.control.RestconfClient;
import org.opendaylight.coalescer.it.control.RestconfException;
import org.opendaylight.coalescer.it.lab.LabException;

/**
 * Changes the configuration without a pause, by a thread of its own, until a request is not answered with success. The
 * methods are for the thread that started it.
 */
final class Operator {
    private static final long END_SECONDS = 30;

    private final CompletableFuture<Outcome> outcome;

    private Operator(final CompletableFuture<Outcome> outcome) {
        this.outcome = outcome;
    }

    /**
     * What has been reached.
     *
     * @param answered the configuration after all requests that were answered
     * @param unanswered the one that the last request would have led to
     * @param requests how many were answered
     * @param last what the last request was
     * @param refusal why it was refused, empty if there was just no answer
     */
    record Outcome(Intent answered, Intent unanswered, int requests, String last, String refusal) {
    }

    static Operator start(final RestconfClient client, final RandomEdits edits, final Intent begin) {
        return new Operator(CompletableFuture.supplyAsync(() -> work(client, edits, begin),
            task -> Thread.ofPlatform().daemon().name("operator").start(task)));
    }

    /** Whether it has given up. */
    boolean hasEnded() {
        return outcome.isDone();
    }

    /** Waits for its end, which the end of the controller brings about. */
    Outcome await() {
        try {
            return outcome.get(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("Interrupted while waiting for the operator", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new LabException("The operator did not come to an end", e);
        }
    }

    private static Outcome work(final RestconfClient client, final RandomEdits edits, final Intent begin) {
        var answered = begin;
        int requests = 0;
        while (true) {
            final var edit = edits.next(answered);
            final var failure = attempt(client, edit);
            if (failure != null) {
                return new Outcome(answered, edit.result(), requests, edit.name(),
                    failure.status() == 0 ? "" : String.valueOf(failure.getMessage()));
            }
            answered = edit.result();
            requests++;
        }
    }

    private static @Nullable RestconfException attempt(final RestconfClient client, final RandomEdits.Edit edit) {
        try {
            edit.request().accept(client);
            return null;
        } catch (RestconfException e) {
            return e;
        }
    }
}

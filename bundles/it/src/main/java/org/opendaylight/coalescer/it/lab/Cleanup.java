/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.lab;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/**
 * What has to be undone at the end, in reverse order, exactly once: when closed, or when the virtual machine is told to
 * end. Any thread may use it; whoever closes second waits for the first.
 */
public final class Cleanup implements AutoCloseable {
    private final Deque<Step> steps = new ArrayDeque<>();
    private final Thread hook = new Thread(this::undo, "cleanup");
    private volatile boolean begun;

    private record Step(String name, Runnable action) {
    }

    /** Nothing is there to be undone yet. */
    public Cleanup() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Adds a step. It will run before those that are there already.
     *
     * @param name what it does, for the message if it fails
     * @param action the step; if it fails, the rest is done all the same
     */
    public synchronized void add(final String name, final Runnable action) {
        steps.push(new Step(name, action));
    }

    /**
     * Whether it has begun: what fails from now on fails since it is being taken down.
     *
     * @return true once it is under way, or done
     */
    public boolean hasBegun() {
        return begun;
    }

    @Override
    public void close() {
        undo();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the virtual machine is ending already, and the hook finds nothing left to do
            return;
        }
    }

    private synchronized void undo() {
        begun = true;
        while (!steps.isEmpty()) {
            final var step = steps.pop();
            CompletableFuture.runAsync(step.action(), Runnable::run).exceptionally(failure -> {
                Console.error("Could not " + step.name() + ": " + failure.getMessage());
                return null;
            });
        }
    }
}

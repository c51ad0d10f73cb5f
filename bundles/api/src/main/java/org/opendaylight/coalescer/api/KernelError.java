/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import static java.util.Objects.requireNonNull;

/**
 * An error of a system call, as counters are kept by it: its number for programs, its name for people.
 *
 * @param number as the kernel gives it, {@code include/uapi/asm-generic/errno.h}
 * @param name its symbolic name such as {@code EMSGSIZE}, or {@code errno N} for a number that has none
 */
public record KernelError(int number, String name) implements Comparable<KernelError> {
    public KernelError {
        requireNonNull(name);
    }

    @Override
    public int compareTo(final KernelError other) {
        return Integer.compare(number, other.number);
    }

    /** The name, by which keys of maps become text. */
    @Override
    public String toString() {
        return name;
    }
}

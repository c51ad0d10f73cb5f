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
 * One thing that is wrong with a configuration.
 *
 * @param path where, as a path below the container {@code coalescer}, such as {@code port[name='tun0']/tunnel/vni}
 * @param rule what is demanded
 * @param remedy what to do
 */
public record Violation(String path, String rule, String remedy) {
    public Violation {
        requireNonNull(path);
        requireNonNull(rule);
        requireNonNull(remedy);
    }

    @Override
    public String toString() {
        return "/odl-coalescer:coalescer/" + path + ": " + rule + ". " + remedy;
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay.command;

import java.util.Stack;
import org.opendaylight.coalescer.replay.ReplayOptions;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** The word behind {@code --decap}, if there is one: any other word is the capture. Stateless. */
final class EncapsulationWord implements IParameterConsumer {
    private static final String NAME = "vxlan-gpe";

    @Override
    public void consumeParameters(final Stack<String> words, final ArgSpec argument, final CommandSpec command) {
        argument.setValue(!words.isEmpty() && words.peek().matches(NAME + "(:.*)?") ? words.pop() : NAME);
    }

    /**
     * The port that the word names.
     *
     * @param word an encapsulation, empty for none
     * @return UDP port, or {@link ReplayOptions#NO_DECAP}
     * @throws IllegalArgumentException if it is no port
     */
    static int port(final String word) {
        if (word.isEmpty()) {
            return ReplayOptions.NO_DECAP;
        }
        if (word.equals(NAME)) {
            return ReplayOptions.DEFAULT_PORT;
        }
        final String number = word.substring(NAME.length() + 1);
        if (!number.matches("[0-9]{1,5}") || number.matches("0+")) {
            throw new IllegalArgumentException("a port is 1..65535, not " + number);
        }
        return Integer.parseInt(number);
    }
}

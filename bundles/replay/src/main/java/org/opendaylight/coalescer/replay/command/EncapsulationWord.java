/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay.command;

import java.util.Stack;
import org.opendaylight.coalescer.core.tunnel.Encapsulation;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** The word behind {@code --decap}, if there is one: any other word is the capture. Stateless. */
final class EncapsulationWord implements IParameterConsumer {
    private static final String USUAL = "vxlan-gpe";

    @Override
    public void consumeParameters(final Stack<String> words, final ArgSpec argument, final CommandSpec command) {
        argument.setValue(!words.isEmpty() && isEncapsulation(words.peek()) ? words.pop() : USUAL);
    }

    private static boolean isEncapsulation(final String word) {
        final String name = word.split(":", 2)[0];
        return Encapsulation.ALL.stream().anyMatch(each -> each.name().equals(name));
    }
}

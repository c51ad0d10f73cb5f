/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.agent;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import javax.security.auth.Subject;

/**
 * Lets Karaf 4.4 and Aries proxy 1.1 run on Java 24 and later by replacing the few method bodies that rely on what
 * Java 24 took away. Loaded by {@code bin/setenv} on those versions only.
 */
public final class Agent implements ClassFileTransformer {
    private Agent() {
        // made by premain
    }

    /**
     * Entry point of the virtual machine, before {@code main}.
     *
     * @param args the agent's arguments, not used
     * @param instrumentation where to register
     * @throws UnmodifiableClassException if the virtual machine refuses to change a class already loaded
     */
    public static void premain(final String args, final Instrumentation instrumentation)
            throws UnmodifiableClassException {
        instrumentation.addTransformer(new Agent(), true);
        instrumentation.retransformClasses(Subject.class);
    }

    /**
     * Returns the patched class, or {@code null} for every class that stays as it is.
     */
    @Override
    public byte[] transform(final Module module, final ClassLoader loader, final String name, final Class<?> redefined,
            final ProtectionDomain domain, final byte[] bytes) {
        final var patch = name == null ? null : Patch.forClass(name);
        return patch == null ? null : patch.apply(bytes);
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands the one {@link ControllerLab} of this run to the tests, and empties it after each of them. */
public final class ControllerExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(ControllerExtension.class);

    @Override
    public boolean supportsParameter(final ParameterContext parameter, final ExtensionContext context) {
        return parameter.getParameter().getType() == ControllerLab.class;
    }

    @Override
    public ControllerLab resolveParameter(final ParameterContext parameter, final ExtensionContext context) {
        return lab(context);
    }

    @Override
    public void afterEach(final ExtensionContext context) {
        lab(context).clear();
    }

    private static ControllerLab lab(final ExtensionContext context) {
        // closed by JUnit after the last test, since it is an AutoCloseable
        return context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(ControllerLab.class,
            type -> ControllerLab.open(), ControllerLab.class);
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.felix;

import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;

/** Stands for a component that offers its service when it is started for the n-th time, and until then does nothing. */
public final class LateComponent implements ServiceFactory<Object> {
    private static final AtomicInteger STARTS = new AtomicInteger();

    /**
     * Begins. For Declarative Services.
     *
     * @param context has the number of the start and the name of the service in its headers
     */
    public void activate(final BundleContext context) {
        final var headers = context.getBundle().getHeaders();
        if (STARTS.incrementAndGet() == Integer.parseInt(headers.get("Start"))) {
            context.registerService(headers.get("Service"), this, null);
        }
    }

    @Override
    public Object getService(final Bundle bundle, final ServiceRegistration<Object> registration) {
        return this;
    }

    @Override
    public void ungetService(final Bundle bundle, final ServiceRegistration<Object> registration,
            final Object service) {
        // there is nothing to take back
    }
}

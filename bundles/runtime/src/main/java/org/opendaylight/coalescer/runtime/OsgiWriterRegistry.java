/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Map;
import org.opendaylight.coalescer.api.DataPlane.Registration;
import org.opendaylight.coalescer.api.PacketWriter;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.PrototypeServiceFactory;
import org.osgi.framework.ServiceException;
import org.osgi.framework.ServiceRegistration;

/**
 * Offers packet writers as prototype-scoped OSGi services: each caller that gets a service object has a writer of its
 * own, which is closed when the caller ungets it or stops.
 */
final class OsgiWriterRegistry implements WriterRegistry {
    private final BundleContext context;

    OsgiWriterRegistry(final BundleContext context) {
        this.context = requireNonNull(context);
    }

    @Override
    public Registration offer(final String port, final WriterFactory factory) {
        final var registration = context.registerService(PacketWriter.class, new Prototype(port, factory),
            FrameworkUtil.asDictionary(Map.of(PacketWriter.PORT, port)));
        return () -> unregister(registration);
    }

    private static void unregister(final ServiceRegistration<?> registration) {
        try {
            registration.unregister();
        } catch (IllegalStateException e) {
            // The bundle is being stopped and the framework was faster: that is what was wanted
            return;
        }
    }

    private record Prototype(String port, WriterFactory factory) implements PrototypeServiceFactory<PacketWriter> {
        @Override
        public PacketWriter getService(final Bundle bundle, final ServiceRegistration<PacketWriter> registration) {
            try {
                return factory.open();
            } catch (IOException e) {
                throw new ServiceException("No packet writer for port " + port + ": " + e.getMessage(),
                    ServiceException.FACTORY_EXCEPTION, e);
            }
        }

        @Override
        public void ungetService(final Bundle bundle, final ServiceRegistration<PacketWriter> registration,
                final PacketWriter service) {
            service.close();
        }
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.watch;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a component of OpenDaylight once more that has missed what it waits for.
 *
 * <p>Without {@value #SERVICE} there is no login, so neither RESTCONF nor NETCONF, and everything waits for it for
 * ever. {@value #COMPONENT} makes it as soon as the datastore tells its configuration. But its constructor asks the
 * datastore for that before it notes that it did, and what is told in between is ignored (seen with aaa 0.22.3, the
 * same in 0.23.4). When the configuration has been there since an earlier start, nothing is told twice: one start of
 * some thirty stood still on a busy machine.
 *
 * <p>Looks once a second, also later: an update of AAA starts it again. The work is done by a thread of its own.
 */
@Component(service = { })
public final class StartWatch {
    private static final Logger LOG = LoggerFactory.getLogger(StartWatch.class);
    private static final String COMPONENT = "org.opendaylight.aaa.encrypt.impl.OSGiEncryptionServiceConfigurator";
    private static final String SERVICE = "org.opendaylight.aaa.encrypt.AAAEncryptionService";
    /** How many looks in a row have to find the component active without its service, which takes less than 1 s. */
    private static final int LEAST_PATIENCE = 10;
    /** Reached by doubling it with each start that was in vain: the datastore may just be slow. */
    private static final int MOST_PATIENCE = 320;

    private final BundleContext context;
    private final ServiceComponentRuntime components;
    private final ScheduledThreadPoolExecutor executor;

    private int waiting;
    private int patience = LEAST_PATIENCE;

    /**
     * Begins to look. For Declarative Services.
     *
     * @param context of this bundle
     * @param components who knows the component
     */
    @Activate
    public StartWatch(final BundleContext context, @Reference final ServiceComponentRuntime components) {
        this.context = requireNonNull(context);
        this.components = requireNonNull(components);
        executor = new ScheduledThreadPoolExecutor(1, work -> {
            final var thread = new Thread(work, "coalescer-start-watch");
            thread.setDaemon(true);
            return thread;
        });
        executor.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    /** Ends looking. For Declarative Services. */
    @Deactivate
    public void close() {
        executor.shutdownNow();
    }

    private void look() {
        if (context.getServiceReference(SERVICE) != null) {
            waiting = 0;
            patience = LEAST_PATIENCE;
            return;
        }
        final var active = components.getComponentDescriptionDTOs().stream()
            .filter(description -> COMPONENT.equals(description.name)).filter(this::isActive)
            .toList();
        waiting = active.isEmpty() ? 0 : waiting + 1;
        if (waiting >= patience) {
            restart(active);
        }
    }

    private boolean isActive(final ComponentDescriptionDTO description) {
        return components.getComponentConfigurationDTOs(description).stream()
            .anyMatch(configuration -> configuration.state == ComponentConfigurationDTO.ACTIVE);
    }

    private void restart(final Collection<ComponentDescriptionDTO> active) {
        LOG.warn("{} has made no {} for {} s, so nobody can log in: it is started once more", COMPONENT, SERVICE,
            waiting);
        waiting = 0;
        patience = Math.min(2 * patience, MOST_PATIENCE);
        for (var description : active) {
            components.disableComponent(description).onResolve(() -> components.enableComponent(description));
        }
    }
}

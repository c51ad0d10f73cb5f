/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.mdsal;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.api.DataPlane;
import org.opendaylight.coalescer.api.DataPlaneSnapshot;
import org.opendaylight.coalescer.api.GapAlarmConfiguration;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.yang.types.rev130715.Gauge64;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.GapRateAlarm.Event;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.GapRateAlarmBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.params.xml.ns.yang.coalescer.rev261122.PortName;
import org.opendaylight.yangtools.yang.common.Uint16;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.common.Uint64;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the losses of the ports that have a gap-alarm, and tells when they become many and when they are few again.
 * Reads counters at the ends of their windows, and never where no port has an alarm.
 *
 * <p>Owns a thread, to which all fields but the final ones belong.
 */
@Component(service = { }, immediate = true)
public final class GapWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GapWatch.class);

    private final Map<String, Watched> ports = new HashMap<>();
    private final ScheduledExecutorService executor;
    private final DataPlane.Registration registration;
    private final DataPlane dataPlane;
    private final Herald herald;
    private final LongSupplier clock;
    private @Nullable ScheduledFuture<?> timer;

    /** A port that has an alarm, and when its window ends. */
    private record Watched(LossWindow window, long endNs) {
    }

    /**
     * Starts watching.
     *
     * @param dataPlane whose ports are watched
     * @param herald told of alarms
     */
    @Activate
    public GapWatch(@Reference final DataPlane dataPlane, @Reference final Herald herald) {
        this(dataPlane, herald, System::nanoTime, Executors.newSingleThreadScheduledExecutor(task -> {
            final Thread thread = new Thread(task, "coalescer-gap-watch");
            thread.setDaemon(true);
            return thread;
        }));
    }

    /** The executor has one thread, and is owned by this from now on. */
    GapWatch(final DataPlane dataPlane, final Herald herald, final LongSupplier clock,
            final ScheduledExecutorService executor) {
        this.dataPlane = requireNonNull(dataPlane);
        this.herald = requireNonNull(herald);
        this.clock = requireNonNull(clock);
        this.executor = requireNonNull(executor);
        registration = dataPlane.onStatusChange(this::look);
        look();
    }

    /** Looks at the ports soon. Any thread. */
    void look() {
        try {
            executor.execute(this::watch);
        } catch (RejectedExecutionException e) {
            LOG.trace("Closed", e);
        }
    }

    // A fault must not end the watch
    @SuppressWarnings("checkstyle:IllegalCatch")
    private void watch() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        try {
            final long now = clock.getAsLong();
            final var snapshot = dataPlane.snapshot().ports();
            forgetAllBut(snapshot);
            snapshot.forEach((name, port) -> {
                final var alarm = port.status().applied().gapAlarm();
                if (alarm != null) {
                    ports.put(name, judge(name, alarm, LossWindow.Sample.of(port.statistics()), now));
                }
            });
            ports.values().stream().mapToLong(port -> port.endNs() - now).min().ifPresent(delayNs -> timer =
                executor.schedule(this::watch, Math.max(0, delayNs), TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException e) {
            LOG.trace("Closed", e);
        } catch (RuntimeException e) {
            LOG.warn("Gaps can't be watched until a port changes its state", e);
        }
    }

    private Watched judge(final String name, final GapAlarmConfiguration alarm, final LossWindow.Sample counters,
            final long now) {
        final var watched = ports.get(name);
        if (watched == null) {
            return new Watched(new LossWindow(alarm, counters), end(now, alarm));
        }
        if (watched.endNs() - now > 0) {
            return watched;
        }
        final var window = watched.window();
        final Boolean verdict = window.end(counters);
        if (verdict != null) {
            tell(name, window, verdict ? Event.Raise : Event.Clear);
        }
        return new Watched(window, end(now, alarm));
    }

    private static long end(final long now, final GapAlarmConfiguration alarm) {
        return now + TimeUnit.SECONDS.toNanos(alarm.windowSeconds());
    }

    /** Forgets ports that are gone, or whose alarm is gone or another one; an alarm that was raised is over then. */
    private void forgetAllBut(final Map<String, DataPlaneSnapshot.Port> snapshot) {
        ports.entrySet().removeIf(entry -> {
            final var port = snapshot.get(entry.getKey());
            final var window = entry.getValue().window();
            if (port != null && window.alarm().equals(port.status().applied().gapAlarm())) {
                return false;
            }
            if (window.isRaised()) {
                tell(entry.getKey(), window, Event.Clear);
            }
            return true;
        });
    }

    private void tell(final String name, final LossWindow window, final Event event) {
        final var alarm = window.alarm();
        final var rate = window.last();
        LOG.info("Port {}: gap alarm {}, {} per mille", name, event.getName(), rate.perMille());
        herald.tell(new GapRateAlarmBuilder()
            .setPort(new PortName(name))
            .setEvent(event)
            .setRate(Uint32.valueOf(Math.min(rate.perMille(), Uint32.MAX_VALUE.longValue())))
            .setThreshold(Uint16.valueOf(event == Event.Raise ? alarm.raisePerMille() : alarm.clearPerMille()))
            .setWindow(Uint16.valueOf(alarm.windowSeconds()))
            .setLosses(new Gauge64(Uint64.valueOf(rate.losses())))
            .setPackets(new Gauge64(Uint64.valueOf(rate.packets())))
            .setTime(Yang.time(Instant.now()))
            .build());
    }

    /** Stops watching. Idempotent. */
    @Deactivate
    @Override
    public void close() {
        registration.close();
        executor.shutdownNow();
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.crafted;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;
import org.opendaylight.coalescer.it.traffic.Conversation;

/**
 * What the kernel sees at a device, and a way to put packets into its transmit queue: {@code device.py} at work. It
 * takes Debian's python3 and nothing else. Of a device with Ethernet headers, packets are seen without these.
 */
public final class DeviceWatch implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Conversation process;

    private DeviceWatch(final Conversation process) {
        this.process = process;
    }

    static DeviceWatch start(final String device) {
        return start(NetworkNamespace.here(), device);
    }

    /**
     * Starts it.
     *
     * @param namespace where the device is
     * @param device its name
     * @return the watch, which sees everything from now on
     */
    public static DeviceWatch start(final NetworkNamespace namespace, final String device) {
        final var watch = new DeviceWatch(Conversation.start("watch of " + device,
            namespace.inside(List.of("/usr/bin/python3", "-c", script(), device))));
        watch.process.await(0, "ready"::equals, PATIENCE);
        return watch;
    }

    /** How much has been seen: a place for {@link #await}. */
    public int place() {
        return process.place();
    }

    /** The packets received since a place, the last being the first that is as wanted. */
    public List<CapturedPacket> await(final int from, final Predicate<CapturedPacket> wanted) {
        return process.await(from, line -> line.startsWith("in ") && wanted.test(CapturedPacket.parse(line)), PATIENCE)
            .stream().filter(line -> line.startsWith("in ")).map(CapturedPacket::parse).toList();
    }

    /** Has the device transmit a packet: the port reads it. */
    void inject(final byte[] packet) {
        inject(0, 0, 0, packet);
    }

    private void inject(final int flags, final int start, final int offset, final byte[] packet) {
        final int place = place();
        process.tell(List.of("inject " + flags + ' ' + start + ' ' + offset + ' ' + HexFormat.of().formatHex(packet),
            "injected"));
        process.await(place, "injected"::equals, PATIENCE);
    }

    /** Has the device transmit a packet whose checksum is to be finished. */
    void injectUnfinished(final int start, final int offset, final byte[] packet) {
        inject(1, start, offset, packet);
    }

    @Override
    public void close() {
        process.close();
    }

    private static String script() {
        try (var stream = DeviceWatch.class.getResourceAsStream("/device.py")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

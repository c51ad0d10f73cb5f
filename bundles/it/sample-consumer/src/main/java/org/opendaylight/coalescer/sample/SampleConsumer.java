/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.sample;

import java.nio.charset.StandardCharsets;
import org.opendaylight.coalescer.api.PacketWriter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceScope;

/**
 * Pushes two runs of packets into a port as soon as there is one: TCP segments of one flow, which become one
 * superpacket, and UDP datagrams with a greeting, which a program that listens on the port's address can read.
 *
 * <p>Which port: the first that comes up, or the one that the configuration names, in the way of Declarative Services:
 * {@code writer.target = (coalescer.port=NAME)} for the PID {@value #PID}. When the port goes, this component goes;
 * when it comes back, so does this.
 */
@Component(service = {}, immediate = true, configurationPid = SampleConsumer.PID)
public final class SampleConsumer {
    /** The PID of the configuration. */
    public static final String PID = "org.opendaylight.coalescer.sample";

    private static final int PAYLOAD = 1200;

    private final PacketWriter writer;
    private final PacketBuilder builder;

    /** What can be configured. */
    public @interface Configuration {
        /**
         * Source of the packets.
         *
         * @return a literal IPv4 address
         */
        String source() default "198.18.3.1";

        /**
         * Destination of the packets.
         *
         * @return a literal IPv4 address
         */
        String destination() default "198.18.2.1";

        /**
         * Destination port of TCP and UDP.
         *
         * @return a port number
         */
        int port() default 9;

        /**
         * Length of each run.
         *
         * @return number of packets
         */
        int packets() default 16;
    }

    /**
     * Sends both runs.
     *
     * @param writer queue of the port, ours alone as long as this component lives; the framework closes it
     * @param configuration what to send
     */
    @Activate
    public SampleConsumer(
            @Reference(name = "writer", target = "(" + PacketWriter.PORT + "=*)",
                scope = ReferenceScope.PROTOTYPE_REQUIRED) final PacketWriter writer,
            final Configuration configuration) {
        this.writer = writer;
        builder = new PacketBuilder(writer.buffer(), configuration.source(), configuration.destination(),
            configuration.port());
        for (int i = 0; i < configuration.packets(); i++) {
            pushSegment(i, i == configuration.packets() - 1);
        }
        for (int i = 0; i < configuration.packets(); i++) {
            pushGreeting("greeting " + i);
        }
        writer.flush();
    }

    private void pushSegment(final int index, final boolean last) {
        final int length = PacketBuilder.TCP_HEADERS + PAYLOAD;
        final int at = reserve(length);
        for (int i = 0; i < PAYLOAD; i++) {
            writer.buffer().put(at + PacketBuilder.TCP_HEADERS + i, (byte) (index + i));
        }
        builder.tcp(at, PAYLOAD, index * PAYLOAD, last);
        writer.commit(at, length);
    }

    private void pushGreeting(final String greeting) {
        final var text = greeting.getBytes(StandardCharsets.US_ASCII);
        final int length = PacketBuilder.UDP_HEADERS + text.length;
        final int at = reserve(length);
        writer.buffer().put(at + PacketBuilder.UDP_HEADERS, text);
        builder.udp(at, text.length);
        writer.commit(at, length, PacketBuilder.IP_HEADER, PacketBuilder.UDP_CHECKSUM);
    }

    /** A slice of the buffer, which is flushed if it is full. */
    private int reserve(final int length) {
        final int at = writer.reserve(length);
        if (at >= 0) {
            return at;
        }
        writer.flush();
        return writer.reserve(length);
    }
}

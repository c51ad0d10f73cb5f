/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.relay;

import com.google.gson.JsonObject;
import java.util.Locale;
import org.eclipse.jdt.annotation.Nullable;

/**
 * A line of the relay's log. A datagram that was sent has a line for each time it was sent, in that order; one that was
 * dropped has one.
 *
 * @param timeNs nanoseconds since the relay began
 * @param direction which way it went
 * @param index number of the datagram among those received in its direction, from 0
 * @param action what was done with it
 * @param content what was in it
 */
public record RelayEvent(long timeNs, Direction direction, long index, Action action, Content content) {
    /**
     * What is in a datagram, as it was received.
     *
     * @param length bytes of UDP payload
     * @param segment the TCP segment inside, null if there is none
     * @param flip what was flipped, null if nothing was
     */
    public record Content(int length, @Nullable Segment segment, @Nullable Flip flip) {
    }

    /**
     * A TCP segment.
     *
     * @param flow addresses and ports
     * @param flags flags of TCP, 0..255
     * @param checksum its checksum field
     * @param data which bytes of the stream it has
     * @param timestamp timestamp value, -1 without that option
     */
    public record Segment(String flow, int flags, int checksum, Data data, long timestamp) {
        /** Sequence number of the first byte. */
        public int sequence() {
            return data.sequence();
        }

        /** Bytes of data. */
        public int payload() {
            return data.payload();
        }
    }

    /**
     * A piece of a stream.
     *
     * @param sequence sequence number
     * @param payload bytes of data
     */
    public record Data(int sequence, int payload) {
    }

    /**
     * A flipped bit.
     *
     * @param bit its place, counted from the first bit of the UDP payload, the highest of a byte first
     * @param data the UDP payload as it was sent, in hexadecimal digits
     */
    public record Flip(int bit, String data) {
    }

    /** Whether this datagram left the relay. */
    public boolean isSent() {
        return action != Action.DROP;
    }

    /** The line, without its end. */
    String toJson() {
        final var line = new StringBuilder(200).append("{\"time\":").append(timeNs).append(",\"direction\":\"")
            .append(direction.word()).append("\",\"index\":").append(index).append(",\"action\":\"")
            .append(action.word()).append("\",\"length\":").append(content.length());
        final var segment = content.segment();
        if (segment != null) {
            line.append(",\"flow\":\"").append(segment.flow()).append("\",\"flags\":").append(segment.flags())
                .append(",\"checksum\":").append(segment.checksum())
                .append(",\"sequence\":").append(Integer.toUnsignedString(segment.sequence())).append(",\"payload\":")
                .append(segment.payload());
            if (segment.timestamp() >= 0) {
                line.append(",\"timestamp\":").append(segment.timestamp());
            }
        }
        final var flip = content.flip();
        if (flip != null) {
            line.append(",\"bit\":").append(flip.bit()).append(",\"data\":\"").append(flip.data()).append('"');
        }
        return line.append('}').toString();
    }

    static RelayEvent of(final JsonObject line) {
        final var segment = line.has("flow") ? new Segment(line.get("flow").getAsString(),
            line.get("flags").getAsInt(), line.get("checksum").getAsInt(),
            new Data((int) line.get("sequence").getAsLong(), line.get("payload").getAsInt()),
            line.has("timestamp") ? line.get("timestamp").getAsLong() : -1) : null;
        final var flip = line.has("bit") ? new Flip(line.get("bit").getAsInt(), line.get("data").getAsString()) : null;
        return new RelayEvent(line.get("time").getAsLong(), word(Direction.class, line, "direction"),
            line.get("index").getAsLong(), word(Action.class, line, "action"),
            new Content(line.get("length").getAsInt(), segment, flip));
    }

    private static <E extends Enum<E>> E word(final Class<E> type, final JsonObject line, final String name) {
        return Enum.valueOf(type, line.get(name).getAsString().toUpperCase(Locale.ROOT));
    }
}

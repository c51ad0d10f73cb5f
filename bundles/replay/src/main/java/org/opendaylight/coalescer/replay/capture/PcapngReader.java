/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay.capture;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads pcapng (draft-ietf-opsawg-pcapng): any number of sections and interfaces, enhanced, simple and obsolete packet
 * blocks; passes over all others.
 */
final class PcapngReader extends CaptureReader {
    static final int SECTION_HEADER = 0x0a0d_0d0a;

    private static final int INTERFACE = 1;
    private static final int OBSOLETE_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1a2b_3c4d;
    private static final int VERSION = 1;

    /** Type and length in front of the body, and the length again behind it. */
    private static final int FRONT = 2 * Integer.BYTES;
    private static final int FRAME = FRONT + Integer.BYTES;
    private static final int SECTION_BODY = 16;
    private static final int INTERFACE_BODY = 8;
    private static final int PACKET_BODY = 20;
    private static final int SIMPLE_BODY = 4;

    private static final int OPTION_END = 0;
    private static final int OPTION_RESOLUTION = 9;
    private static final int OPTION_TIME_OFFSET = 14;

    private final List<Interface> interfaces = new ArrayList<>();
    private long start;
    private long end;
    private String name = "block";
    private long lastNs;

    /**
     * What is known of an interface.
     *
     * @param linkType kind of its link layer
     * @param snapLength most bytes captured of a frame, 0 for all
     * @param clock what its timestamps mean
     */
    private record Interface(int linkType, long snapLength, CaptureClock clock) {
        // Nothing but its components
    }

    PcapngReader(final CaptureInput input) {
        super(input);
    }

    @Override
    public String format() {
        return "pcapng";
    }

    @Override
    public boolean next() throws IOException {
        while (!input.isAtEnd()) {
            if (readBlock()) {
                return true;
            }
        }
        return false;
    }

    /** Reads a block to its end; whether it was a frame. */
    private boolean readBlock() throws IOException {
        start = input.position();
        name = "block";
        input.require(FRAME, start, name);
        final int type = input.takeInt();
        if (type == SECTION_HEADER) {
            name = "section header";
            final int magic = input.window().getInt(input.window().position() + Integer.BYTES);
            if (magic != BYTE_ORDER_MAGIC) {
                if (Integer.reverseBytes(magic) != BYTE_ORDER_MAGIC) {
                    throw new CaptureException(start + FRONT, "no byte order: 0x%08x".formatted(magic));
                }
                input.order(input.window().order() == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN
                    : ByteOrder.BIG_ENDIAN);
            }
        }
        final long length = input.takeInt() & 0xffff_ffffL;
        if (length < FRAME || length % Integer.BYTES != 0) {
            throw new CaptureException(start, "the " + name + " claims to have " + length
                + " bytes, which no block has");
        }
        end = start + length - Integer.BYTES;
        final boolean isFrame = readBody(type);
        input.skip(end - input.position(), start, name);
        input.require(Integer.BYTES, start, name);
        final long again = input.takeInt() & 0xffff_ffffL;
        if (again != length) {
            throw new CaptureException(end, "the " + name + " that begins at byte " + start + " has " + length
                + " bytes by its front and " + again + " by its end");
        }
        return isFrame;
    }

    private boolean readBody(final int type) throws IOException {
        switch (type) {
            case SECTION_HEADER -> readSectionHeader();
            case INTERFACE -> readInterface();
            case ENHANCED_PACKET, OBSOLETE_PACKET -> {
                readPacket(type == OBSOLETE_PACKET);
                return true;
            }
            case SIMPLE_PACKET -> {
                readSimplePacket();
                return true;
            }
            default -> {
                // Statistics, names, secrets: nothing for us
            }
        }
        return false;
    }

    private void readSectionHeader() throws IOException {
        requireBody(SECTION_BODY);
        input.takeInt();
        final int major = input.takeShort();
        if (major != VERSION) {
            throw new CaptureException(start + FRONT + Integer.BYTES, "version " + major + '.' + input.takeShort()
                + " of pcapng is not known, only " + VERSION + ".x");
        }
        interfaces.clear();
    }

    private void readInterface() throws IOException {
        name = "interface description";
        requireBody(INTERFACE_BODY);
        final int linkType = input.takeShort();
        input.takeShort();
        final long snapLength = input.takeInt() & 0xffff_ffffL;
        int resolution = CaptureClock.MICROSECONDS;
        long offset = 0;
        while (end - input.position() >= Integer.BYTES) {
            input.require(Integer.BYTES, start, name);
            final int code = input.takeShort();
            final int length = input.takeShort();
            final int padded = length + 3 & ~3;
            if (code == OPTION_END) {
                break;
            }
            if (padded > end - input.position()) {
                throw new CaptureException(input.position() - Integer.BYTES, "option " + code + " claims to have "
                    + length + " bytes, more than its " + name + " has");
            }
            input.require(padded, start, name);
            if (code == OPTION_RESOLUTION && length == 1) {
                resolution = input.peek(0);
            } else if (code == OPTION_TIME_OFFSET && length == Long.BYTES) {
                offset = input.window().getLong(input.window().position());
            }
            input.skip(padded, start, name);
        }
        interfaces.add(new Interface(linkType, snapLength, new CaptureClock(resolution, offset)));
    }

    private void readPacket(final boolean obsolete) throws IOException {
        name = "packet";
        requireBody(PACKET_BODY);
        final Interface source = source(obsolete ? input.takeShort() : input.takeInt());
        if (obsolete) {
            input.takeShort();
        }
        final long high = input.takeInt() & 0xffff_ffffL;
        final long time = high << Integer.SIZE | input.takeInt() & 0xffff_ffffL;
        final int length = frameLength(input.takeInt(), start, name);
        final long original = input.takeInt() & 0xffff_ffffL;
        lastNs = source.clock().toNs(time);
        readFrame(source, length, original);
    }

    /** It has no timestamp: no time has passed. */
    private void readSimplePacket() throws IOException {
        name = "simple packet";
        requireBody(SIMPLE_BODY);
        final Interface source = source(0);
        final long original = input.takeInt() & 0xffff_ffffL;
        final long limit = source.snapLength() == 0 ? Long.MAX_VALUE : source.snapLength();
        final long length = Math.min(Math.min(original, limit), end - input.position());
        readFrame(source, frameLength((int) Math.min(length, Integer.MAX_VALUE), start, name), original);
    }

    private void readFrame(final Interface source, final int length, final long original) throws IOException {
        if (length > end - input.position()) {
            throw new CaptureException(start, "the " + name + " claims to have " + length + " bytes of a frame, more "
                + "than its block has");
        }
        final long rest = end + Integer.BYTES - input.position();
        if (rest > CaptureInput.WINDOW) {
            throw new CaptureException(start, "the " + name + " claims to have " + rest
                + " bytes, more than any has");
        }
        // To the end of the block, so that the window won't move before the frame has been seen
        input.require((int) rest, start, name);
        frame.place(start, source.linkType(), lastNs);
        frame.content(input.window().position(), length, original);
        input.skip(length, start, name);
    }

    private Interface source(final int number) throws CaptureException {
        if (number < 0 || number >= interfaces.size()) {
            throw new CaptureException(start, "the " + name + " is of interface " + Integer.toUnsignedString(number)
                + ", and only " + interfaces.size() + " have been described");
        }
        return interfaces.get(number);
    }

    private void requireBody(final int bytes) throws IOException {
        if (end - input.position() < bytes) {
            throw new CaptureException(start, "the " + name + " has " + (end - input.position())
                + " bytes, less than the " + bytes + " that it must have");
        }
        input.require(bytes, start, name);
    }
}

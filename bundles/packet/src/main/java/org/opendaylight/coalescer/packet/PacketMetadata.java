/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.packet;

/**
 * What is known about one packet apart from its bytes: where it lies, what kind of superpacket it is and who still has
 * to finish its checksum. Code that edits a packet sets state here; the checksum itself is finished as late as
 * possible, where the output is known.
 *
 * <p>One object is reused for packet after packet. Hot path: owned by one thread.
 */
public final class PacketMetadata {
    private int offset;
    private int length;
    private ChecksumState checksumState = ChecksumState.NONE;
    private int csumStart;
    private int csumOffset;
    private GsoType gsoType = GsoType.NONE;
    private int gsoSize;
    private int gsoSegments;
    private int l4Offset;
    private int payloadOffset;
    private int outerL4Start;
    private int ipStart;
    private boolean outerChecksum;

    /**
     * Starts over for a packet of which nothing but its place is known: it begins with an IP header.
     *
     * @param off offset of its first byte in its {@link PacketMemory}
     * @param len its length in bytes
     */
    public void reset(final int off, final int len) {
        offset = off;
        length = len;
        checksumState = ChecksumState.NONE;
        csumStart = 0;
        csumOffset = 0;
        gsoType = GsoType.NONE;
        gsoSize = 0;
        gsoSegments = 0;
        l4Offset = 0;
        payloadOffset = 0;
        outerL4Start = 0;
        ipStart = 0;
        outerChecksum = false;
    }

    /** Offset of the first byte in the memory that holds the packet: of the Ethernet header, else of the IP header. */
    public int offset() {
        return offset;
    }

    /** Bytes from there to the end of the packet. */
    public int length() {
        return length;
    }

    public ChecksumState checksumState() {
        return checksumState;
    }

    /** First byte that the checksum to finish covers, counted from {@link #offset()}. */
    public int csumStart() {
        return csumStart;
    }

    /** Place of the checksum field, counted from {@link #csumStart()}. */
    public int csumOffset() {
        return csumOffset;
    }

    /** True if the checksum to finish is the CRC32c of SCTP (RFC 9260) and not the Internet checksum. */
    public boolean csumNotInet() {
        return csumOffset == Sctp.CHECKSUM;
    }

    /** Whether the field of the checksum to finish is inside the packet. */
    public boolean isChecksumInside() {
        final int left = length - csumStart - (csumNotInet() ? Integer.BYTES : Short.BYTES);
        return csumStart >= 0 && csumStart <= length && csumOffset >= 0 && csumOffset <= left;
    }

    /** Kind of superpacket; that of the inner one if it is encapsulated. */
    public GsoType gsoType() {
        return gsoType;
    }

    /** Payload bytes of every segment but the last, 0 if this is no superpacket. */
    public int gsoSize() {
        return gsoSize;
    }

    /** Number of segments, 0 if this is no superpacket or nobody has counted. */
    public int gsoSegments() {
        return gsoSegments;
    }

    /** Offset of the TCP or UDP header in the memory, 0 if unknown. */
    public int l4Offset() {
        return l4Offset;
    }

    /** Offset of the first byte after the TCP or UDP header in the memory, 0 if unknown. */
    public int payloadOffset() {
        return payloadOffset;
    }

    /** Whether this is a superpacket behind the headers of a UDP tunnel. */
    public boolean isEncapsulated() {
        return outerL4Start != 0;
    }

    /** Bytes from the outer IP header to the outer UDP header, 0 if it is not encapsulated. */
    public int outerL4Start() {
        return outerL4Start;
    }

    /**
     * Bytes in front of the IP header that the packet, or every segment of it, is all about: Ethernet, or outer headers
     * of a superpacket that is encapsulated. The whole length if there is no such header, as in ARP.
     */
    public int ipStart() {
        return ipStart;
    }

    /** Whether the outer UDP header of every segment has a checksum. */
    public boolean outerChecksum() {
        return outerChecksum;
    }

    public void setChecksumState(final ChecksumState state) {
        checksumState = state;
    }

    /**
     * Says that a checksum is still to be finished. Nothing is looked at, see {@link #isChecksumInside}.
     *
     * @param start first covered byte, from {@link #offset()}
     * @param fieldOffset place of the field, from {@code start}; {@link Sctp#CHECKSUM} for the CRC32c
     */
    public void setPartial(final int start, final int fieldOffset) {
        checksumState = ChecksumState.PARTIAL;
        csumStart = start;
        csumOffset = fieldOffset;
    }

    /**
     * Says that this is a superpacket.
     *
     * @param type its kind
     * @param size payload bytes per segment
     * @param segments number of segments, 0 if not counted yet
     */
    public void setGso(final GsoType type, final int size, final int segments) {
        gsoType = type;
        gsoSize = size;
        gsoSegments = segments;
    }

    /**
     * Records where the headers end, as offsets in the memory.
     *
     * @param l4 start of the TCP or UDP header
     * @param payload first byte after it
     */
    public void setLayers(final int l4, final int payload) {
        l4Offset = l4;
        payloadOffset = payload;
    }

    /**
     * Says that a superpacket is behind the headers of a UDP tunnel. Everything counted from the IP header is counted
     * from the outer one then; the layers and the checksum to finish are the inner ones.
     *
     * @param outerL4 bytes to the outer UDP header
     * @param inner bytes to the inner IP header
     * @param checksum whether outer UDP checksums are to be written
     */
    public void setTunnel(final int outerL4, final int inner, final boolean checksum) {
        outerL4Start = outerL4;
        ipStart = inner;
        outerChecksum = checksum;
    }

    /** Bytes of the Ethernet header, 0 without one; the whole length of a frame that has no IP header behind it. */
    public int linkLength() {
        return isEncapsulated() ? 0 : ipStart;
    }

    /**
     * Says that this is an Ethernet frame. Everything counted from the first byte is counted from the Ethernet header
     * then.
     *
     * @param bytes bytes in front of the IP header, as {@link Ethernet#ipStart} finds them
     */
    public void setLink(final int bytes) {
        ipStart = bytes;
    }
}

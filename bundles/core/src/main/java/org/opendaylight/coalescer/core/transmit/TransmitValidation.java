/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.transmit;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.coalescer.core.EnumCounters;
import org.opendaylight.coalescer.core.checksum.PayloadChecksum;
import org.opendaylight.coalescer.core.checksum.PayloadPass;
import org.opendaylight.coalescer.core.tunnel.OuterHeaders;
import org.opendaylight.coalescer.packet.ChecksumState;
import org.opendaylight.coalescer.packet.GsoType;
import org.opendaylight.coalescer.packet.InternetChecksum;
import org.opendaylight.coalescer.packet.IpProtocol;
import org.opendaylight.coalescer.packet.Ipv4;
import org.opendaylight.coalescer.packet.Ipv6;
import org.opendaylight.coalescer.packet.PacketMemory;
import org.opendaylight.coalescer.packet.PacketMetadata;
import org.opendaylight.coalescer.packet.Tcp;
import org.opendaylight.coalescer.packet.Udp;
import org.opendaylight.coalescer.packet.VirtioNetHeader;

/**
 * The seam in front of one output: the only place that asks what an output can do, and the only one that finishes
 * checksums. What the output can't do is done here in software, as late as possible.
 *
 * <p>Use for each packet: {@link #begin}, and then for every wire packet {@link #writeHeader}, {@link #payloadOffset},
 * {@link #payloadLength}. A packet that goes to several outputs is begun at each of them.
 *
 * <p>Hot path: owned by one worker. The counters may be read by any thread.
 */
public final class TransmitValidation {
    private static final int MAX_BYTES = 0xffff;

    private final EnumCounters<TransmitCounter> counters = new EnumCounters<>(TransmitCounter.class);
    private final Segmenter segmenter = new Segmenter();
    private final EnumCounters<PayloadPass> passes = new EnumCounters<>(PayloadPass.class);
    private final PayloadChecksum payload = new PayloadChecksum(passes);
    private final int maxHeaderLen;

    private OutputCapabilities capabilities;
    private TransmitDrop drop = TransmitDrop.SHORT;
    private boolean dropped;
    private boolean segmented;
    private int wholeOffset;
    private int wholeLength;
    /** Payload sums of the first segments of the superpacket that was begun last. */
    private long[] sums = new long[64];
    private int knownSums;

    /**
     * Makes the seam of an output.
     *
     * @param capabilities what it can do now
     * @param maxHeaderLen most header bytes per wire packet that the caller has room for, see {@link #writeHeader}
     */
    public TransmitValidation(final OutputCapabilities capabilities, final int maxHeaderLen) {
        this.capabilities = requireNonNull(capabilities);
        this.maxHeaderLen = maxHeaderLen;
    }

    /**
     * Changes what the output can do, from the next packet on. Owner's thread.
     *
     * @param active what it can do now
     */
    public void setCapabilities(final OutputCapabilities active) {
        capabilities = requireNonNull(active);
    }

    /** Whether superpackets of a kind may be given to the output at present. */
    public boolean canCarry(final GsoType type) {
        return capabilities.canCarry(type);
    }

    /** Reads a counter. Any thread. */
    public long count(final TransmitCounter counter) {
        return counters.get(counter);
    }

    /** Reads how often payload was read: once for each wire packet that was finished here at most. Any thread. */
    public long count(final PayloadPass pass) {
        return passes.get(pass);
    }

    /**
     * The last check before a superpacket is written: a device that is given a wrong geometry may accept it and lose or
     * corrupt data. A failure is a bug of whoever built the superpacket; its segments then go one by one.
     *
     * @param superpacket its metadata: kind, segment size and number, checksum place
     * @param headerLen bytes of all its headers
     * @param lastPayload payload bytes of its last segment
     * @param totalLen bytes of headers and all payload that will be written
     * @param maxSegments most segments allowed
     * @return true if it may be written
     */
    public static boolean checkGeometry(final PacketMetadata superpacket, final int headerLen, final int lastPayload,
            final int totalLen, final int maxSegments) {
        final int segments = superpacket.gsoSegments();
        final int gsoSize = superpacket.gsoSize();
        return superpacket.gsoType() != GsoType.NONE
            && superpacket.checksumState() == ChecksumState.PARTIAL
            && segments >= 2 && segments <= maxSegments
            && lastPayload >= 1 && lastPayload <= gsoSize
            && totalLen - superpacket.linkLength() <= MAX_BYTES
            && totalLen == headerLen + (segments - 1L) * gsoSize + lastPayload
            && superpacket.csumStart() >= superpacket.ipStart() + Ipv4.HEADER_LENGTH
            && superpacket.csumOffset() == (superpacket.gsoType() == GsoType.UDP_L4 ? Udp.CHECKSUM : Tcp.CHECKSUM)
            && superpacket.csumStart() + superpacket.csumOffset() + Short.BYTES <= headerLen;
    }

    /**
     * Takes what was read from a TUN queue: checks the {@code virtio_net_hdr} against the packet behind it and puts
     * what it says into metadata. Needs no state and depends on no output.
     *
     * <p>Strict on superpackets, since they are rebuilt. Any other packet only has to be IP with its checksum field
     * inside; what else may be wrong with it stays wrong.
     *
     * @param memory where the packet lies, not changed
     * @param vnetOff offset of the {@code virtio_net_hdr} of 24 bytes
     * @param bytesRead bytes from there that the queue delivered
     * @param meta filled if the packet is accepted, of no use otherwise
     * @return null if accepted, else the reason to drop it, for the caller to count
     */
    public static @Nullable TransmitDrop accept(final PacketMemory memory, final int vnetOff, final int bytesRead,
            final PacketMetadata meta) {
        return VirtioReceive.accept(memory, vnetOff, bytesRead, meta);
    }

    /**
     * Takes what was read from a TAP queue, like {@link #accept}. A frame without a whole IP header right behind the
     * Ethernet header, or behind tags, passes as it is.
     *
     * @param memory where the frame lies, not changed
     * @param vnetOff offset of the {@code virtio_net_hdr} of 24 bytes
     * @param bytesRead bytes from there that the queue delivered
     * @param meta filled if the frame is accepted, of no use otherwise
     * @return null if accepted, else the reason to drop it, for the caller to count
     */
    public static @Nullable TransmitDrop acceptFrame(final PacketMemory memory, final int vnetOff, final int bytesRead,
            final PacketMetadata meta) {
        return VirtioReceive.acceptFrame(memory, vnetOff, bytesRead, meta);
    }

    /**
     * Prepares a packet for the output. Finishes the checksum of an ordinary packet in place if the output can't, and
     * says so in the metadata; a superpacket is never changed.
     *
     * @param memory where the packet lies, borrowed until the last wire packet has been sent
     * @param meta its metadata
     * @return number of wire packets, 1 or more; 0 if it can't be delivered, and {@link #drop()} says why
     */
    public int begin(final PacketMemory memory, final PacketMetadata meta) {
        knownSums = 0;
        return beginAgain(memory, meta);
    }

    /**
     * Prepares the packet that was begun last for another output of the same kind. The payload of segments is not read
     * again, as long as they are cut alike.
     *
     * @param memory where the packet lies, as before
     * @param meta its metadata
     * @return number of wire packets, see {@link #begin}
     */
    public int beginAgain(final PacketMemory memory, final PacketMetadata meta) {
        dropped = false;
        segmented = false;
        wholeOffset = meta.offset();
        wholeLength = meta.length();
        if (meta.gsoType() != GsoType.NONE) {
            if (!capabilities.canCarry(meta)) {
                return beginSegments(memory, meta);
            }
            counters.increment(TransmitCounter.SUPERPACKETS_PASSED);
            counters.increment(TransmitCounter.NEEDS_CSUM);
        } else if (meta.checksumState() != ChecksumState.PARTIAL) {
            counters.increment(TransmitCounter.CSUM_NONE);
        } else if (capabilities.checksum() && isPlain(memory.net(), meta)) {
            counters.increment(TransmitCounter.NEEDS_CSUM);
        } else {
            return finishWhole(memory, meta);
        }
        return 1;
    }

    /** Why the last {@link #begin} returned 0. */
    public @Nullable TransmitDrop drop() {
        return dropped ? drop : null;
    }

    /** Bytes that {@link #writeHeader} writes; 0 if the packet goes as it lies in its memory. */
    public int headerLength() {
        return segmented ? segmenter.headerLength() : 0;
    }

    /**
     * Writes the headers of one wire packet with all checksums complete. Does nothing if {@link #headerLength()} is 0.
     *
     * @param index which wire packet, from 0
     * @param to where to; may be the memory of the packet itself, outside the packet
     * @param toOff offset of the first header there
     */
    public void writeHeader(final int index, final PacketMemory to, final int toOff) {
        if (!segmented) {
            return;
        }
        final Segmenter cutter = segmenter;
        cutter.writeHeader(index, to, toOff);
        final int l4 = cutter.l4();
        final int fieldOff = cutter.checksumOffset();
        final int pseudo = to.net().getShort(toOff + l4 + fieldOff) & 0xffff;
        // Headers are a multiple of 4 long, so the payload starts on an even byte of what the checksum covers
        final int checksum = InternetChecksum.complement(
            InternetChecksum.sum(to, toOff + l4, cutter.headerLength() - l4)
            + payloadSum(index));
        to.net().putShort(toOff + l4 + fieldOff,
            (short) (checksum == 0 && fieldOff == Udp.CHECKSUM ? 0xffff : checksum));
        final int outerL4 = cutter.outerChecksumStart();
        if (outerL4 != 0) {
            final long outerPseudo = OuterHeaders.pseudoHeader(to, toOff, outerL4,
                cutter.headerLength() + cutter.payloadLength(index));
            counters.increment(TransmitCounter.LCO_OUTER);
            to.net().putShort(toOff + outerL4 + Udp.CHECKSUM, (short) OuterHeaders.checksum(to, toOff, outerL4,
                l4 - outerL4, outerPseudo + OuterHeaders.covered(InternetChecksum.word(pseudo))));
        }
    }

    /**
     * Where the rest of a wire packet lies.
     *
     * @param index which wire packet, from 0
     * @return offset in the memory of the packet
     */
    public int payloadOffset(final int index) {
        return segmented ? segmenter.payloadOffset(index) : wholeOffset;
    }

    /**
     * How long the rest of a wire packet is.
     *
     * @param index which wire packet, from 0
     * @return bytes that follow its headers; those of the whole packet if {@link #headerLength()} is 0
     */
    public int payloadLength(final int index) {
        return segmented ? segmenter.payloadLength(index) : wholeLength;
    }

    /**
     * Writes the {@code virtio_net_hdr} of a packet that passes whole to a TUN queue, after {@link #begin}.
     *
     * @param to where to
     * @param toOff offset of the 24 bytes
     * @param meta metadata of the packet that was begun
     */
    public void writeVirtioHeader(final PacketMemory to, final int toOff, final PacketMetadata meta) {
        if (segmented) {
            VirtioNetHeader.writeNone(to, toOff);
        } else {
            VirtioNetHeader.write(to, toOff, meta);
        }
    }

    private long payloadSum(final int index) {
        if (index < knownSums) {
            return sums[index];
        }
        final Segmenter cutter = segmenter;
        final long sum = payload.sum(cutter.source(), cutter.payloadOffset(index), cutter.payloadLength(index));
        if (index == knownSums) {
            sums[index] = sum;
            knownSums++;
        }
        return sum;
    }

    private int beginSegments(final PacketMemory memory, final PacketMetadata meta) {
        final int cutBefore = segmenter.gsoSize();
        final TransmitDrop reason = meta.payloadOffset() - meta.offset() > maxHeaderLen
            ? TransmitDrop.GSO_HEADER_TOO_LONG : segmenter.begin(memory, meta);
        if (reason != null) {
            return refuse(reason);
        }
        if (segmenter.gsoSize() != cutBefore) {
            knownSums = 0;
        }
        segmented = true;
        final int segments = segmenter.segments();
        if (segments > sums.length) {
            // Until the largest superpacket was seen
            sums = Arrays.copyOf(sums, Integer.highestOneBit(segments) << 1);
        }
        counters.increment(TransmitCounter.SUPERPACKETS_SEGMENTED);
        counters.add(TransmitCounter.SEGMENTS, segments);
        counters.add(TransmitCounter.CSUM_SOFTWARE, segments);
        return segments;
    }

    private int finishWhole(final PacketMemory memory, final PacketMetadata meta) {
        final int start = meta.csumStart();
        final int fieldOff = meta.csumOffset();
        if (!meta.isChecksumInside()) {
            return refuse(TransmitDrop.CHECKSUM_PLACE);
        }
        if (meta.csumNotInet()) {
            payload.finishCrc32c(memory, meta.offset() + start, meta.length() - start, fieldOff);
            counters.increment(TransmitCounter.CRC32C_SOFTWARE);
        } else {
            payload.finish(memory, meta.offset() + start, meta.length() - start, fieldOff);
            counters.increment(TransmitCounter.CSUM_SOFTWARE);
        }
        // The next output that is given this packet must not finish it again
        meta.setChecksumState(ChecksumState.UNNECESSARY);
        return 1;
    }

    private int refuse(final TransmitDrop reason) {
        drop = reason;
        dropped = true;
        return 0;
    }

    /** Whether the checksum to finish is that of TCP or UDP right behind an IP header without options or extensions. */
    private static boolean isPlain(final ByteBuffer net, final PacketMetadata meta) {
        final int link = meta.linkLength();
        if (link == meta.length()) {
            return false;
        }
        final int off = meta.offset() + link;
        final int start = meta.csumStart() - link;
        final int protocol;
        switch (net.get(off) >>> 4 & 0xf) {
            case 4 -> {
                if (start != Ipv4.HEADER_LENGTH
                        || net.get(off + Ipv4.VERSION_IHL) != Ipv4.VERSION_IHL_PLAIN
                        || (net.getShort(off + Ipv4.FRAGMENT) & (Ipv4.MF | Ipv4.OFFSET_MASK)) != 0) {
                    return false;
                }
                protocol = net.get(off + Ipv4.PROTOCOL) & 0xff;
            }
            case 6 -> {
                if (start != Ipv6.HEADER_LENGTH) {
                    return false;
                }
                protocol = net.get(off + Ipv6.NEXT_HEADER) & 0xff;
            }
            default -> {
                return false;
            }
        }
        return protocol == IpProtocol.TCP && meta.csumOffset() == Tcp.CHECKSUM
            || protocol == IpProtocol.UDP && meta.csumOffset() == Udp.CHECKSUM;
    }
}

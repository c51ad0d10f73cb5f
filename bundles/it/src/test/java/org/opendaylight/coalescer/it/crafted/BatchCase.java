/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.crafted;

import java.util.List;
import java.util.stream.Stream;

/**
 * A batch of packets that moves one counter.
 *
 * @param reason name of the seal or verbatim reason
 * @param settings what is configured besides, as {@code path=value} below the port
 * @param packets the batch
 */
public record BatchCase(String reason, List<String> settings, List<byte[]> packets) {
    private static final Crafted FIRST = Crafted.tcp4();
    private static final Crafted NEXT = FIRST.next();

    /**
     * Batches whose first chain ends by each reason that a batch from the overlay can bring about.
     *
     * @return a case for each reason
     */
    public static Stream<BatchCase> seals() {
        return Stream.of(
            of("psh", FIRST, NEXT.flags(Crafted.ACK | Crafted.PSH), NEXT.next()),
            of("fin", FIRST, NEXT.flags(Crafted.ACK | Crafted.FIN)),
            of("short-tail", FIRST, NEXT.length(50)),
            of("larger-segment", FIRST.length(50), FIRST.length(50).next().length(100)),
            of("max-segments", FIRST.train(5)).with("coalescing/max-segments=4"),
            of("max-bytes", FIRST.length(500).train(4)).with("coalescing/max-bytes=1280"),
            of("sequence-gap", FIRST, NEXT.next()),
            of("sequence-behind", FIRST, NEXT, FIRST),
            of("ack", FIRST, NEXT.ack(2)),
            of("window", FIRST, NEXT.window(501)),
            of("options", FIRST.timestamp(1, 0), NEXT.timestamp(2, 0)),
            of("header-length", FIRST, NEXT.timestamp(1, 0)),
            of("ttl", FIRST, NEXT.ttl(63)),
            of("tos", FIRST, NEXT.tos(4)),
            of("flow-label", Crafted.tcp6(), Crafted.tcp6().next().flowLabel(6)),
            of("fragment-bits", FIRST, NEXT.fragment(0)),
            of("ecn-change", FIRST.tos(2), NEXT.tos(3)),
            of("ip-id", FIRST.fragment(0), NEXT.fragment(0).id(500)),
            of("flag-not-admissible", FIRST, NEXT.flags(Crafted.ACK | Crafted.RST)),
            raw("bad-checksum", FIRST.bytes(), NEXT.corrupt(), NEXT.next().bytes()),
            raw("address-pair", FIRST.bytes(), NEXT.fragment(0x2000).bytes(), NEXT.bytes()),
            raw("other-verbatim", FIRST.bytes(), NEXT.padded(), NEXT.next().bytes()),
            of("end-of-batch", FIRST.train(2)),
            // the clock runs from the first message on and has run out when the second is there
            of("hold-bound", FIRST, NEXT.length(60), NEXT).with("coalescing/hold/time=1"));
    }

    /**
     * Batches with a packet that goes verbatim for each reason that a batch from the overlay can bring about.
     *
     * @return a case for each reason
     */
    public static Stream<BatchCase> verbatims() {
        return Stream.of(
            of("not-tcp-udp", FIRST.protocol(254)),
            raw("ip-options", FIRST.withIpOptions()),
            of("fragment", FIRST.fragment(0x2000)),
            raw("extension-header", Crafted.tcp6().withIpOptions()),
            raw("bad-ip-checksum", FIRST.badHeader()),
            raw("bad-l4-checksum", FIRST.corrupt()),
            raw("unfinished-checksum", FIRST.unfinished()),
            raw("odd-checksum", FIRST.otherZero()),
            raw("zero-udp-checksum", Crafted.udp4().withoutChecksum()),
            of("pure-ack", FIRST.length(0)),
            of("no-offload", FIRST.train(2)).with("offload/tso=false"),
            of("coalescing-off", FIRST.train(2)).with("coalescing/tcp=false"),
            raw("trailing-bytes", FIRST.padded()),
            of("too-large", FIRST.length(1300)).with("coalescing/max-bytes=1280"),
            raw("malformed", FIRST.cut()),
            of("flag-not-admissible", FIRST.flags(Crafted.SYN)),
            of("no-payload", Crafted.udp4().length(0)),
            of("single-segment", FIRST));
    }

    /**
     * Batches of checksums that aren't good.
     *
     * @return a case for each leaf of the container of checksum outcomes
     */
    public static Stream<BatchCase> checksums() {
        return Stream.of(
            of("unnecessary", FIRST.train(3)),
            raw("none", FIRST.corrupt()).with("coalescing/checksum-validation=trust"),
            raw("unfinished", FIRST.unfinished()),
            raw("unfinished", Crafted.udp6().unfinished()),
            raw("bad-ip", FIRST.badHeader()),
            raw("bad-tcp", FIRST.corrupt()),
            raw("bad-tcp", Crafted.tcp6().corrupt()),
            raw("bad-udp", Crafted.udp4().corrupt()),
            raw("bad-udp", Crafted.udp6().corrupt()),
            // What follows the IP header is no message with a checksum
            of("bad-icmp", FIRST.protocol(Checksums.ICMP)),
            of("bad-icmp", Crafted.tcp6().protocol(Checksums.ICMPV6)),
            of("bad-sctp", FIRST.protocol(Checksums.SCTP)));
    }

    private static BatchCase of(final String reason, final Crafted... packets) {
        return of(reason, List.of(packets));
    }

    private static BatchCase of(final String reason, final List<Crafted> packets) {
        return new BatchCase(reason, List.of(), packets.stream().map(Crafted::bytes).toList());
    }

    private static BatchCase raw(final String reason, final byte[]... packets) {
        return new BatchCase(reason, List.of(), List.of(packets));
    }

    private BatchCase with(final String setting) {
        return new BatchCase(reason, List.of(setting), packets);
    }

    @Override
    public String toString() {
        return reason;
    }
}

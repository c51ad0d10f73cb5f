/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.crafted;

import java.util.Map;

/** Counters that a healthy kernel and a correct coalescer never move, and the test that moves each. Constants only. */
public final class MovedElsewhere {
    private static final String ACCEPT =
        "core/src/test/java/org/opendaylight/coalescer/core/transmit/AcceptTest.java#";
    private static final String SEGMENTATION =
        "core/src/test/java/org/opendaylight/coalescer/core/transmit/SegmentationTest.java#";
    private static final String OUTPUT = "core/src/test/java/org/opendaylight/coalescer/core/coalesce/OutputTest.java#";
    private static final String ENCAPSULATED =
        "core/src/test/java/org/opendaylight/coalescer/core/coalesce/EncapsulatedTest.java#";
    private static final String PASSES =
        "core/src/test/java/org/opendaylight/coalescer/core/coalesce/PayloadPassTest.java#";
    private static final String CHECKSUMS =
        "core/src/test/java/org/opendaylight/coalescer/core/coalesce/ChecksumRuleTest.java#";
    private static final String TUNNELS = "it/src/test/java/org/opendaylight/coalescer/it/NestedTunnelIT.java#";
    private static final String RECEIVER =
        "runtime/src/test/java/org/opendaylight/coalescer/runtime/UnderlayReceiverTest.java#";
    private static final String PATH_MTU =
        "runtime/src/test/java/org/opendaylight/coalescer/runtime/PathMtuKernelTest.java#";
    private static final String PLACEMENT =
        "runtime/src/test/java/org/opendaylight/coalescer/runtime/PlacementKernelTest.java#";
    private static final String RELAY_KERNEL =
        "runtime/src/test/java/org/opendaylight/coalescer/runtime/RelayKernelTest.java#";
    private static final String RELAY = "it/src/test/java/org/opendaylight/coalescer/it/RelayIT.java#";
    private static final String FELIX = "it/src/test/java/org/opendaylight/coalescer/it/EmbeddedFelixIT.java#";
    private static final String HEADERS = "it/src/test/java/org/opendaylight/coalescer/it/HostileHeaderIT.java#";

    /** File and method by counter. */
    public static final Map<String, String> TESTS = Map.ofEntries(
        Map.entry("port/receive/verbatim[geometry-error]/packets", OUTPUT + "wrongGeometryNeverReachesTheDevice"),
        Map.entry("port/receive/verbatim[superpacket-refused]/packets",
            OUTPUT + "refusedSuperpacketGoesSegmentBySegment"),
        Map.entry("port/receive/seal[outer-header]/chains", ENCAPSULATED + "outerHeadersThatChangeEndAChain"),
        Map.entry("port/transmit/drop[gso-tunnel]/packets", ACCEPT + "refusesATunnelThatIsNotThere"),
        Map.entry("port/receive/seal[config-change]/chains", FELIX + "changesTakeEffectWithTheNextFlush"),
        Map.entry("port/transmit/drop[unknown-gso-type]/packets", ACCEPT + "refusesUnknownGsoTypes"),
        Map.entry("port/transmit/drop[gso-size-zero]/packets", ACCEPT + "refusesGsoSizeZero"),
        Map.entry("port/transmit/drop[gso-version]/packets", ACCEPT + "refusesAVersionThatIsNotThatOfTheGsoType"),
        Map.entry("port/transmit/drop[gso-protocol]/packets", ACCEPT + "refusesAProtocolThatIsNotThatOfTheGsoType"),
        Map.entry("port/transmit/drop[gso-ecn]/packets", ACCEPT + "refusesTheEcnBitOnUdp"),
        Map.entry("port/transmit/drop[gso-without-checksum]/packets",
            ACCEPT + "refusesASuperpacketWithoutNeedsCsum"),
        Map.entry("port/transmit/drop[gso-no-transport-header]/packets", ACCEPT + "refusesAFragmentedSuperpacket"),
        Map.entry("port/transmit/drop[gso-header]/packets", ACCEPT + "refusesATcpHeaderTooShort"),
        Map.entry("port/transmit/drop[gso-length]/packets", ACCEPT + "refusesAnIpLengthThatIsNotTheWhole"),
        Map.entry("port/transmit/drop[gso-checksum-place]/packets",
            ACCEPT + "refusesAChecksumPlaceThatIsNotThatOfTheTransportHeader"),
        Map.entry("port/transmit/drop[checksum-place]/packets",
            ACCEPT + "refusesAChecksumOutsideThePacketOrInsideTheIpHeader"),
        Map.entry("port/transmit/drop[gso-segment-too-long]/packets",
            SEGMENTATION + "dropsSegmentsTooLongForAnIpPacket"),
        Map.entry("port/transmit/drop[gso-header-too-long]/packets",
            SEGMENTATION + "dropsHeadersThatTheOutputHasNoRoomFor"),
        Map.entry("port/transmit/drop[too-big]/packets", PATH_MTU + "senderOfADatagramLearnsWhatIsCarried"),
        Map.entry("port/transmit/errors-sent", PATH_MTU + "senderOfADatagramLearnsWhatIsCarried"),
        Map.entry("endpoint/transmit/fragmented", PATH_MTU + "whatNobodyWouldMakeShorterArrivesInFragments"),
        Map.entry("port/transmit/device-drops",
            PLACEMENT + "packetsThatTheKernelDropsInFrontOfTheDeviceAreCounted"),
        Map.entry("port/receive/checksum/partial", PASSES + "neverFromUnfinishedInputToAnOutputThatFinishes"),
        Map.entry("port/receive/checksum/software", PASSES + "onceFromUnfinishedInputToAnOutputThatDoesNot"),
        Map.entry("port/receive/checksum/crc32c-software", CHECKSUMS + "checksumOfSctpIsFinishedAsCrc32c"),
        Map.entry("port/transmit/checksum/lco-outer", TUNNELS + "encapsulatedSuperpacketsOfTheKernelAreCut"),
        Map.entry("port/relay/packets", RELAY + "everyPacketIsOneHopOlderAndCounted"),
        Map.entry("port/relay/bytes", RELAY + "everyPacketIsOneHopOlderAndCounted"),
        Map.entry("port/relay/errors-sent", RELAY + "whoseHopsAreUsedUpIsToldByThePort"),
        Map.entry("port/relay/drop[ttl-exceeded]/packets", RELAY + "whoseHopsAreUsedUpIsToldByThePort"),
        Map.entry("port/relay/drop[too-big]/packets", RELAY + "theWayToTheOtherPeerMayBeNarrower"),
        Map.entry("port/relay/drop[bad-ip-header]/packets", RELAY_KERNEL + "mendsNoHeaderChecksum"),
        Map.entry("port/relay/drop[loop]/packets", RELAY_KERNEL + "sendsNothingToTheUnderlayAddressOfThePeer"),
        Map.entry("port/receive/drop[wrong-next-protocol]/packets", HEADERS + "framesAreNotForAPortOfPackets"),
        Map.entry("endpoint/receive/drop[critical-option]/packets",
            HEADERS + "criticalOptionsOfGeneveAreRefusedWhereverTheyAre"),
        Map.entry("endpoint/receive/drop[malformed-options]/packets",
            HEADERS + "optionsOfGeneveEndWhereTheHeaderDoes"),
        Map.entry("endpoint/receive/drop[truncated]/packets", RECEIVER + "dropsWhatTheBufferIsTooSmallFor"),
        Map.entry("endpoint/receive/error/count", RECEIVER + "countsReceiveErrors"));

    private MovedElsewhere() {
        // constants only
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.opendaylight.coalescer.it.lab.LabAddresses.FAR_IPV4;
import static org.opendaylight.coalescer.it.lab.LabAddresses.FAR_UNDERLAY;
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_IPV4;
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_UNDERLAY;
import static org.opendaylight.coalescer.it.lab.LabAddresses.SPARE_IPV4;
import static org.opendaylight.coalescer.it.lab.LabAddresses.SPARE_UNDERLAY;
import static org.opendaylight.coalescer.it.lab.LabAddresses.TUNNEL_PORT;
import static org.opendaylight.coalescer.it.lab.LabAddresses.VNI;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.Statistics;
import org.opendaylight.coalescer.it.crafted.BatchCase;
import org.opendaylight.coalescer.it.crafted.CapturedPacket;
import org.opendaylight.coalescer.it.crafted.CounterLedger;
import org.opendaylight.coalescer.it.crafted.Crafted;
import org.opendaylight.coalescer.it.crafted.CraftedRig;
import org.opendaylight.coalescer.it.crafted.ModelCounters;
import org.opendaylight.coalescer.it.crafted.MovedElsewhere;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.lab.TcpCounters;
import org.opendaylight.coalescer.it.traffic.DatagramPeer;

/**
 * Packets made bit by bit, sent by a peer through the packed distribution, and seen behind the device as the kernel
 * sees them. In the end every counter of the model must have been moved by a test of this class, or by a test that is
 * named here.
 */
@ControllerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CraftedPacketIT {
    private static final int ECN_CE = 3;
    private static final int HOSTILE = 1000;
    private final CounterLedger ledger = new CounterLedger();
    private final ControllerLab lab;
    private DatagramPeer peer;
    private CraftedRig rig;
    private String test = "";

    CraftedPacketIT(final ControllerLab lab) {
        this.lab = lab;
    }

    @BeforeAll
    void startPeer() {
        peer = DatagramPeer.start(lab.underlay().far());
    }

    @AfterAll
    void stopPeer() {
        peer.close();
    }

    @BeforeEach
    void setUp(final TestInfo info) {
        test = info.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void tearDown() {
        if (rig != null) {
            rig.close();
            rig = null;
        }
    }

    private void open(final String... settings) {
        rig = CraftedRig.open(lab, peer, List.of(settings));
    }

    private List<CapturedPacket> deliver(final BatchCase batch) {
        open(batch.settings().toArray(String[]::new));
        return rig.deliver(batch.packets());
    }

    private List<CapturedPacket> deliver(final List<Crafted> packets) {
        return rig.deliver(packets.stream().map(Crafted::bytes).toList());
    }

    private Statistics noted() {
        // A packet is seen behind the device an instant before the worker has counted it
        ControllerLab.await("all packets are counted where they went", () -> {
            final var seen = lab.statistics();
            return seen.at("receive/packets") == packetsOut(seen);
        }, () -> lab.statistics());
        final var statistics = lab.statistics();
        ledger.note("port", statistics, test);
        return statistics;
    }

    /** Waits for a counter of the endpoint, which is published every 100 ms. */
    private void awaitEndpoint(final String path, final long atLeast) {
        ControllerLab.await("the endpoint counts " + atLeast + " at " + path,
            () -> lab.endpointStatistics().at(path) >= atLeast, () -> lab.endpointStatistics());
        ledger.note("endpoint", lab.endpointStatistics(), test);
    }

    private static void assertCut(final List<CapturedPacket> captured, final List<byte[]> expected) {
        final var cut = captured.stream().map(CapturedPacket::cut).flatMap(List::stream).toList();
        assertThat(cut.stream().map(ByteBuffer::wrap).toList()).as("what leaves the device, cut again: %s", captured)
            .isEqualTo(expected.stream().map(ByteBuffer::wrap).toList());
    }

    private static void assertSums(final Statistics seen) {
        assertThat(seen.at("receive/packets")).as("packets = segments + verbatim + dropped")
            .isEqualTo(packetsOut(seen));
        assertThat(seen.at("receive/writes")).as("writes = superpackets + verbatim")
            .isEqualTo(seen.at("receive/superpackets") + seen.at("receive/verbatim-packets"));
        assertThat(seen.sum("receive/seal", "reason", "chains")).isEqualTo(seen.at("receive/chains"));
        assertThat(seen.sum("receive/verbatim", "reason", "packets")).isEqualTo(seen.at("receive/verbatim-packets"));
    }

    private static long packetsOut(final Statistics seen) {
        return seen.at("receive/segments") + seen.at("receive/verbatim-packets") + seen.at("receive/dropped");
    }

    static Stream<BatchCase> seals() {
        return BatchCase.seals();
    }

    @ParameterizedTest
    @MethodSource("seals")
    void chainEndsBecauseOf(final BatchCase batch) {
        final var captured = deliver(batch);
        final var seen = noted();
        assertCut(captured, batch.packets());
        assertThat(seen.table("receive/seal", "reason", "chains")).as("seal reasons").containsKey(batch.reason());
        assertSums(seen);
    }

    static Stream<BatchCase> verbatims() {
        return BatchCase.verbatims();
    }

    @ParameterizedTest
    @MethodSource("verbatims")
    void packetGoesVerbatimBecauseOf(final BatchCase batch) {
        final var captured = deliver(batch);
        final var seen = noted();
        assertCut(captured, batch.packets());
        assertThat(captured).noneMatch(CapturedPacket::isSuperpacket);
        assertThat(seen.table("receive/verbatim", "reason", "packets")).as("verbatim reasons")
            .containsKey(batch.reason());
        assertSums(seen);
    }

    static Stream<BatchCase> checksums() {
        return BatchCase.checksums();
    }

    @ParameterizedTest
    @MethodSource("checksums")
    void checksumIsFound(final BatchCase batch) {
        assertCut(deliver(batch), batch.packets());
        assertThat(noted().at("receive/checksum/" + batch.reason())).isEqualTo(batch.packets().size());
    }

    @Test
    void corruptSegmentIsNeverMergedNorMadeValid() {
        open();
        final var train = Crafted.tcp4().to(NEAR_IPV4, 9).train(7);
        final var packets = new ArrayList<>(train.stream().map(Crafted::bytes).toList());
        packets.set(3, train.get(3).corrupt());
        final var before = TcpCounters.read(lab.near());
        final var captured = rig.deliver(packets);
        assertCut(captured, packets);
        assertThat(captured).extracting(CapturedPacket::segments).containsExactly(3, 1, 3);
        assertThat(captured.get(1).bytes()).isEqualTo(train.get(3).corrupt());
        final var seen = noted();
        assertThat(seen.at("receive/checksum/bad-tcp")).isEqualTo(1);
        assertThat(seen.table("receive/seal", "reason", "chains")).containsEntry("bad-checksum", 1L);
        assertThat(TcpCounters.read(lab.near()).since(before).checksumErrors())
            .as("the kernel, too, finds the corrupt segment, and no other").isEqualTo(1);
    }

    @Test
    void reorderedBatchIsRepaired() {
        open();
        final var train = Crafted.tcp6().length(1200).train(8);
        final var captured = deliver(Stream.of(0, 1, 4, 2, 3, 7, 5, 6).map(train::get).toList());
        assertThat(captured).extracting(CapturedPacket::segments).containsExactly(8);
        assertCut(captured, train.stream().map(Crafted::bytes).toList());
        final var seen = noted();
        assertThat(seen.at("receive/sequence/repairs")).isEqualTo(1);
        assertThat(seen.at("receive/sequence/repaired-segments")).isPositive();
        assertThat(seen.at("receive/sequence/max-reordering-extent")).isPositive();
        assertThat(seen.at("receive/sequence/gaps")).isEqualTo(2);
        assertThat(seen.at("receive/sequence/late-reorder")).isEqualTo(2);
        assertThat(seen.at("receive/sequence/reordered-packets")).isEqualTo(4);
        assertThat(seen.at("receive/sequence/loss-estimate")).as("what was just late is no loss").isZero();
    }

    @Test
    void reorderedBatchStaysAsItIsWithRepairOff() {
        open("coalescing/reorder-repair=false");
        final var train = Crafted.tcp4().train(3);
        final var batch = List.of(train.get(1), train.get(0), train.get(2));
        assertCut(deliver(batch), batch.stream().map(Crafted::bytes).toList());
        assertThat(noted().at("receive/sequence/repairs")).isZero();
    }

    @Test
    void gapIsDescribed() {
        open();
        final var train = Crafted.tcp4().train(5);
        deliver(List.of(train.get(0), train.get(1), train.get(4)));
        final var seen = noted();
        assertThat(seen.at("receive/sequence/gaps")).isEqualTo(1);
        assertThat(seen.at("receive/sequence/gap-bytes")).isEqualTo(200);
        final var event = JsonParser.parseString(seen.toString()).getAsJsonObject().getAsJsonObject("receive")
            .getAsJsonObject("sequence").getAsJsonArray("gap-event").get(0).getAsJsonObject();
        final var expected = Map.of("source-address", SPARE_IPV4, "source-port", "40000", "destination-address",
            Crafted.NOBODY_IPV4, "destination-port", "7", "chain-start", "1000", "chain-end", "1200",
            "chain-segments", "2", "chain-bytes", "200", "sequence-seen", "1400", "gap-bytes", "200");
        assertThat(event.get("ending").getAsString()).isEqualTo("open");
        expected.forEach((leaf, value) -> assertThat(event.get(leaf).getAsString()).as(leaf).isEqualTo(value));
    }

    @Test
    void lossIsToldFromReordering() {
        open();
        final var train = Crafted.tcp4().timestamp(100, 0).train(17);
        deliver(List.of(train.get(0), train.get(2), train.get(1).timestamp(101, 0)));
        final var lost = noted();
        assertThat(lost.at("receive/sequence/gaps")).isEqualTo(1);
        assertThat(lost.at("receive/sequence/retransmission-suspected")).isEqualTo(1);
        assertThat(lost.at("receive/sequence/loss-estimate")).isEqualTo(1);
        assertThat(lost.at("receive/sequence/reordered-packets")).isZero();
        deliver(List.of(train.get(4), train.get(5), train.get(6), train.get(3), train.get(5)));
        final var late = noted();
        assertThat(late.at("receive/sequence/late-reorder")).isEqualTo(1);
        assertThat(late.at("receive/sequence/n-reordered-packets")).isEqualTo(1);
        assertThat(late.at("receive/sequence/max-reordering-extent")).isEqualTo(3);
        assertThat(late.at("receive/sequence/duplicate-packets")).isEqualTo(1);
        assertThat(late.at("receive/sequence/loss-estimate")).isZero();
        deliver(Stream.of(8, 10, 12, 14, 16).map(train::get).toList());
        assertThat(noted().at("receive/sequence/gaps")).isEqualTo(5);
        assertThat(noted().at("receive/sequence/gaps-given-up")).isEqualTo(1);
        ControllerLab.await("gaps that nothing fills come to an end",
            () -> lab.statistics().at("receive/sequence/never-filled") == 4, () -> lab.statistics());
        assertThat(noted().at("receive/sequence/loss-estimate")).isEqualTo(4);
    }

    @Test
    void flowsBeyondTheLimitPushOutTheOldest() {
        open("settings:max-flows=64");
        rig.send(SPARE_UNDERLAY, 0, IntStream.range(0, 70).mapToObj(port -> CraftedRig.encapsulate(
            Crafted.tcp4().from(SPARE_IPV4, 20_000 + port).length(100).bytes())).toList());
        final var seen = noted();
        assertThat(seen.at("receive/sequence/evicted-flows")).isEqualTo(6);
        assertThat(seen.at("receive/sequence/flows")).isEqualTo(64);
    }

    @Test
    void udpDatagramsBecomeOneSuperpacketOfEachVersion() {
        open();
        final var packets = new ArrayList<>(Crafted.udp4().train(5));
        packets.addAll(Crafted.udp6().train(5));
        final var captured = deliver(packets);
        assertThat(captured).extracting(CapturedPacket::gsoType).containsExactly(5, 5);
        assertThat(captured).extracting(CapturedPacket::segments).containsExactly(5, 5);
        assertCut(captured, packets.stream().map(Crafted::bytes).toList());
        assertSums(noted());
    }

    @Test
    void pureAckGoesAheadOfDataOfItsFlow() {
        open();
        final var train = Crafted.tcp4().train(3);
        final var ack = train.get(2).length(0).window(900);
        final var captured = deliver(List.of(train.get(0), train.get(1), ack, train.get(2)));
        assertCut(captured, Stream.of(ack, train.get(0), train.get(1), train.get(2)).map(Crafted::bytes).toList());
        assertThat(captured).extracting(CapturedPacket::segments).containsExactly(1, 3);
    }

    private void send(final Crafted packet) {
        rig.sendOnly(SPARE_UNDERLAY, 0, List.of(CraftedRig.encapsulate(packet.bytes())));
    }

    @Test
    void hostileDatagramsAreCountedAndThePortLivesOn() {
        open();
        rig.clearStatistics();
        final var good = Crafted.tcp4().bytes();
        final int flags = 0x0c00_0000;
        final var endpoint = new TreeMap<String, byte[]>(Map.of(
            "short", new byte[7],
            "bad-flags", CraftedRig.encapsulate(0x0400_0001, VNI << 8, good),
            "oam", CraftedRig.encapsulate(flags | 0x0100_0001, VNI << 8, good),
            "wrong-next-protocol", CraftedRig.encapsulate(flags | 3, VNI << 8, good),
            "unknown-vni", CraftedRig.encapsulate(flags | 1, VNI + 1 << 8, good),
            "not-ip", CraftedRig.encapsulate(flags | 1, VNI << 8, new byte[40]),
            "version-mismatch", CraftedRig.encapsulate(flags | 2, VNI << 8, good),
            "ttl-zero", CraftedRig.encapsulate(Crafted.tcp4().ttl(0).bytes())));
        final var captured = new ArrayList<>(rig.send(SPARE_UNDERLAY, 0, List.copyOf(endpoint.values())));
        captured.addAll(rig.send(SPARE_UNDERLAY, ECN_CE, List.of(CraftedRig.encapsulate(good))));
        captured.addAll(rig.send(FAR_UNDERLAY, 0, List.of(CraftedRig.encapsulate(good))));
        captured.addAll(rig.send(SPARE_UNDERLAY, 0,
            List.of(CraftedRig.encapsulate(Crafted.tcp4().to(NEAR_UNDERLAY, TUNNEL_PORT).bytes()))));
        captured.addAll(rig.send(strangersAddress(), 0, List.of(CraftedRig.encapsulate(good))));
        assertThat(captured).as("nothing of this gets through").isEmpty();

        final var port = noted().table("receive/drop", "reason", "packets");
        assertThat(port).isEqualTo(Map.of("ecn-drop", 1L, "spoofed-inner-source", 1L, "loop", 1L, "unknown-peer", 1L));
        awaitEndpoint("receive/datagrams", endpoint.size() + 8);
        assertThat(lab.endpointStatistics().table("receive/drop", "reason", "packets"))
            .containsOnlyKeys(endpoint.keySet()).allSatisfy((reason, count) -> assertThat(count).isEqualTo(1));

        sendRandomDatagrams();
        assertThat(lab.move(true, false, 1 << 20).isIntact()).as("TCP still gets through").isTrue();
    }

    private void sendRandomDatagrams() {
        final long seed = System.nanoTime();
        Console.line("Random datagrams of seed " + seed);
        final var random = new Random(seed);
        final var datagrams = new ArrayList<byte[]>();
        for (int i = 0; i < HOSTILE; i++) {
            final byte[] datagram = new byte[random.nextInt(200)];
            random.nextBytes(datagram);
            datagrams.add(datagram);
        }
        rig.clearStatistics();
        assertThat(rig.send(SPARE_UNDERLAY, 0, datagrams)).isEmpty();
        awaitEndpoint("receive/datagrams", HOSTILE + 1);
        assertThat(lab.endpointStatistics().sum("receive/drop", "reason", "packets"))
            .as("each is dropped for a reason").isEqualTo(HOSTILE);
    }

    /** An underlay address at the far end that no peer is configured with. */
    private String strangersAddress() {
        final var far = lab.underlay().far();
        final var device = JsonParser.parseString(far.run("ip", "-j", "route", "get", NEAR_UNDERLAY)).getAsJsonArray()
            .get(0).getAsJsonObject().get("dev").getAsString();
        far.run("ip", "address", "replace", "198.18.1.4/24", "dev", device);
        return "198.18.1.4";
    }

    @Test
    void disabledPortDropsWhatArrives() {
        open();
        lab.client().patch(CoalescerModel.ROOT, portPatch("enabled", "false"));
        lab.awaitState(CoalescerModel.portPath(lab.port()), "down");
        send(Crafted.tcp4());
        ControllerLab.await("the disabled port counts the packet",
            () -> lab.statistics().table("receive/drop", "reason", "packets").containsKey("port-disabled"));
        noted();
    }

    private JsonObject portPatch(final String leaf, final String value) {
        return JsonParser.parseString("{\"" + CoalescerModel.ROOT + "\":{\"port\":[{\"name\":\"" + lab.port()
            + "\",\"" + leaf + "\":" + value + "}]}}").getAsJsonObject();
    }

    @Test
    void packetsThatCannotLeaveAreDroppedForAReason() {
        open("install-routes=false");
        final var outward = Crafted.tcp4().from(NEAR_IPV4, 40000).to(SPARE_IPV4, 7);
        lab.client().patch(CoalescerModel.ROOT, portPatch("tunnel",
            "{\"peer\":[{\"name\":\"crafted\",\"allowed-prefix\":[\"" + SPARE_UNDERLAY + "/32\"]}]}"));
        ControllerLab.await("a packet to the peer itself is found to be a loop", () -> {
            rig.transmit(outward.to(SPARE_UNDERLAY, 7).bytes());
            return transmitDrops().containsKey("loop");
        }, this::transmitDrops);
        rig.transmit(new byte[40]);
        rig.transmit(new byte[] { 0x45, 0, 0, 10, 0, 0, 0, 0, 64, 6 });
        rig.transmit(outward.ttl(0).bytes());
        rig.transmit(outward.to(Crafted.NOBODY_IPV4, 7).bytes());
        ControllerLab.await("each is dropped for its reason", () -> transmitDrops().keySet().containsAll(
            List.of("not-ip", "short", "ttl-zero", "no-peer")), this::transmitDrops);

        lab.client().patch(CoalescerModel.ROOT, JsonParser.parseString("{\"" + CoalescerModel.ROOT
            + "\":{\"endpoint\":[{\"name\":\"" + CoalescerModel.ENDPOINT + "\",\"local-address\":\"198.18.1.200\"}]}}")
            .getAsJsonObject());
        lab.awaitState(CoalescerModel.portPath(lab.port()), "failed");
        rig.transmit(outward.bytes());
        ControllerLab.await("a port without endpoint counts the packet",
            () -> transmitDrops().containsKey("port-disabled"), this::transmitDrops);
        noted();
    }

    private Map<String, Long> transmitDrops() {
        return lab.statistics().table("transmit/drop", "reason", "packets");
    }

    @Test
    void checksumOfSctpIsFinishedInSoftware() {
        open();
        final var packet = Crafted.tcp4().from(NEAR_IPV4, 0).to(SPARE_IPV4, 0).protocol(132).length(60).bytes();
        final int place = rig.place();
        rig.transmitUnfinished(20, 8, packet);
        final var received = rig.received(place, inner -> (inner[9] & 0xff) == 132);
        final var field = ByteBuffer.wrap(received).order(ByteOrder.LITTLE_ENDIAN);
        final var crc = new CRC32C();
        final int written = field.getInt(28);
        field.putInt(28, 0);
        crc.update(received, 20, received.length - 20);
        assertThat(written).isEqualTo((int) crc.getValue());
        assertThat(noted().at("transmit/checksum/crc32c-software")).isEqualTo(1);
    }

    @Test
    void writesToADeviceThatIsDownAreCountedByErrno() {
        open();
        rig.clearStatistics();
        lab.controller().freeze();
        try {
            rig.sendOnly(SPARE_UNDERLAY, 0,
                Crafted.tcp4().train(3).stream().map(Crafted::bytes).map(CraftedRig::encapsulate).toList());
            lab.near().run("ip", "link", "set", lab.port(), "down");
        } finally {
            lab.controller().thaw();
        }
        ControllerLab.await("three packets are dropped", () -> lab.statistics().at("receive/dropped") == 3,
            () -> lab.statistics());
        final var seen = noted();
        assertThat(seen.table("receive/error", "name", "count")).containsKey("EIO");
        assertThat(seen.table("receive/seal", "reason", "chains")).containsKey("writer-error");
        assertSums(seen);
    }

    @Test
    void readsFromADeletedDeviceAreCountedByErrno() {
        open();
        lab.near().run("ip", "link", "delete", lab.port());
        ControllerLab.await("the failed read is counted",
            () -> lab.statistics().sum("transmit/error", "errno", "count") > 0, () -> lab.statistics());
        noted();
        lab.awaitUp();
    }

    @Test
    void datagramsThatTheKernelRefusesAreCountedByErrno() {
        open();
        final var route = SPARE_UNDERLAY + "/32";
        lab.near().run("ip", "route", "add", "unreachable", route);
        try {
            rig.transmit(Crafted.tcp4().from(NEAR_IPV4, 40000).to(SPARE_IPV4, 7).bytes());
            awaitEndpoint("transmit/dropped", 1);
        } finally {
            lab.near().run("ip", "route", "delete", "unreachable", route);
        }
        assertThat(lab.endpointStatistics().sum("transmit/error", "errno", "count")).isPositive();
    }

    @Test
    void datagramsBeyondTheReceiveBufferAreCounted() {
        open("endpoint:receive-buffer=65536");
        final var datagram = CraftedRig.encapsulate(Crafted.tcp4().length(1000).bytes());
        lab.controller().freeze();
        try {
            rig.sendOnly(SPARE_UNDERLAY, 0, Collections.nCopies(HOSTILE, datagram));
        } finally {
            lab.controller().thaw();
        }
        // the kernel tells the drops with a datagram that it queues after them
        ControllerLab.await("drops of the socket are counted", () -> {
            rig.send(SPARE_UNDERLAY, 0, List.of());
            return lab.endpointStatistics().at("receive/socket-drops") > 0;
        }, () -> lab.endpointStatistics());
        awaitEndpoint("receive/socket-drops", 1);
    }

    @Test
    void transfersOfTheKernelMoveTheCountersOfBatches() {
        open();
        assertThat(lab.move(true, false, 16 << 20).isIntact()).isTrue();
        assertThat(lab.move(false, true, 16 << 20).isIntact()).isTrue();
        lab.near().run("ping", "-c", "1", "-W", "5", FAR_IPV4);
        awaitEndpoint("receive/gro-batches", 1);
        awaitEndpoint("transmit/gso-batches", 1);
        noted();
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void everyCounterOfTheModelWasMovedByANamedTest() throws IOException {
        final var seen = ledger.seen();
        final var missing = new TreeSet<>(ModelCounters.names());
        assertThat(missing).as("counters of the model").hasSizeGreaterThan(100);
        for (var elsewhere : MovedElsewhere.TESTS.entrySet()) {
            final var place = elsewhere.getValue().split("#");
            assertThat(Files.readString(Path.of("..").resolve(place[0]))).contains("void " + place[1] + "(");
            assertThat(missing.remove(elsewhere.getKey())).as(elsewhere.getKey()).isTrue();
        }
        missing.removeAll(seen.keySet());
        ModelCounters.names().forEach(name -> Console.line(name + ": "
            + seen.getOrDefault(name, MovedElsewhere.TESTS.getOrDefault(name, "NEVER"))));
        assertThat(missing).as("counters that no test moved").isEmpty();
    }
}

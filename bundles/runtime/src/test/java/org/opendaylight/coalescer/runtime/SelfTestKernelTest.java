/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.HERE;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.THERE;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.endpoint;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.ip;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.peer;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.play;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.port;
import static org.opendaylight.coalescer.runtime.DataPlaneScene.wish;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opendaylight.coalescer.api.OffloadStatus;
import org.opendaylight.coalescer.api.SelfTestCheck;
import org.opendaylight.coalescer.api.SelfTestCheck.Subject;
import org.opendaylight.coalescer.core.transmit.OutputCapabilities;
import org.opendaylight.coalescer.linux.NativeMemory;
import org.opendaylight.coalescer.linux.TunDevice;
import org.opendaylight.coalescer.packet.Ethernet;

/** The self-test with the kernel at hand, which does everything that is tested. */
@ExtendWith(KernelPrerequisite.class)
class SelfTestKernelTest {
    private static final List<SelfTestCheck> ALL_WORK = Arrays.stream(Subject.values())
        .map(subject -> new SelfTestCheck(subject, true, "")).toList();

    private static List<SelfTestCheck> test(final OutputCapabilities output, final SelfTest.Refusals refusals,
            final OffloadStatus... offloads) {
        return test(TunDevice.Kind.TUN, output, refusals, offloads);
    }

    private static List<SelfTestCheck> test(final TunDevice.Kind kind, final OutputCapabilities output,
            final SelfTest.Refusals refusals, final OffloadStatus... offloads) {
        return new SelfTest(new SelfTest.Tested(kind, List.of(offloads), output, refusals)).run();
    }

    private static SelfTestCheck bad(final Subject subject, final String reason) {
        return new SelfTestCheck(subject, false, reason);
    }

    @ParameterizedTest
    @EnumSource
    void packetsOfEachSubjectArriveAsTheyWere(final TunDevice.Kind kind) {
        assertEquals(ALL_WORK, test(kind, OutputCapabilities.ALL, subject -> ""));
    }

    @ParameterizedTest
    @EnumSource
    void framesArePacketsForTheStationOfTheDevice(final Subject subject) {
        final var packets = new TestPackets(subject);
        final byte[] frame = packets.sentInFrames().get(0);
        assertArrayEquals(TestPackets.STATION, Arrays.copyOf(frame, TestPackets.STATION.length));
        assertArrayEquals(packets.sent().get(0), Arrays.copyOfRange(frame, Ethernet.HEADER_LENGTH, frame.length));
        final var memory = NativeMemory.allocate(NativeMemory.ALIGNMENT);
        memory.net().put(0, frame);
        assertEquals(Ethernet.HEADER_LENGTH, Ethernet.ipStart(memory, 0, frame.length));
    }

    @Test
    void superpacketsOfFramesThatAreNotMadeAreMissed() {
        assertEquals(test(OutputCapabilities.NONE, subject -> ""),
            test(TunDevice.Kind.TAP, OutputCapabilities.NONE, subject -> ""));
    }

    @Test
    void superpacketsThatAreNotMadeAreMissed() {
        final var checks = test(OutputCapabilities.NONE, subject -> "");
        assertEquals(List.of(false, false, false, false, true, true),
            checks.stream().map(SelfTestCheck::working).toList());
        assertEquals(bad(Subject.TCP_IPV4, "5 packets were written as 0 superpackets and 5 packets"), checks.get(0));
    }

    @Test
    void whatIsSwitchedOffIsNotWorkingForThatReason() {
        final var checks = test(OutputCapabilities.ALL, subject -> "", new OffloadStatus(
            OffloadStatus.Capability.TSO6, OffloadStatus.Direction.RECEIVE, false, false, false, "switched off"));
        assertEquals(bad(Subject.TCP_IPV6, "switched off"), checks.get(1));
        assertTrue(checks.get(0).working() && checks.get(2).working());
    }

    @Test
    void whatThePortsOwnDeviceRefusesIsNotWorking() {
        final var checks = test(OutputCapabilities.ALL, subject -> subject == Subject.UDP_IPV4 ? "EINVAL" : "");
        assertEquals(bad(Subject.UDP_IPV4, "EINVAL"), checks.get(2));
        assertTrue(checks.get(3).working());
    }

    @Test
    void theTestOfAPortLeavesNoTraceOfItself() throws Exception {
        play(scene -> {
            scene.applyAndAwait(wish(endpoint("underlay", HERE),
                port("port1", 1, List.of("198.51.100.1/24"), peer("far", THERE, "203.0.113.0/24"))));
            final var links = ip("-o link");
            final var routes = ip("route") + ip("-6 route");
            final var counters = scene.dataPlane().snapshot().ports().get("port1").statistics();

            assertEquals(ALL_WORK, scene.dataPlane().selfTest("port1").toCompletableFuture().get(30, TimeUnit.SECONDS));

            assertEquals(links, ip("-o link"));
            assertEquals(routes, ip("route") + ip("-6 route"));
            assertEquals(counters.receive(), scene.dataPlane().snapshot().ports().get("port1").statistics().receive());
        });
    }

    @Test
    void aPortThatIsNotThereCanNotBeTested() throws Exception {
        play(scene -> {
            final var refused = assertThrows(ExecutionException.class,
                () -> scene.dataPlane().selfTest("nobody").toCompletableFuture().get(30, TimeUnit.SECONDS));
            assertEquals("There is no port nobody", refused.getCause().getMessage());
        });
    }

    @Test
    void offloadsAreTheSameWhenTheyAreProbedAgain() throws Exception {
        play(scene -> {
            scene.applyAndAwait(wish(endpoint("underlay", HERE),
                port("port1", 1, List.of("198.51.100.1/24"), peer("far", THERE, "203.0.113.0/24"))));
            final var before = scene.dataPlane().snapshot();
            scene.dataPlane().reprobeOffloads(Set.of("port1", "nobody")).toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
            final var after = scene.dataPlane().snapshot();
            assertEquals(before.ports().get("port1").status(), after.ports().get("port1").status());
            assertEquals(before.endpoints().get("underlay").status(), after.endpoints().get("underlay").status());
        });
    }
}

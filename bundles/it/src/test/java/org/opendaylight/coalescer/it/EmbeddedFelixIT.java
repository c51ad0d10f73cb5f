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
import static org.opendaylight.coalescer.it.lab.LabAddresses.NEAR_IPV4;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.it.crafted.Crafted;
import org.opendaylight.coalescer.it.felix.EmbeddedFelix;
import org.opendaylight.coalescer.it.lab.Command;
import org.opendaylight.coalescer.linux.NetworkNamespace;

/** The service for other bundles, in a bare framework with nothing but our pure bundles and Declarative Services. */
@KernelTest
class EmbeddedFelixIT {
    private static final String PORT = "felix0";
    private static final int DISCARD = 9;
    private static final String SAMPLE = "sample-consumer";
    private static final String WRITER = "org.opendaylight.coalescer.api.PacketWriter";
    private static final int GREETINGS = 16;

    /** What a test does with a framework, in a network namespace of its own. */
    private interface Scene {
        void play(EmbeddedFelix felix) throws IOException;
    }

    private static void play(final String name, final Scene scene) throws IOException {
        // the platform keeps a descriptor of its own from the first socket on
        new DatagramSocket().close();
        final var threads = ourThreads();
        final var descriptors = descriptors();
        NetworkNamespace.fresh().call(() -> {
            Command.output(List.of("ip", "link", "set", "lo", "up"));
            Command.output(List.of("ip", "address", "add", "198.18.1.1/24", "dev", "lo"));
            try (var felix = EmbeddedFelix.start(Path.of(System.getProperty("coalescer.felix.bundles")),
                    Path.of("target", "it", "felix-" + name).toAbsolutePath())) {
                scene.play(felix);
            }
            assertThat(devices()).as("devices that are left").containsExactly("lo");
            return null;
        });
        ControllerLab.await("no thread is left", () -> ourThreads().equals(threads), () -> ourThreads());
        ControllerLab.await("no descriptor is left", () -> descriptors().equals(descriptors),
            () -> descriptors() + " instead of " + descriptors);
    }

    private static void bringUp(final EmbeddedFelix felix, final int maxSegments) {
        felix.drive("configure", PORT, maxSegments);
        ControllerLab.await("the port is up", () -> felix.drive("status", PORT).equals("UP " + maxSegments + " "),
            () -> felix.drive("status", PORT));
    }

    private static List<String> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
            .filter(name -> name.startsWith("coalescer-")).sorted().toList();
    }

    /** Descriptors of the kinds that our bundles open, by kind. */
    private static TreeMap<String, Integer> descriptors() {
        final var kinds = new TreeMap<String, Integer>();
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            for (var file : files.toList()) {
                final var target = Files.isSymbolicLink(file) ? Files.readSymbolicLink(file).toString() : "";
                if (target.startsWith("/dev/net/tun") || target.startsWith("anon_inode:")
                        || target.startsWith("socket:")) {
                    kinds.merge(target.replaceAll("\\[\\d+]", ""), 1, Integer::sum);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return kinds;
    }

    private static List<String> devices() {
        final var names = new ArrayList<String>();
        JsonParser.parseString(Command.output(List.of("ip", "-j", "link", "show"))).getAsJsonArray()
            .forEach(link -> names.add(link.getAsJsonObject().get("ifname").getAsString()));
        return names;
    }

    private static DatagramSocket listen() throws IOException {
        final var socket = new DatagramSocket(DISCARD, InetAddress.getByName("0.0.0.0"));
        socket.setSoTimeout((int) ControllerLab.PATIENCE.toMillis());
        return socket;
    }

    private static String receive(final DatagramSocket socket) throws IOException {
        final var packet = new DatagramPacket(new byte[2048], 2048);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
    }

    @Test
    void bundlesResolveAndNothingIsLeftBehind() throws IOException {
        play("resolve", felix -> assertThat(felix.inactive()).isEmpty());
    }

    @Test
    void sampleConsumerReachesASocketAndGoesWithThePort() throws IOException {
        play("sample", felix -> {
            assertThat(felix.servicesUsedBy(SAMPLE)).as("without a port there is no consumer").isEmpty();
            try (var socket = listen()) {
                bringUp(felix, 64);
                for (int i = 0; i < GREETINGS; i++) {
                    assertThat(receive(socket)).isEqualTo("greeting " + i);
                }
                assertThat(felix.servicesUsedBy(SAMPLE)).containsExactly(WRITER);
                felix.drive("clear");
                ControllerLab.await("the service is withdrawn", () -> felix.drive("offered").equals(false));
                ControllerLab.await("the consumer's component is gone", () -> felix.servicesUsedBy(SAMPLE).isEmpty());
                bringUp(felix, 64);
                assertThat(receive(socket)).as("and it comes back with the port").isEqualTo("greeting 0");
            }
        });
    }

    @Test
    void writerDeliversCoalescedPacketsUntilThePortGoes() throws IOException {
        play("writer", felix -> {
            bringUp(felix, 64);
            felix.drive("open");
            try (var socket = new DatagramSocket(7, InetAddress.getByName("0.0.0.0"))) {
                socket.setSoTimeout((int) ControllerLab.PATIENCE.toMillis());
                final var datagram = Crafted.udp4().from(FAR_IPV4, 40000).to(NEAR_IPV4, 7);
                for (int i = 0; i < 3; i++) {
                    felix.drive("commit", datagram.length(5).id(i).bytes());
                }
                assertThat(felix.drive("flush")).isEqualTo(0);
                for (int i = 0; i < 3; i++) {
                    assertThat(receive(socket)).hasSize(5);
                }
            }
            felix.drive("clear");
            // the service is withdrawn first, and the writer works until the device is taken down
            ControllerLab.await("flush answers EBADF", () -> {
                felix.drive("commit", Crafted.udp4().bytes());
                return felix.drive("flush").equals(-9);
            });
            assertThat(felix.drive("offered")).isEqualTo(false);
        });
    }

    @Test
    void changesTakeEffectWithTheNextFlush() throws IOException {
        play("changes", felix -> {
            bringUp(felix, 64);
            felix.drive("open");
            Crafted.tcp4().from(FAR_IPV4, 40000).train(2).forEach(packet -> felix.drive("commit", packet.bytes()));
            bringUp(felix, 32);
            assertThat(felix.drive("flush")).isEqualTo(0);
            @SuppressWarnings("unchecked")
            final var seals = (Map<String, Long>) felix.drive("seals", PORT);
            assertThat(seals).containsEntry("config-change", 1L);
            felix.drive("close");
        });
    }
}

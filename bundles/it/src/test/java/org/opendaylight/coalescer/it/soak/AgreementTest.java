/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.soak.Agreement.Usual;

/** Whatever goes wrong with what is published, a device or the process is noticed. */
class AgreementTest {
    private static final long PID = 4711;
    private static final String LAB = "czp1";
    private static final String SPARE = "czp1a";
    private static final String PLACE = "coalescer-far-1s";
    private static final Set<String> FRAME = Set.of("namespace " + PLACE, "device czn1");
    private static final Usual USUAL = new Usual(List.of("coalescer-publi", "coalescer-worke", "coalescer-worke"), 2);

    private final Agreement agreement = new Agreement(FRAME);
    private final Intent intent = new RandomEdits(LAB, List.of(SPARE), PLACE, new Random(1))
        .all(Intent.of(CoalescerModel.lab(LAB, true)));
    private final List<Machine.Device> devices = new ArrayList<>();
    private final Set<String> left = new TreeSet<>(FRAME);
    private final List<String> sockets = new ArrayList<>(List.of(socket(PID), socket(PID)));
    private final List<String> processes = new ArrayList<>(List.of("controller " + PID));
    private final List<String> threads = new ArrayList<>(USUAL.threads());
    private final Published published = new Published(new TreeMap<>(), new TreeMap<>(),
        new TreeSet<>(intent.ports().keySet()));
    private long queues = 6;

    AgreementTest() {
        int index = 10;
        for (var port : intent.ports().values()) {
            final int mtu = port.has("mtu") ? port.get("mtu").getAsInt() : 1464;
            final var known = port.deepCopy();
            known.add("state", object("{'oper-status':'up','if-index':" + index + ",'mtu':" + mtu + "}"));
            known.addProperty("enabled", true);
            published.ports().put(name(port), known);
            final var link = object("{'ifname':'" + name(port) + "','ifindex':" + index + ",'mtu':" + mtu
                + ",'flags':['UP'],'addr_info':[{'scope':'link','local':'fe80::1','prefixlen':64}]}");
            link.add("txqlen", port.get("tx-queue-length"));
            port.getAsJsonArray("address").forEach(address -> {
                final var words = address.getAsString().split("/");
                link.getAsJsonArray("addr_info").add(
                    object("{'scope':'global','local':'" + words[0] + "','prefixlen':" + words[1] + "}"));
            });
            devices.add(new Machine.Device(name(port).equals(SPARE) ? PLACE : "", link));
            index++;
        }
        left.add("device " + LAB);
        final var endpoint = intent.endpoint().deepCopy();
        endpoint.add("state", object("{'oper-status':'up'}"));
        published.endpoints().put("lab", endpoint);
    }

    @Test
    void agreementIsNoProblem() {
        assertThat(disagreements()).isEmpty();
    }

    @Test
    void aPortThatIsNotPublishedIsNoticed() {
        published.ports().remove(LAB);
        assertThat(disagreements()).singleElement().asString().startsWith("ports in the operational datastore:");
    }

    @Test
    void aPortThatNobodyWantsIsNoticed() {
        published.ports().put("czp1z", new JsonObject());
        assertThat(disagreements()).singleElement().asString().startsWith("ports in the operational datastore:");
    }

    @Test
    void aMissingInterfaceIsNoticed() {
        published.interfaces().remove(SPARE);
        assertThat(disagreements()).singleElement().asString().startsWith("interfaces in the operational datastore:");
    }

    @Test
    void aLeafThatIsPublishedOtherwiseIsNoticed() {
        published.ports().get(SPARE).getAsJsonObject("coalescing").addProperty("max-segments", 1);
        assertThat(disagreements()).singleElement().asString().startsWith("port czp1a/coalescing/max-segments: 1 ");
    }

    @Test
    void aPeerThatIsNotPublishedIsNoticed() {
        published.ports().get(LAB).getAsJsonObject("tunnel").add("peer", new JsonArray());
        assertThat(disagreements()).singleElement().asString().startsWith("port czp1/tunnel/peer: [] ");
    }

    @Test
    void aFailedPortIsNoticed() {
        published.ports().get(LAB).getAsJsonObject("state").addProperty("oper-status", "failed");
        assertThat(disagreements()).containsExactly("port czp1, state: failed rather than up");
    }

    @Test
    void aFailedEndpointIsNoticed() {
        published.endpoints().get("lab").getAsJsonObject("state").addProperty("oper-status", "failed");
        assertThat(disagreements()).containsExactly("state of endpoint lab: failed rather than up");
    }

    @Test
    void aMissingDeviceIsNoticed() {
        devices.remove(0);
        assertThat(disagreements()).singleElement().asString().startsWith("devices:");
    }

    @Test
    void anOrphanDeviceIsNoticed() {
        devices.add(new Machine.Device("", object("{'ifname':'czp1f'}")));
        left.add("device czp1f");
        assertThat(disagreements()).hasSize(2).anyMatch(problem -> problem.startsWith("devices:"))
            .contains("leftovers: [device czp1f] rather than []");
    }

    @Test
    void aDeviceInAnotherNamespaceIsNoticed() {
        devices.replaceAll(device -> new Machine.Device("", device.link()));
        assertThat(disagreements()).singleElement().asString().startsWith("devices:");
    }

    @Test
    void anotherIndexIsNoticed() {
        change(link -> link.addProperty("ifindex", 77));
        assertThat(disagreements()).containsExactly("port czp1, if-index: 10 rather than 77");
    }

    @Test
    void anMtuThatWasChangedBehindOurBackIsNoticed() {
        change(link -> link.addProperty("mtu", 1300));
        assertThat(disagreements()).containsExactly("port czp1, MTU in the state: 1464 rather than 1300");
    }

    @Test
    void anMtuThatIsNotTheConfiguredOneIsNoticed() {
        devices.get(1).link().addProperty("mtu", 1280);
        published.ports().get(SPARE).getAsJsonObject("state").addProperty("mtu", 1280);
        assertThat(disagreements()).singleElement().asString().startsWith("port czp1a, MTU of the device: 1280 ");
    }

    @Test
    void anotherQueueLengthIsNoticed() {
        devices.get(1).link().addProperty("txqlen", 1);
        assertThat(disagreements()).singleElement().asString().startsWith("port czp1a, queue of the device: 1 ");
    }

    @Test
    void aDeviceThatIsDownIsNoticed() {
        change(link -> link.add("flags", new JsonArray()));
        assertThat(disagreements()).containsExactly("port czp1, the device is not up: []");
    }

    @Test
    void aMissingAddressIsNoticed() {
        change(link -> link.getAsJsonArray("addr_info").remove(1));
        assertThat(disagreements()).singleElement().asString().startsWith("port czp1, addresses:");
    }

    @Test
    void aNamespaceThatWasLeftIsNoticed() {
        left.add("namespace coalescer-far-1q");
        assertThat(disagreements()).containsExactly("leftovers: [namespace coalescer-far-1q] rather than []");
    }

    @Test
    void aSocketOfAnotherProcessIsNoticed() {
        sockets.set(0, socket(PID + 1));
        assertThat(disagreements()).singleElement().asString().startsWith("sockets at the underlay:");
    }

    @Test
    void socketsThatAreNotClosedAreNoticed() {
        sockets.add(socket(PID));
        assertThat(disagreements()).containsExactly("number of sockets at the underlay: 3 rather than 2");
    }

    @Test
    void aSecondControllerIsNoticed() {
        processes.add("controller 1");
        assertThat(disagreements()).singleElement().asString().startsWith("controllers:");
    }

    @Test
    void anExtraThreadIsNoticed() {
        threads.add("coalescer-gap-w");
        assertThat(disagreements()).singleElement().asString().startsWith("threads:");
    }

    @Test
    void aQueueThatIsNotClosedIsNoticed() {
        queues++;
        assertThat(disagreements()).containsExactly("open queues: 7 rather than 6");
    }

    @Test
    void aDeadControllerLeavesNothing() {
        assertThat(agreement.leftByDead(new Machine(List.of(), new TreeSet<>(FRAME), List.of(), List.of(),
            Machine.Handles.NONE))).isEmpty();
    }

    @Test
    void whateverADeadControllerLeftIsNoticed() {
        assertThat(agreement.leftByDead(machine())).hasSize(4)
            .anyMatch(problem -> problem.startsWith("what is left")).anyMatch(problem -> problem.startsWith("devices"))
            .anyMatch(problem -> problem.startsWith("sockets")).anyMatch(problem -> problem.startsWith("processes"));
    }

    private List<String> disagreements() {
        return agreement.disagreements(intent, published, machine(), PID, USUAL);
    }

    private Machine machine() {
        return new Machine(devices, left, sockets, processes, new Machine.Handles(threads, queues));
    }

    /** Changes the device of the lab's port. */
    private void change(final Consumer<JsonObject> edit) {
        devices.stream().filter(device -> LAB.equals(device.name())).forEach(device -> edit.accept(device.link()));
    }

    private static String socket(final long pid) {
        return "UNCONN 0 0 198.18.1.1:4790 0.0.0.0:* users:((\"java\",pid=" + pid + ",fd=300))";
    }

    private static String name(final JsonObject port) {
        return port.get("name").getAsString();
    }

    private static JsonObject object(final String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.lab.LabAddresses;
import org.opendaylight.coalescer.it.page.DocumentedPage;
import org.opendaylight.coalescer.it.page.DocumentedPage.Block;
import org.opendaylight.coalescer.it.page.PageShell;
import org.opendaylight.coalescer.it.shell.KarafShell;
import org.opendaylight.coalescer.it.traffic.Conversation;

/**
 * What the pages for operators say is typed and answered as they say, by a controller with traffic. Addresses, names
 * and folders of the pages stand for those of the lab. The guide's chapter on installing has a test of its own.
 */
@ControllerTest
class GuideIT {
    private static final Path DOCS = Path.of("..", "..", "docs");
    private static final String EXAMPLES = "/srv/coalescer/docs/examples";
    private static final String INSTALL = "Install";
    private static final String ENDPOINT = "underlay";
    private static final String PORT_STATE = "port-state-change";
    private static final long SOME_BYTES = 4 << 20;

    private final ControllerLab lab;
    private PageShell shell;
    private boolean hasMoved;

    GuideIT(final ControllerLab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void open() throws IOException {
        final var examples = Files.createDirectories(Path.of("target", "it", "examples").toAbsolutePath());
        shell = new PageShell(lab.controller().folder(), words(examples));
        try (var files = Files.list(DOCS.resolve("examples"))) {
            for (var file : files.toList()) {
                Files.writeString(examples.resolve(file.getFileName().toString()),
                    shell.meant(Files.readString(file)));
            }
        }
    }

    @AfterEach
    void close() {
        shell.close();
    }

    /** What the pages say, and what that is in the lab; what is part of something else comes later. */
    private Map<String, String> words(final Path examples) {
        final var words = new LinkedHashMap<String, String>();
        words.put(EXAMPLES, examples.toString());
        words.put("198.51.100.1/25", LabAddresses.NEAR_IPV4 + "/24");
        words.put("198.51.100.128/25", LabAddresses.FAR_IPV4_NETWORK);
        words.put("198.51.100.129", LabAddresses.FAR_IPV4);
        words.put("192.0.2.1", LabAddresses.NEAR_UNDERLAY);
        words.put("192.0.2.2", LabAddresses.FAR_UNDERLAY);
        words.put("\"vni\": 42", "\"vni\": " + LabAddresses.VNI);
        words.put("<vni>42</vni>", "<vni>" + LabAddresses.VNI + "</vni>");
        words.put("tun0", lab.port());
        words.put("eth0", lab.underlay().nearDevice());
        return words;
    }

    private String type(final Block block) {
        return switch (block.kind()) {
            case "sh sender" -> typeAtTheSender(block);
            case "sh stream" -> listen(block);
            default -> shell.type(block);
        };
    }

    private String type(final Block block, final KarafShell karaf) {
        if (!block.kind().equals("karaf")) {
            return type(block);
        }
        final var output = new StringBuilder();
        shell.meant(block.text()).lines().forEach(line -> {
            final var answer = karaf.run(line);
            assertThat(answer.status()).as("%s: %s", block.place(), answer.output()).isZero();
            output.append(answer.output());
        });
        return output.toString();
    }

    /** The sender is the far end, which has another device of the underlay. */
    private String typeAtTheSender(final Block block) {
        final var far = lab.underlay().far();
        final var device = JsonParser.parseString(far.run("ip", "-j", "route", "get", LabAddresses.NEAR_UNDERLAY))
            .getAsJsonArray().get(0).getAsJsonObject().get("dev").getAsString();
        return far.run("bash", "-e", "-c", block.text().replace("eth0", device));
    }

    /** A stream of notifications, of which there is one as soon as the device is lost. */
    private String listen(final Block block) {
        final var command = "cd " + lab.controller().folder() + " && exec " + shell.meant(block.text()) + " -i";
        try (var stream = Conversation.start("stream", List.of("bash", "-c", command))) {
            stream.await(0, line -> line.contains(" 200"), ControllerLab.PATIENCE);
            lab.near().run("ip", "link", "delete", lab.port());
            final var heard = String.join("\n", stream.await(0, line -> line.contains(PORT_STATE),
                ControllerLab.PATIENCE));
            lab.awaitState(CoalescerModel.portPath(lab.port()), "up");
            return heard;
        }
    }

    private void run(final List<Block> blocks, final Function<Block, String> reader) {
        assertThat(blocks).isNotEmpty();
        for (var block : blocks) {
            shell.compare(block, reader.apply(block));
            if (block.text().contains("-X P") || block.kind().equals("python")) {
                settle();
            }
        }
    }

    /** What a reader finds who is not faster than the controller, and has traffic. */
    private void settle() {
        lab.awaitState(CoalescerModel.endpointPath(ENDPOINT), "up");
        lab.awaitState(CoalescerModel.portPath(lab.port()), "up");
        if (!hasMoved) {
            lab.underlay().steerPort();
            for (boolean inward : new boolean[] { true, false }) {
                final var result = lab.move(inward, false, SOME_BYTES);
                assertThat(result.isIntact()).as(result.summary()).isTrue();
            }
            hasMoved = true;
        }
        ControllerLab.await("counters are published", () -> lab.client().get(
            CoalescerModel.portPath(lab.port()) + "/statistics?content=nonconfig").isPresent());
    }

    @Test
    void theGuideIsTrue() {
        try (var karaf = KarafShell.open(lab.controller().folder())) {
            run(DocumentedPage.blocks(DOCS.resolve("operator-guide.md")).stream()
                .filter(block -> !block.chapter().equals(INSTALL)).toList(), block -> type(block, karaf));
        }
        assertThat(hasMoved).as("the guide configures a port").isTrue();
    }

    @Test
    void thePageOnMonitoringIsTrue() {
        shell.type(new Block("set-up", "", "sh", "curl -u \"admin:$(cat etc/admin.password)\" -X PUT -H 'Content-Type: "
            + "application/yang-data+json' http://127.0.0.1:8182/restconf/data/odl-coalescer:coalescer -d @" + EXAMPLES
            + "/one-port.json", ""));
        settle();
        run(DocumentedPage.blocks(DOCS.resolve("monitoring.md")), this::type);
    }
}

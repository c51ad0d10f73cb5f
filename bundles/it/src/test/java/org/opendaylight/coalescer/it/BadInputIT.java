/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.RestconfClient;
import org.opendaylight.coalescer.it.control.RestconfException;

/**
 * A table of bad inputs, merged into the configuration of the lab by RESTCONF and by NETCONF. Each is refused with
 * path, rule and remedy in the answer, and changes neither what is stored nor the device. What the controller itself
 * can't parse it refuses in its own words: those inputs are in a table of their own.
 */
@ControllerTest
class BadInputIT {
    private static final int ENOUGH = 60;
    private static final int STEP = 8;
    private static final int BAD_REQUEST = 400;

    private final ControllerLab lab;

    BadInputIT(final ControllerLab lab) {
        this.lab = lab;
    }

    /**
     * One line of the table of what the node refuses. PORT stands for the name of the lab's port.
     *
     * @param name what is wrong
     * @param content what is merged into the root container
     * @param path where it is wrong, below the root container
     * @param rule what is demanded
     * @param remedy what to do
     */
    record BadInput(String name, JsonObject content, String path, String rule, String remedy) {
    }

    /**
     * One line of the table of what the controller can't parse.
     *
     * @param name what is wrong
     * @param content what is merged into the root container
     * @param words what the answer must contain
     */
    record UnreadableInput(String name, JsonObject content, List<String> words) {
    }

    @BeforeEach
    void provision() {
        lab.provision(true);
        lab.awaitAddress(lab.port());
    }

    @Test
    void theTableIsLongEnough() {
        final var inputs = badInputs();
        assertThat(inputs.stream().map(BadInput::name).distinct()).hasSameSizeAs(inputs)
            .hasSizeGreaterThanOrEqualTo(ENOUGH);
    }

    @TestFactory
    Stream<DynamicTest> restconfSaysPathRuleAndRemedyAndNothingChanges() {
        return badInputs().stream().map(input -> DynamicTest.dynamicTest(input.name(),
            () -> assertNothingChangesBy(() -> refuseByRestconf(lab.client(), input))));
    }

    @TestFactory
    Stream<DynamicTest> netconfSaysTheSame() {
        final var session = NetconfSession.open(lab.controller().passwordFile());
        return badInputs().stream().map(input -> DynamicTest.dynamicTest(input.name(),
            () -> assertNothingChangesBy(() -> refuseByNetconf(session, input.content(), words(input)))))
            .onClose(session::close);
    }

    @TestFactory
    Stream<DynamicTest> theOlderRestconfSaysTheSame() {
        final var client = lab.controller().client(RestconfClient.OLDER_ROOT);
        final var inputs = badInputs();
        return Stream.iterate(0, next -> next < inputs.size(), next -> next + STEP).map(inputs::get)
            .map(input -> DynamicTest.dynamicTest(input.name(),
                () -> assertNothingChangesBy(() -> refuseByRestconf(client, input))))
            .onClose(client::close);
    }

    @TestFactory
    Stream<DynamicTest> whatCannotBeParsedChangesNothingEither() {
        final var session = NetconfSession.open(lab.controller().passwordFile());
        return unreadableInputs().stream().map(input -> DynamicTest.dynamicTest(input.name(),
            () -> assertNothingChangesBy(() -> {
                final var failure = refuse(lab.client(), input.content());
                assertThat(failure.status()).as(failure.getMessage()).isEqualTo(BAD_REQUEST);
                assertThat(failure.getMessage()).contains(input.words());
                refuseByNetconf(session, input.content(), input.words());
            }))).onClose(session::close);
    }

    private void refuseByRestconf(final RestconfClient client, final BadInput input) {
        final var failure = refuse(client, input.content());
        assertThat(failure.status()).as(failure.getMessage()).isEqualTo(BAD_REQUEST);
        assertThat(failure.getMessage()).contains("invalid-value").contains(words(input));
    }

    private RestconfException refuse(final RestconfClient client, final JsonObject content) {
        final var body = new JsonObject();
        body.add(CoalescerModel.ROOT, content(content));
        final var failure = catchThrowableOfType(RestconfException.class,
            () -> client.patch(CoalescerModel.ROOT, body));
        assertThat(failure).as("refused").isNotNull();
        return failure;
    }

    private void refuseByNetconf(final NetconfSession session, final JsonObject content, final List<String> words) {
        final var reply = session.request("apply", NetconfSession.config(NetconfSession.xml(content(content))));
        assertThat(reply.granted()).as(reply.xml()).isFalse();
        assertThat(reply.xml()).contains("rpc-error").contains(words);
    }

    private List<String> words(final BadInput input) {
        return Stream.of("/odl-coalescer:coalescer/" + input.path() + ": ", input.rule(), input.remedy())
            .map(this::named).toList();
    }

    private JsonObject content(final JsonObject content) {
        return JsonParser.parseString(named(content.toString())).getAsJsonObject();
    }

    private String named(final String text) {
        return text.replace("PORT", lab.port());
    }

    private void assertNothingChangesBy(final Runnable request) {
        final var stored = lab.configuration();
        final var devices = devices();
        final var state = lab.awaitState(CoalescerModel.portPath(lab.port()), "up").content();

        request.run();

        assertThat(lab.configuration()).isEqualTo(stored);
        assertThat(devices()).isEqualTo(devices);
        assertThat(lab.awaitState(CoalescerModel.portPath(lab.port()), "up").content()).isEqualTo(state);
    }

    /** All devices with index, MTU, flags and addresses, and the routes of the port. */
    private String devices() {
        return lab.near().run("ip", "-j", "address") + lab.near().run("ip", "-j", "route", "show", "dev", lab.port())
            + lab.near().run("ip", "-6", "-j", "route", "show", "dev", lab.port());
    }

    private static List<BadInput> badInputs() {
        return read("/bad-inputs.json", new TypeToken<>() { });
    }

    private static List<UnreadableInput> unreadableInputs() {
        return read("/unreadable-inputs.json", new TypeToken<>() { });
    }

    private static <T> List<T> read(final String resource, final TypeToken<List<T>> type) {
        try (InputStream stream = BadInputIT.class.getResourceAsStream(resource)) {
            return new Gson().fromJson(new InputStreamReader(stream, StandardCharsets.UTF_8), type);
        } catch (IOException e) {
            throw new AssertionError(resource, e);
        }
    }
}

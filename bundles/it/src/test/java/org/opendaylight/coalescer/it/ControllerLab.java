/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.Controller;
import org.opendaylight.coalescer.it.control.Jdk;
import org.opendaylight.coalescer.it.control.ObjectState;
import org.opendaylight.coalescer.it.control.Poll;
import org.opendaylight.coalescer.it.control.RestconfClient;
import org.opendaylight.coalescer.it.control.Statistics;
import org.opendaylight.coalescer.it.lab.Cleanup;
import org.opendaylight.coalescer.it.lab.Command;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.lab.LabAddresses;
import org.opendaylight.coalescer.it.lab.LabException;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;
import org.opendaylight.coalescer.it.lab.OpenConnections;
import org.opendaylight.coalescer.it.lab.UnderlayLab;
import org.opendaylight.coalescer.it.traffic.TcpTransfer;
import org.opendaylight.coalescer.it.traffic.TcpTransfer.Amount;
import org.opendaylight.coalescer.it.traffic.TransferResult;

/**
 * A copy of the packed distribution that runs, and the kernel's tunnel as its far end. Owned by the thread of the
 * tests. Every wait has a limit and fails with a message.
 */
public final class ControllerLab implements AutoCloseable {
    /** What anything that is not a boot may take. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration BOOT_TIME = Duration.ofMinutes(3);
    private static final Duration TRANSFER_TIME = Duration.ofSeconds(90);

    private final Cleanup cleanup = new Cleanup();
    private final NetworkNamespace here = NetworkNamespace.here();
    private final Controller controller;
    private final UnderlayLab underlay;
    private RestconfClient client;
    private long seed = 1;

    private ControllerLab(final Controller controller, final UnderlayLab underlay, final RestconfClient client) {
        this.controller = controller;
        this.underlay = underlay;
        this.client = client;
    }

    /** Starts everything; what was started is stopped again if something fails. */
    static ControllerLab open() {
        return open(Jdk.ofThisProcess());
    }

    /** Starts everything, the controller on a certain JDK. */
    public static ControllerLab open(final Jdk jdk) {
        final var distribution = System.getProperty("coalescer.distribution");
        if (distribution == null) {
            throw new LabException("The system property coalescer.distribution names no distribution");
        }
        final var controller = Controller.install(Path.of(distribution), Path.of("target", "it", "controller"), jdk);
        UnderlayLab underlay = null;
        try {
            underlay = UnderlayLab.open();
            final var lab = new ControllerLab(controller, underlay, boot(controller));
            lab.cleanup.add("stop the controller", controller::close);
            lab.cleanup.add("take down the lab", underlay::close);
            return lab;
        } catch (LabException e) {
            if (underlay != null) {
                underlay.close();
            }
            controller.close();
            throw e;
        }
    }

    /**
     * A controller that runs already, with the plugin, and the far end of somebody else: closing this leaves them.
     *
     * @param controller the controller
     * @param underlay its far end
     */
    public static ControllerLab of(final Controller controller, final UnderlayLab underlay) {
        return new ControllerLab(controller, underlay, ready(controller));
    }

    private static RestconfClient boot(final Controller controller) {
        final long begin = System.nanoTime();
        controller.start();
        final var client = ready(controller);
        Console.done("The controller is ready after " + Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms");
        return client;
    }

    private static RestconfClient ready(final Controller controller) {
        return controller.awaitReady(BOOT_TIME, missing -> Console.progress("Booting, waits for " + missing));
    }

    /** The controller's process. */
    public Controller controller() {
        return controller;
    }

    /** The far end. */
    public UnderlayLab underlay() {
        return underlay;
    }

    /** A client of the controller that runs now. */
    public RestconfClient client() {
        return client;
    }

    /** The namespace of the controller. */
    public NetworkNamespace near() {
        return here;
    }

    /** Name of the port that {@link #provision} makes. */
    public String port() {
        return underlay.portName();
    }

    /** Starts the controller again after it was stopped or killed, and waits until it is ready. */
    public void startAgain() {
        client.close();
        client = boot(controller);
    }

    /** Takes up the controller that somebody else has started again. */
    public void reconnect() {
        client.close();
        client = ready(controller);
    }

    /**
     * Configures the endpoint and the port of the lab and waits until both are up.
     *
     * @param active whether offloads and coalescing are on
     */
    public void provision(final boolean active) {
        client.put(CoalescerModel.ROOT, CoalescerModel.lab(port(), active));
        awaitUp();
    }

    /** Waits until endpoint and port of the lab are up. */
    public void awaitUp() {
        awaitState(CoalescerModel.endpointPath(CoalescerModel.ENDPOINT), "up");
        awaitState(CoalescerModel.portPath(port()), "up");
        underlay.steerPort();
    }

    /** Waits until the endpoint or port at a path has a status. */
    public ObjectState awaitState(final String path, final String status) {
        return ObjectState.await(client, path, status, PATIENCE);
    }

    /** Configuration of the plugin as the controller has it. */
    public Optional<JsonObject> configuration() {
        return client.get(CoalescerModel.ROOT + "?content=config");
    }

    /** Counters of the lab's port as they are now. */
    public Statistics statistics() {
        return Statistics.live(client, port());
    }

    /** Counters of the lab's endpoint as they were published last. */
    public Statistics endpointStatistics() {
        return Statistics.published(client, CoalescerModel.endpointPath(CoalescerModel.ENDPOINT));
    }

    /**
     * Starts to move data.
     *
     * @param inward from the far end to the port, or the other way
     * @param ipv6 over IPv6 or IPv4
     * @param amount how much
     * @return the transfer under way
     */
    public TcpTransfer start(final boolean inward, final boolean ipv6, final Amount amount) {
        return TcpTransfer.start(TcpTransfer.Order.across(underlay, inward, ipv6, amount, seed++));
    }

    /** Moves data and waits for its end. */
    public TransferResult move(final boolean inward, final boolean ipv6, final long bytes) {
        try (var transfer = start(inward, ipv6, Amount.bytes(bytes))) {
            return transfer.await(TRANSFER_TIME);
        }
    }

    /** The device of the port as the kernel tells of it. */
    public JsonObject link() {
        return JsonParser.parseString(here.run("ip", "-j", "link", "show", "dev", port())).getAsJsonArray().get(0)
            .getAsJsonObject();
    }

    /** Whether a device of that name is in the controller's namespace. */
    public boolean hasDevice(final String name) {
        return Command.run(here.inside(List.of("ip", "link", "show", "dev", name))).succeeded();
    }

    /** Waits until something is so. */
    public static void await(final String claim, final BooleanSupplier question) {
        await(claim, question, () -> "");
    }

    /**
     * Waits until something is so.
     *
     * @param claim what has to become so, for the message
     * @param question whether it is so
     * @param seen what there is instead, for the message
     */
    public static void await(final String claim, final BooleanSupplier question, final Supplier<Object> seen) {
        if (!Poll.until(PATIENCE, question)) {
            throw new AssertionError("Not so within " + PATIENCE.toSeconds() + " s: " + claim + ' ' + seen.get());
        }
    }

    /**
     * Waits until the kernel has given a device its link-local address, which it tries for a second or so.
     *
     * @param device name of a device that is up, in the controller's namespace
     */
    public void awaitAddress(final String device) {
        final String[] words = { "ip", "-6", "address", "show", "dev", device, "scope", "link" };
        await(device + " has a link-local address that is not tentative",
            () -> here.run(words).contains("inet6") && !here.run(words).contains("tentative"), () -> here.run(words));
    }

    /** Removes all configuration, and waits until the devices are gone. */
    public void clear() {
        if (!controller.isRunning()) {
            startAgain();
        }
        clear(client);
        endConnections();
    }

    /** The same by another client: the usual server cuts long answers short (RESTCONF of many ports). */
    void clear(final RestconfClient by) {
        by.delete(CoalescerModel.ROOT);
        await("no port has a device any more", () -> !hasDevice(port()));
        await("nothing is in the operational datastore any more", () -> ports(by).isEmpty(),
            () -> ports(by).toString());
    }

    /** What lost its port in the middle of closing would send again as soon as the next test has one. */
    private void endConnections() {
        for (var address : List.of(LabAddresses.NEAR_IPV4, LabAddresses.NEAR_IPV6)) {
            OpenConnections.end(near(), address);
        }
        for (var address : List.of(LabAddresses.FAR_IPV4, LabAddresses.FAR_IPV6)) {
            OpenConnections.end(underlay.far(), address);
        }
    }

    private static Optional<JsonObject> ports(final RestconfClient by) {
        return by.get(CoalescerModel.ROOT + "?content=nonconfig")
            .map(body -> body.getAsJsonObject(CoalescerModel.ROOT))
            .filter(content -> content.has("port") || content.has("endpoint"));
    }

    @Override
    public void close() {
        client.close();
        cleanup.close();
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.soak;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.opendaylight.coalescer.it.control.CanonicalJson;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.control.Controller;
import org.opendaylight.coalescer.it.control.Poll;
import org.opendaylight.coalescer.it.control.RestconfClient;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.lab.LabAddresses;
import org.opendaylight.coalescer.it.lab.LabException;
import org.opendaylight.coalescer.it.lab.NetworkNamespace;
import org.opendaylight.coalescer.it.lab.UnderlayLab;
import org.opendaylight.coalescer.it.traffic.TcpTransfer;
import org.opendaylight.coalescer.it.traffic.TcpTransfer.Amount;
import org.opendaylight.coalescer.it.traffic.TransferResult;

/**
 * Kills a controller at random moments while its configuration is being changed and traffic flows, starts it again and
 * judges what came back. The moments and the requests follow from a seed; which request the kill meets does not. Owned
 * by one thread.
 */
public final class CrashSoak implements AutoCloseable {
    static final Duration BOOT_TIME = Duration.ofMinutes(4);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration TRANSFER_TIME = Duration.ofSeconds(60);
    private static final long TRANSFER_BYTES = 8L << 20;
    private static final int WORK_MS = 4000;
    private static final int START_MS = 20_000;
    /** One start of so many is killed itself. */
    private static final int STARTS = 5;
    private static final String SPARES = "abcdef";

    private final Controller controller;
    private final UnderlayLab lab;
    private final NetworkNamespace namespace;
    private final Judge judge;
    private final long seed;
    private RestconfClient client;
    private Intent intent;
    private int round;

    private CrashSoak(final Controller controller, final UnderlayLab lab, final long seed) {
        this.controller = controller;
        this.lab = lab;
        this.seed = seed;
        intent = Intent.of(CoalescerModel.lab(lab.portName(), true));
        namespace = NetworkNamespace.create(UnderlayLab.namespaceName('s'));
        judge = new Judge(new Agreement(Set.of("namespace " + lab.far().name(), "namespace " + namespace.name(),
            "device " + lab.nearDevice())), controller, this::look, PATIENCE);
        client = controller.awaitReady(BOOT_TIME, CrashSoak::showBoot);
    }

    /**
     * Configures a controller that runs and has no configuration.
     *
     * @param controller the controller; killed and started from now on, running when this is closed
     * @param lab its far end
     * @param seed what the moments and requests follow from
     * @return the soak; closing it leaves the configuration as it is then
     * @throws LabException if the configuration does not come up
     */
    public static CrashSoak open(final Controller controller, final UnderlayLab lab, final long seed) {
        final var soak = new CrashSoak(controller, lab, seed);
        try {
            soak.client.put(CoalescerModel.ROOT, soak.intent.body());
            final var problems = soak.judge.disagreements(soak.intent, soak.client);
            if (!problems.isEmpty()) {
                throw new LabException("Not even without a crash: " + problems);
            }
            return soak;
        } catch (LabException e) {
            soak.close();
            throw e;
        }
    }

    /**
     * Kills the controller once, or twice if the start is hit as well, and looks at what comes back.
     *
     * @return what it came to
     * @throws LabException if it can't go on after this
     */
    public Round next() {
        final var random = new Random(seed + 1000L * ++round);
        final var problems = new ArrayList<String>();
        final int working = random.nextInt(WORK_MS);
        final var outcome = crash(working, random, problems);
        judge.leftByDead().forEach(problem -> problems.add("after the kill: " + problem));

        var story = "killed after " + working + " ms and " + outcome.requests() + " requests";
        final long begin = System.nanoTime();
        controller.start();
        final int starting = random.nextInt(START_MS);
        if (random.nextInt(STARTS) == 0) {
            Console.progress("Round " + round + ": the start is killed after " + starting + " ms");
            Poll.until(Duration.ofMillis(starting), () -> !controller.isRunning());
            controller.kill();
            judge.leftByDead().forEach(problem -> problems.add("after the kill of the start: " + problem));
            controller.start();
            story += ", again after " + starting + " ms of its start";
        }
        client.close();
        client = controller.awaitReady(BOOT_TIME, CrashSoak::showBoot);
        story += ", ready after " + millisSince(begin) + " ms";

        story += judgeStored(outcome, problems);
        final long settling = System.nanoTime();
        problems.addAll(judge.disagreements(intent, client));
        story += intent.ports().size() + " ports back " + millisSince(settling) + " ms later";
        carryData(random.nextBoolean(), problems);
        return new Round(story, problems);
    }

    /**
     * Removes the configuration.
     *
     * @throws LabException if a port stays
     */
    public void clear() {
        client.delete(CoalescerModel.ROOT);
        if (!Poll.until(PATIENCE, () -> look().devices().isEmpty() && Published.read(client).ports().isEmpty())) {
            throw new LabException("Ports that were deleted are still there: " + look());
        }
    }

    /** Traffic, requests, and a kill in the middle of both. */
    private Operator.Outcome crash(final int working, final Random random, final List<String> problems) {
        Console.progress("Round " + round + ": at work for " + working + " ms");
        try (var transfer = transfer(random.nextBoolean(), random.nextBoolean(), Amount.untilFinished())) {
            if (!Poll.until(PATIENCE, () -> transfer.bytesReceived() > 0)) {
                problems.add("no traffic flows before the kill");
            }
            final var operator = Operator.start(client, new RandomEdits(lab.portName(), spares(),
                namespace.name(), new Random(random.nextLong())), intent);
            Poll.until(Duration.ofMillis(working), operator::hasEnded);
            final boolean early = operator.hasEnded();
            controller.kill();
            final var outcome = operator.await();
            if (early || !outcome.refusal().isEmpty()) {
                problems.add(outcome.last() + " failed before the kill: " + outcome.refusal());
            }
            return outcome;
        }
    }

    /** What was answered is there; what was not is there wholly or not at all. */
    private String judgeStored(final Operator.Outcome outcome, final List<String> problems) {
        final var stored = client.get(CoalescerModel.ROOT + "?content=config").orElseGet(JsonObject::new);
        if (outcome.answered().isIn(stored)) {
            intent = outcome.answered();
            return "; the unanswered " + outcome.last() + " was not done; ";
        }
        if (outcome.unanswered().isIn(stored)) {
            intent = outcome.unanswered();
            return "; the unanswered " + outcome.last() + " was done; ";
        }
        problems.add("the configuration is " + CanonicalJson.of(stored) + " rather than "
            + CanonicalJson.of(outcome.answered().body()) + ", or the same after " + outcome.last());
        intent = outcome.answered();
        client.put(CoalescerModel.ROOT, intent.body());
        return "; ";
    }

    private Machine look() {
        return Machine.look(controller, lab, LabAddresses.NEAR_UNDERLAY, List.of(namespace));
    }

    private List<String> spares() {
        return SPARES.chars().mapToObj(letter -> lab.portName((char) letter)).toList();
    }

    /** Both directions at once, one by IPv4 and one by IPv6. */
    private void carryData(final boolean ipv6, final List<String> problems) {
        lab.steerPort();
        Console.progress("Round " + round + ": moves data");
        try (var inward = transfer(true, ipv6, Amount.bytes(TRANSFER_BYTES));
                var outward = transfer(false, !ipv6, Amount.bytes(TRANSFER_BYTES))) {
            assess("far end to port: ", inward.await(TRANSFER_TIME), problems);
            assess("port to far end: ", outward.await(TRANSFER_TIME), problems);
        } catch (LabException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }

    private static void assess(final String what, final TransferResult result, final List<String> problems) {
        if (!result.isIntact() || result.received() != TRANSFER_BYTES) {
            problems.add(what + result.summary());
        }
    }

    private TcpTransfer transfer(final boolean inward, final boolean ipv6, final Amount amount) {
        return TcpTransfer.start(TcpTransfer.Order.across(lab, inward, ipv6, amount, seed + round));
    }

    static void showBoot(final String missing) {
        Console.progress("Booting, waits for " + missing);
    }

    private static long millisSince(final long begin) {
        return Duration.ofNanos(System.nanoTime() - begin).toMillis();
    }

    /** Takes away what the soak has made, but for the configuration. Idempotent. */
    @Override
    public void close() {
        client.close();
        namespace.close();
    }
}

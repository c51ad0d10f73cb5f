/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.change;

import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import org.opendaylight.coalescer.it.ControllerLab;
import org.opendaylight.coalescer.it.control.CoalescerModel;
import org.opendaylight.coalescer.it.lab.Console;
import org.opendaylight.coalescer.it.lab.LabAddresses;
import org.opendaylight.coalescer.it.traffic.DatagramStream;
import org.opendaylight.coalescer.it.traffic.DatagramStream.Loss;

/**
 * The lab's endpoint and port, with numbered datagrams under way in both directions. Owned by the thread of the test,
 * like the lab.
 */
public final class ChangeScene implements AutoCloseable {
    /** No datagram lost. */
    public static final Loss NOTHING = new Loss(0, 0);
    /** Arrivals in each direction that show that data flows. */
    public static final int SOME = 20;

    private final ControllerLab lab;
    private final DatagramStream stream;

    private ChangeScene(final ControllerLab lab, final DatagramStream stream) {
        this.lab = lab;
        this.stream = stream;
    }

    /**
     * Configures the lab and lets data flow.
     *
     * @param lab the lab, with nothing configured
     * @return the scene; close it
     */
    public static ChangeScene open(final ControllerLab lab) {
        lab.provision(true);
        return open(lab, new DatagramStream.End(lab.underlay().far(), LabAddresses.FAR_IPV4));
    }

    /**
     * Lets data flow.
     *
     * @param lab the lab, with a port that has the usual address
     * @param far the other end
     * @return the scene; close it
     */
    public static ChangeScene open(final ControllerLab lab, final DatagramStream.End far) {
        final var stream = DatagramStream.open(new DatagramStream.End(lab.near(), LabAddresses.NEAR_IPV4), far);
        stream.run();
        stream.awaitArrivals(SOME);
        return new ChangeScene(lab, stream);
    }

    /** The datagrams. */
    public DatagramStream stream() {
        return stream;
    }

    /**
     * Makes changes and takes each back, with data flowing in both directions after each step.
     *
     * @param changes the changes
     * @return those that lost something, and what
     */
    public List<String> lossesOf(final List<Change> changes) {
        final var losses = new ArrayList<String>();
        for (var change : changes) {
            final var lost = lossOf(change);
            if (!lost.equals(NOTHING)) {
                losses.add(change + " lost " + lost);
            }
        }
        return losses;
    }

    /**
     * Makes a change and takes it back, with data flowing in both directions after each.
     *
     * @param change the change
     * @return what was lost
     */
    public Loss lossOf(final Change change) {
        return lossOf(change, () -> { }, () -> { });
    }

    /**
     * Makes a change and takes it back, with data flowing in both directions after each.
     *
     * @param change the change
     * @param there what others have to do then, so that data flows again
     * @param back what they have to do when it has been taken back
     * @return what was lost
     */
    public Loss lossOf(final Change change, final Runnable there, final Runnable back) {
        return lossOf(change.there(), () -> {
            merge(change.kind(), change.there());
            there.run();
        }, () -> {
            merge(change.kind(), change.back());
            back.run();
        });
    }

    /**
     * Does something and takes it back, with data flowing in both directions after each.
     *
     * @param name what to call it
     * @param there does it
     * @param back takes it back
     * @return what was lost
     */
    public Loss lossOf(final String name, final Runnable there, final Runnable back) {
        final var before = stream.pause();
        stream.run();
        stream.awaitArrivals(SOME);
        there.run();
        stream.awaitArrivals(SOME);
        back.run();
        stream.awaitArrivals(SOME);
        final var lost = stream.pause().since(before);
        Console.line(name + ": lost " + lost.inward() + " in, " + lost.outward() + " out");
        stream.run();
        return lost;
    }

    /**
     * Merges something into the configuration.
     *
     * @param kind settings, endpoint or port
     * @param leaves JSON with single quotes
     */
    public void merge(final String kind, final String leaves) {
        patch(switch (kind) {
            case "settings" -> "'settings': { " + leaves + " }";
            case "endpoint" -> "'endpoint': [ { 'name': '" + CoalescerModel.ENDPOINT + "', " + leaves + " } ]";
            default -> "'port': [ { 'name': '" + lab.port() + "', " + leaves + " } ]";
        });
    }

    /**
     * Merges something into the root.
     *
     * @param content JSON with single quotes
     */
    public void patch(final String content) {
        lab.client().patch(CoalescerModel.ROOT, JsonParser.parseString("{ '" + CoalescerModel.ROOT + "': { " + content
            + " } }").getAsJsonObject());
    }

    @Override
    public void close() {
        stream.close();
    }
}

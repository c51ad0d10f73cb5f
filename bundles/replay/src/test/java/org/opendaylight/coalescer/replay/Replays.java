/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.opendaylight.coalescer.core.flow.GapEvent;
import org.opendaylight.coalescer.packet.GatherList;

/** A replay and all that came of it. */
public final class Replays {
    private final ByteArrayOutputStream events = new ByteArrayOutputStream();
    private final ByteArrayOutputStream gaps = new ByteArrayOutputStream();
    private final ReplayResult result;

    private Replays(final byte[] capture, final ReplayOptions options) {
        final EventWriter eventWriter = new EventWriter(events);
        final GapWriter gapWriter = new GapWriter(gaps);
        try {
            result = Replay.run(Channels.newChannel(new ByteArrayInputStream(capture)), options, new ReplayObserver() {
                @Override
                public void written(final long flush, final GatherList packet) throws IOException {
                    eventWriter.write(flush, packet);
                }

                @Override
                public void gap(final long number, final GapEvent gap) throws IOException {
                    gapWriter.write(number, gap);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Replays of(final CaptureBytes capture, final ReplayOptions options) {
        return new Replays(capture.bytes(), options);
    }

    public static Replays of(final CaptureBytes capture) {
        return new Replays(capture.bytes(), ReplayOptions.DEFAULT);
    }

    /** A replay of raw packets, a microsecond from each other, with choices by leaf. */
    public static Replays of(final Iterable<byte[]> packets, final String... choices) {
        return new Replays(CaptureBytes.pcap(CaptureBytes.RAW).records(packets).bytes(),
            ReplayLeaf.choose(ReplayOptions.DEFAULT, List.of(choices)));
    }

    public static ReplayOptions batch(final int packets) {
        return new ReplayOptions(ReplayOptions.DEFAULT.coalescing(), ReplayOptions.DEFAULT.output(), packets,
            null);
    }

    public static ReplayOptions decap(final int port) {
        return new ReplayOptions(ReplayOptions.DEFAULT.coalescing(), ReplayOptions.DEFAULT.output(),
            ReplayOptions.DEFAULT_BATCH, ReplayOptions.Tunnel.of("vxlan-gpe:" + port));
    }

    public ReplayResult result() {
        return result;
    }

    /** Lines of the events file. */
    public List<String> events() {
        return events.toString(StandardCharsets.US_ASCII).lines().toList();
    }

    /** Lines of the gaps file. */
    public List<JsonObject> gaps() {
        return gaps.toString(StandardCharsets.US_ASCII).lines()
            .map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
    }

    /** Numbers of the batches that writes belong to. */
    public List<Integer> flushes() {
        return events().stream().map(line -> JsonParser.parseString(line).getAsJsonObject().get("flush").getAsInt())
            .toList();
    }

    /** Segments of each write, 1 for an ordinary packet. */
    public List<Integer> shape() {
        final List<Integer> shape = new ArrayList<>();
        for (final String line : events()) {
            final JsonObject event = JsonParser.parseString(line).getAsJsonObject();
            shape.add(event.has("segments") ? event.get("segments").getAsInt() : 1);
        }
        return shape;
    }

    public JsonObject report() {
        return JsonParser.parseString(ReportJson.of(result)).getAsJsonObject();
    }

    /** A number of the report, by its path. */
    public long at(final String path) {
        JsonElement place = report();
        for (final String name : path.split("/")) {
            place = place.getAsJsonObject().get(name);
        }
        return place.getAsLong();
    }

    /** A number in a list of the report, by the path of the list and the reason. */
    public long at(final String list, final String reason) {
        JsonElement place = report();
        for (final String name : list.split("/")) {
            place = place.getAsJsonObject().get(name);
        }
        for (final JsonElement row : (JsonArray) place) {
            if (row.getAsJsonObject().get("reason").getAsString().equals(reason)) {
                return row.getAsJsonObject().asMap().entrySet().stream().filter(entry -> !entry.getKey()
                    .equals("reason")).findFirst().orElseThrow().getValue().getAsLong();
            }
        }
        throw new AssertionError("No " + reason + " in " + place);
    }
}

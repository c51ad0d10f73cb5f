/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.replay;

import java.util.Set;
import java.util.TreeSet;
import org.opendaylight.coalescer.replay.capture.CapturedFrame;
import org.opendaylight.coalescer.replay.capture.LinkLayer;

/** Counts the frames of a capture and follows its clock, which never goes back. For one thread. */
final class CaptureTally {
    private final Set<Integer> linkTypes = new TreeSet<>();
    private String format = "";
    private long frames;
    private long bytes;
    private long nonIp;
    private long truncated;
    private long firstNs;
    private long nowNs;
    private long stepsBack;
    private int linkType = -1;

    void format(final String name) {
        format = name;
    }

    /** The latest time seen. */
    long nowNs() {
        return nowNs;
    }

    void take(final CapturedFrame frame, final boolean ip) {
        if (frame.linkType() != linkType) {
            linkType = frame.linkType();
            linkTypes.add(linkType);
        }
        final long timeNs = frame.timeNs();
        if (frames == 0) {
            firstNs = timeNs;
            nowNs = timeNs;
        } else if (timeNs < nowNs) {
            stepsBack++;
        } else {
            nowNs = timeNs;
        }
        frames++;
        bytes += frame.length();
        nonIp += ip ? 0 : 1;
        truncated += frame.isTruncated() ? 1 : 0;
    }

    ReplayResult.Capture result() {
        return new ReplayResult.Capture(format, linkTypes.stream().map(LinkLayer::name).toList(),
            new ReplayResult.Frames(frames, bytes, nonIp, truncated),
            new ReplayResult.Time(firstNs, nowNs, stepsBack));
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the shell hands on to the replay. */
class ReplayCaptureTest {
    @Test
    void captureAloneNeedsNoOptions() {
        final var command = new ReplayCapture();
        command.capture = "trace.pcap";
        assertThat(command.words()).containsExactly("--report=text", "trace.pcap");
    }

    @Test
    void everyOptionIsHandedOn() {
        final var command = new ReplayCapture();
        command.capture = "trace.pcap";
        command.batch = "32";
        command.isBatchTime = true;
        command.decap = "vxlan-gpe:4791";
        command.choices = List.of("tcp=false", "max-segments=8");
        command.events = "events.json";
        command.gaps = "gaps.json";
        command.form = "json";
        assertThat(command.words()).containsExactly("--batch=32", "--batch-time", "--decap", "vxlan-gpe:4791",
            "--option=tcp=false", "--option=max-segments=8", "--events=events.json", "--gaps=gaps.json",
            "--report=json", "trace.pcap");
    }
}

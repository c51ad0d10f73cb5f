/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import static java.util.Objects.requireNonNull;

/**
 * How received packets become superpackets.
 *
 * @param tcp coalesce TCP
 * @param udp coalesce UDP
 * @param maxSegments most segments of a superpacket, 2..64
 * @param maxBytes most bytes of a superpacket with its headers, 1280..65535
 * @param maxSegmentSize most payload bytes of one segment of it, 1..65535
 * @param reorderRepair put TCP segments of one batch back in order
 * @param ecnPolicy what differing codepoints do
 * @param checksumValidation whether checksums are verified
 * @param holdPackets packets held at most, 64..4096
 * @param holdMicros microseconds since the first held packet, 1..100000
 */
public record CoalescingConfiguration(boolean tcp, boolean udp, int maxSegments, int maxBytes, int maxSegmentSize,
        boolean reorderRepair, EcnPolicy ecnPolicy, ChecksumValidation checksumValidation, int holdPackets,
        int holdMicros) {
    public CoalescingConfiguration {
        requireNonNull(ecnPolicy);
        requireNonNull(checksumValidation);
    }
}

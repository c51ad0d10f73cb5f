/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.traffic;

/**
 * What a transfer came to.
 *
 * @param sent bytes that the sender sent
 * @param received bytes that the receiver got
 * @param sentSha256 digest of what was sent, empty if it was not asked for
 * @param receivedSha256 digest of what was received, empty if it was not asked for
 * @param progress bytes over time as the receiver saw them
 */
public record TransferResult(long sent, long received, String sentSha256, String receivedSha256, Progress progress) {
    /**
     * How the receiver got on.
     *
     * @param wrongAt position of the first byte that differs from what belongs there, -1 if there is none
     * @param elapsedNs time from the first byte to the end in nanoseconds
     */
    public record Progress(long wrongAt, long elapsedNs) {
    }

    /**
     * Whether everything arrived, and nothing else.
     *
     * @return true if number, content and digests agree
     */
    public boolean isIntact() {
        return sent == received && sent > 0 && progress.wrongAt() < 0 && sentSha256.equals(receivedSha256);
    }

    /**
     * Average rate.
     *
     * @return bits per second of data, without any headers
     */
    public double bitsPerSecond() {
        return received * 8e9 / progress.elapsedNs();
    }

    /**
     * One line for a message.
     *
     * @return what was sent and what arrived
     */
    public String summary() {
        return sent + " bytes sent, " + received + " received, first wrong byte "
            + (progress.wrongAt() < 0 ? "none" : String.valueOf(progress.wrongAt()))
            + (sentSha256.isEmpty() ? "" : ", SHA-256 " + sentSha256.substring(0, 16) + ".. sent, "
                + receivedSha256.substring(0, 16) + ".. received");
    }
}

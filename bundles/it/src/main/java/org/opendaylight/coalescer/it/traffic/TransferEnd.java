/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.traffic;

/**
 * What one end of a transfer reported last.
 *
 * @param bytes bytes of data
 * @param elapsedNs from the first byte to the end, in nanoseconds
 * @param sha256 in hexadecimal, empty if it was not asked for
 * @param wrongAt position of the first wrong byte, -1 if all were right; the sender knows of none
 */
record TransferEnd(long bytes, long elapsedNs, String sha256, long wrongAt) {
}

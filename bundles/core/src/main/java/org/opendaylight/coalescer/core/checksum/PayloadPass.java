/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.checksum;

/** What payload was read for, one counter each. */
public enum PayloadPass {
    /** The Internet checksum: to verify it, to finish it, or for the header of a segment. */
    INTERNET,
    /** The CRC32c of SCTP: to verify or to finish it. */
    CRC32C
}

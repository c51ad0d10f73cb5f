/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

/** Whether TCP and UDP checksums are looked at before packets merge. The IPv4 header checksum always is. */
public enum ChecksumValidation {
    /** Every data packet is verified once. */
    VERIFY,
    /** Nobody looks: a corrupt segment leaves with a valid checksum. For carriers that authenticate the payload. */
    TRUST
}

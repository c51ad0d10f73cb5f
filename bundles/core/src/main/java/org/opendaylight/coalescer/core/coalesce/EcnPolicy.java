/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.core.coalesce;

/** Which packets may merge in view of Explicit Congestion Notification (RFC 3168 section 5). */
public enum EcnPolicy {
    /** Only packets of the same codepoint. */
    EXACT,
    /** CE with one kind of ECT as well; the superpacket is CE. */
    PROPAGATE_CE
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

/** Whether a port or an endpoint works. */
public enum OperStatus {
    UP,
    /** Switched off, or being set up. */
    DOWN,
    /** Can't be set up at present; tried again with increasing delay. */
    FAILED
}

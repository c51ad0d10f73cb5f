/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
/** Kills the controller again and again and judges what comes back, as the launcher does it. */
@NonNullByDefault
package org.opendaylight.coalescer.it.soak;

import org.eclipse.jdt.annotation.NonNullByDefault;

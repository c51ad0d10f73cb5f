/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
/** A bad wire: a relay for the datagrams of the underlay that does harm to some of them by plan and says which. */
@NonNullByDefault
package org.opendaylight.coalescer.it.relay;

import org.eclipse.jdt.annotation.NonNullByDefault;

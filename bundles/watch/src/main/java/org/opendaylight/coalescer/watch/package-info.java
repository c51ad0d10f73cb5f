/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
/** Gets a start of OpenDaylight going again that stands still. */
@NonNullByDefault
package org.opendaylight.coalescer.watch;

import org.eclipse.jdt.annotation.NonNullByDefault;

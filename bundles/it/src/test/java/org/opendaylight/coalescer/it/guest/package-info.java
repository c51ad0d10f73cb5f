/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
/** Another machine as peer: an emulated one with Debian's own kernel, whose encapsulations this kernel lacks. */
@NonNullByDefault
package org.opendaylight.coalescer.it.guest;

import org.eclipse.jdt.annotation.NonNullByDefault;

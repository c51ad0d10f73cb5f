/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
/** A bare OSGi framework with our pure bundles, and a bundle inside it that does what a test asks for. */
@NonNullByDefault
package org.opendaylight.coalescer.it.felix;

import org.eclipse.jdt.annotation.NonNullByDefault;

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
/** A bundle of somebody else, who knows the service API alone and pushes packets into a port. */
@NonNullByDefault
package org.opendaylight.coalescer.sample;

import org.eclipse.jdt.annotation.NonNullByDefault;

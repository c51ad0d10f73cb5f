/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
/** What other bundles see of the data plane: its service, and immutable configuration, state and statistics. */
@Export
package org.opendaylight.coalescer.api;

import org.osgi.annotation.bundle.Export;

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
/**
 * The Linux kernel as the data path needs it: TUN devices, UDP message batches, epoll, eventfd, rtnetlink, network
 * namespaces. The only native code of the project, and all of it behind one class that links by reflection.
 */
@Export
@NonNullByDefault
package org.opendaylight.coalescer.linux;

import org.eclipse.jdt.annotation.NonNullByDefault;
import org.osgi.annotation.bundle.Export;

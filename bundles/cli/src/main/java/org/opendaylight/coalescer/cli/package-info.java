/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
/**
 * Commands of Karaf's shell. They show what the RPCs and the datastore tell as well. What is shown is made of records
 * by functions that know no shell; the commands only ask and print.
 */
@NonNullByDefault
package org.opendaylight.coalescer.cli;

import org.eclipse.jdt.annotation.NonNullByDefault;

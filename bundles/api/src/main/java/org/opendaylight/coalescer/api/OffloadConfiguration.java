/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

/**
 * What kernel and port may leave to each other.
 *
 * @param checksum unfinished checksums
 * @param tso TCP superpackets
 * @param uso UDP superpackets
 * @param udpTunnelGso those that {@code tso} and {@code uso} allow also behind the outer headers of a UDP tunnel
 */
public record OffloadConfiguration(boolean checksum, boolean tso, boolean uso, boolean udpTunnelGso) {
}

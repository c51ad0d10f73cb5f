/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import java.util.List;

/**
 * What came of {@link TunDevice#setOffloads}.
 *
 * @param requested what was asked for
 * @param negotiated what is in force now
 * @param capabilities one result for each capability of the direction FROM_KERNEL, wanted or not
 */
public record OffloadResult(OffloadSet requested, OffloadSet negotiated, List<CapabilityResult> capabilities) {
    public OffloadResult {
        capabilities = List.copyOf(capabilities);
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import static java.util.Objects.requireNonNull;

/**
 * What a self-test has found.
 *
 * @param subject what was tested
 * @param working whether it works
 * @param reason why it does not, empty if it does
 */
public record SelfTestCheck(Subject subject, boolean working, String reason) {
    /** What is tested: superpackets of four kinds, and packets that never become one. */
    public enum Subject {
        TCP_IPV4, TCP_IPV6, UDP_IPV4, UDP_IPV6, PROTOCOL_89_IPV4, PROTOCOL_89_IPV6
    }

    public SelfTestCheck {
        requireNonNull(subject);
        requireNonNull(reason);
    }
}

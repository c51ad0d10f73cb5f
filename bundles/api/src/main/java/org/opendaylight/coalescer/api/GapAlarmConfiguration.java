/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

/**
 * When an operator is told that a port loses much. How the rate is taken stands in {@code odl-coalescer.yang}.
 *
 * @param raisePerMille rate at which the alarm is raised, 1..1000
 * @param clearPerMille rate at which it is cleared, less than that
 * @param windowSeconds how long packets are counted for one rate, 1..3600
 */
public record GapAlarmConfiguration(int raisePerMille, int clearPerMille, int windowSeconds) {
}

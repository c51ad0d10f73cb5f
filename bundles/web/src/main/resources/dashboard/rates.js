/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
/** Rates made of counters, and their last minutes. */

/** How long rates are kept, in seconds. */
export const KEPT_SECONDS = 300;
const KEPT_SAMPLES = 2 * KEPT_SECONDS;

/**
 * Differences of counters per second.
 *
 * @param {Object<string, number>} before counters, a missing one is 0
 * @param {Object<string, number>} now the same later
 * @param {number} seconds between both
 */
export function perSecond(before, now, seconds) {
    return Object.fromEntries(Object.entries(now).map(([key, value]) => [key, (value - (before[key] ?? 0)) / seconds]));
}

/** What a port did in the last minutes, for as long as the page is open. Times are seconds since 1970. */
export class History {
    times = [];
    series = { received: [], sent: [], perWrite: [], perSuperpacket: [], lost: [], resent: [], late: [] };
    #before = null;

    /**
     * Takes counters.
     *
     * @param {number} time when the browser got them
     * @param {number} clock of the controller in milliseconds
     * @param {Object} port summary of the port
     */
    add(time, clock, port) {
        const before = this.#before;
        if (before !== null && clock <= before.clock) {
            return;
        }
        const goesOn = before !== null && before.port.discontinuityTime === port.discontinuityTime;
        const rates = goesOn ? History.#rates(before.port, port, (clock - before.clock) / 1000) : {};
        this.#before = { clock, port };
        this.times.push(time);
        for (const [name, values] of Object.entries(this.series)) {
            values.push(rates[name] ?? null);
        }
        while (this.times.length > KEPT_SAMPLES || this.times[0] < time - KEPT_SECONDS) {
            this.times.shift();
            Object.values(this.series).forEach(values => values.shift());
        }
    }

    /** The newest rate of a series, null if there is none. */
    newest(name) {
        return this.series[name].at(-1) ?? null;
    }

    static #rates(before, now, seconds) {
        const received = perSecond(before.receive, now.receive, seconds);
        const gaps = perSecond(before.gaps, now.gaps, seconds);
        return {
            received: 8 * received.bytes,
            sent: 8 * (now.transmitBytes - before.transmitBytes) / seconds,
            perWrite: received.writes > 0 ? received.packets / received.writes : null,
            perSuperpacket: received.superpackets > 0 ? received.segments / received.superpackets : null,
            lost: gaps.neverFilled,
            resent: gaps.retransmissionSuspected,
            late: gaps.lateReorder,
        };
    }
}

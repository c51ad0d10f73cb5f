/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
/** Charts over time. What they show is told by a text, too, for who can't see them. */

import uPlot from './charts/uPlot.esm.js';
import { element, format, write } from './elements.js';
import { KEPT_SECONDS } from './rates.js';

const DARK = matchMedia('(prefers-color-scheme: dark)');
const AXIS_WIDTH = 76;
const AXIS_HEIGHT = 26;
const LEAST_SECONDS = 30;

/** A chart of the last minutes. */
export class Plot {
    #place = element('div', { role: 'img' });
    #caption = element('figcaption');
    #shape;
    #data;
    #plot = null;

    /**
     * @param {Element} parent where it goes
     * @param {{title: string, series: Object[], format: function, floor: number, bars: boolean, height: number}} shape
     *     what it is: each of the series has a `name` and the name of a `color`, `floor` is the least top of the scale
     */
    constructor(parent, shape) {
        this.#shape = shape;
        this.#data = [[], ...shape.series.map(() => [])];
        parent.append(element('figure', {}, this.#caption, this.#place));
        DARK.addEventListener('change', () => this.#draw());
        new ResizeObserver(() => this.#resize()).observe(this.#place);
    }

    /** Shows a history. */
    update(times, ...series) {
        this.#data = [times, ...series];
        const now = this.#shape.series.map((each, index) =>
            `${each.name} ${this.#shape.format(series[index].at(-1) ?? null)}`).join(', ');
        write(this.#caption, `${this.#shape.title}: ${now}`);
        this.#place.setAttribute('aria-label', `Chart of the last ${KEPT_SECONDS / 60} minutes. Now ${now}`);
        if (this.#plot === null) {
            this.#draw();
        } else {
            this.#plot.setData(this.#data);
        }
    }

    #resize() {
        if (this.#plot !== null && this.#place.clientWidth > 0) {
            this.#plot.setSize({ width: this.#place.clientWidth, height: this.#shape.height });
        }
    }

    #draw() {
        this.#plot?.destroy();
        this.#plot = this.#place.clientWidth === 0 ? null : new uPlot(this.#options(), this.#data, this.#place);
    }

    #options() {
        const colors = getComputedStyle(document.documentElement);
        const color = name => colors.getPropertyValue(`--${name}`);
        const axis = { stroke: color('faint'), grid: { stroke: color('line'), width: 1 }, ticks: { show: false } };
        const { height, floor, bars, series } = this.#shape;
        return {
            width: this.#place.clientWidth,
            height,
            legend: { show: false },
            cursor: { show: false },
            scales: {
                x: { range: (plot, min, max) => [Math.min(min ?? 0, (max ?? 0) - LEAST_SECONDS), max ?? 0] },
                y: { range: (plot, min, max) => [0, Math.max(floor, 1.1 * (max ?? 0))] },
            },
            axes: [
                { ...axis, space: 90, size: AXIS_HEIGHT, values: (plot, ticks) => ticks.map(format.clock) },
                { ...axis, space: 24, size: AXIS_WIDTH, values: (plot, ticks) => ticks.map(this.#shape.format) },
            ],
            series: [{}, ...series.map((each, index) => ({
                stroke: color(each.color),
                fill: bars ? color(each.color) : undefined,
                width: bars ? 0 : 2,
                dash: index === 0 ? undefined : [8, 4],
                // where lines are short, so that a value between two unknown ones is seen
                points: bars ? { show: false } : { size: 4 },
                paths: bars ? uPlot.paths.bars({ size: [0.9, 8, 3] }) : undefined,
            }))],
        };
    }
}

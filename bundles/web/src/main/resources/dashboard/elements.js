/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
/** Elements of the page. Text is inserted as text: nothing in here, or anywhere else, makes markup of strings. */

/**
 * Makes an element.
 *
 * @param {string} name of the element
 * @param {Object<string, string>} attributes of it
 * @param {...(Node|string)} content what is in it
 */
export function element(name, attributes = {}, ...content) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
        made.setAttribute(key, value);
    }
    made.append(...content);
    return made;
}

/** Writes text, only if it is another one: who reads by ear is not told the same again. */
export function write(node, text) {
    if (node.textContent !== text) {
        node.textContent = text;
    }
}

/** A bar that shows a share. It says nothing that the text beside it does not. */
function bar(cell, share) {
    const filled = cell.firstElementChild?.firstElementChild
        ?? cell.appendChild(element('div', { class: 'bar', 'aria-hidden': 'true' }, element('div'))).firstElementChild;
    filled.style.width = `${(100 * share).toFixed(1)}%`;
}

/**
 * A table whose rows stay the same elements while their keys are there, so that focus and selection stay, too.
 *
 * A column has a `head`, and one of `text` (item to string), `share` (item to 0..1, shown as a bar) and `show` (called
 * with the cell and the item); `figure` aligns it as a number, `mark` (item to string) gives it a class.
 */
export class Table {
    #body = element('tbody');
    #rows = new Map();
    #columns;
    #key;
    #empty;

    /**
     * @param {HTMLTableElement} table filled by this from now on
     * @param {{caption: string, empty: string, key: function, columns: Object[]}} shape what is in it
     */
    constructor(table, { caption, empty, key, columns }) {
        this.#columns = columns;
        this.#key = key;
        this.#empty = element('tr', {}, element('td', { colspan: String(columns.length) }, empty));
        const heads = columns.map(column => element('th', { scope: 'col', ...(column.figure && { class: 'figure' }) },
            column.head));
        table.replaceChildren(element('caption', {}, caption), element('thead', {}, element('tr', {}, ...heads)),
            this.#body);
    }

    /** Shows items in their order. */
    update(items) {
        const gone = new Set(this.#rows.keys());
        let place = this.#body.firstElementChild;
        for (const item of items) {
            const key = this.#key(item);
            gone.delete(key);
            const row = this.#rows.get(key) ?? this.#makeRow(key);
            this.#columns.forEach((column, index) => Table.#show(row.children[index], column, item));
            if (row === place) {
                place = place.nextElementSibling;
            } else {
                this.#body.insertBefore(row, place);
            }
        }
        for (const key of gone) {
            this.#rows.get(key).remove();
            this.#rows.delete(key);
        }
        if (items.length === 0) {
            this.#body.append(this.#empty);
        } else {
            this.#empty.remove();
        }
    }

    /** Key of the item shown first, undefined if none is. */
    firstKey() {
        return this.#rows.size === 0 ? undefined
            : [...this.#rows].find(([, row]) => row === this.#body.firstElementChild)[0];
    }

    #makeRow(key) {
        const row = element('tr', {}, ...this.#columns.map((column, index) => index === 0
            ? element('th', { scope: 'row' }) : element('td', column.figure ? { class: 'figure' } : {})));
        this.#rows.set(key, row);
        return row;
    }

    static #show(cell, column, item) {
        if (column.show) {
            column.show(cell, item);
        } else if (column.share) {
            bar(cell, column.share(item));
        } else {
            write(cell, column.text(item));
        }
        if (column.mark) {
            cell.className = column.mark(item);
        }
    }
}

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const TENTHS = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const SHORT = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
const CLOCK = new Intl.DateTimeFormat('en',
    { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const UNKNOWN = '–';

/** Numbers as text; what is not known is a dash. */
export const format = {
    whole: value => value == null ? UNKNOWN : WHOLE.format(value),
    tenths: value => value == null ? UNKNOWN : TENTHS.format(value),
    short: value => value == null ? UNKNOWN : SHORT.format(value),
    percent: value => `${TENTHS.format(100 * value)} %`,
    perSecond: value => value == null ? UNKNOWN : `${SHORT.format(value)}/s`,
    bitsPerSecond: value => value == null ? UNKNOWN : scaled(value, 1000, ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s']),
    bytes: value => scaled(value, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB']),
    clock: seconds => CLOCK.format(new Date(1000 * seconds)),
    time: text => text.slice(0, 19).replace('T', ' '),
};

function scaled(value, step, units) {
    let unit = 0;
    let rest = value;
    while (rest >= step && unit < units.length - 1) {
        rest /= step;
        unit++;
    }
    return `${rest >= 100 || unit === 0 ? WHOLE.format(rest) : rest.toPrecision(3)} ${units[unit]}`;
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
/** The dashboard: asks for a snapshot once a second and shows it. The chosen port is in the address, behind the #. */

import { Details } from './details.js';
import { Table, element, format, write } from './elements.js';
import { History, perSecond } from './rates.js';
import { Switches } from './switches.js';

const INTERVAL_MS = 1000;
const PATIENCE_MS = 8000;
const SEVERITY = { failed: 0, down: 1, up: 2 };
const LOOKS = { failed: 'bad', down: 'faint', up: 'good' };

const node = id => document.getElementById(id);

const histories = new Map();
const details = new Details();
const switches = new Switches();
const endpointRates = new Map();
let answeredAt = null;
let timer = null;

const ports = new Table(node('ports'), {
    caption: 'Those that do not work come first. Choose one to see everything about it.',
    empty: 'No port is configured',
    key: port => port.name,
    columns: [
        { head: 'port', show: showLink },
        { head: 'status', text: port => port.state.operStatus, mark: port => LOOKS[port.state.operStatus] },
        { head: 'received', figure: true, text: port => format.bitsPerSecond(port.history.newest('received')) },
        { head: 'sent', figure: true, text: port => format.bitsPerSecond(port.history.newest('sent')) },
        { head: 'packets per write', figure: true, text: port => format.tenths(port.history.newest('perWrite')) },
        { head: 'packets received', figure: true, text: port => format.whole(port.receive.packets) },
        { head: 'probably lost', figure: true,
            text: port => format.whole(port.gaps.retransmissionSuspected + port.gaps.neverFilled) },
        { head: 'endpoint', text: port => port.state.endpoint },
        { head: 'description', text: port => port.state.description },
        { head: 'last error', text: port => port.state.lastError },
    ],
});

const endpoints = new Table(node('endpoints'), {
    caption: 'UDP sockets of the underlay',
    empty: 'No endpoint is configured',
    key: endpoint => endpoint.name,
    columns: [
        { head: 'endpoint', text: endpoint => endpoint.name },
        { head: 'status', text: ({ status }) => status.operStatus, mark: ({ status }) => LOOKS[status.operStatus] },
        { head: 'address', text: ({ status }) => `${status.applied.localAddress} port ${status.applied.localPort}` },
        { head: 'encapsulation', text: ({ status }) => status.applied.encapsulation },
        { head: 'received', figure: true, text: ({ rates }) => format.bitsPerSecond(rates && 8 * rates.receive.bytes) },
        { head: 'sent', figure: true, text: ({ rates }) => format.bitsPerSecond(rates && 8 * rates.transmit.bytes) },
        { head: 'dropped by the socket', figure: true,
            text: ({ statistics }) => format.whole(statistics.receive.socketDrops) },
        { head: 'receive buffer', figure: true, text: ({ status }) => format.bytes(status.receiveBuffer) },
        { head: 'last error', text: ({ status }) => status.lastError || status.receiveBufferReason },
    ],
});

function showLink(cell, port) {
    const link = cell.firstElementChild ?? cell.appendChild(element('a'));
    write(link, port.name);
    link.href = `#${encodeURIComponent(port.name)}`;
    if (port.name === port.chosen) {
        link.setAttribute('aria-current', 'true');
    } else {
        link.removeAttribute('aria-current');
    }
}

/** The name behind the #, empty if it names nothing. */
function nameInAddress() {
    try {
        return decodeURIComponent(location.hash.slice(1));
    } catch {
        return '';
    }
}

async function ask(wanted) {
    // not relative to the page: its address may have a user and a password in it, which fetch refuses
    const address = new URL(`${location.pathname.replace(/[^/]*$/, '')}snapshot`, location.origin);
    if (wanted !== '') {
        address.searchParams.set('port', wanted);
    }
    const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok) {
        throw new Error(response.status === 401 ? 'it wants a login: load this page again'
            : `status ${response.status}`);
    }
    return response.json();
}

function remember(snapshot, time) {
    for (const [name, port] of Object.entries(snapshot.ports)) {
        if (!histories.has(name)) {
            histories.set(name, new History());
        }
        histories.get(name).add(time, snapshot.clockMillis, port);
    }
    for (const name of histories.keys()) {
        if (!(name in snapshot.ports)) {
            histories.delete(name);
        }
    }
}

function showPorts(snapshot, chosen) {
    const all = Object.entries(snapshot.ports).map(([name, port]) =>
        ({ ...port, name, chosen, history: histories.get(name) }));
    all.sort((one, other) => SEVERITY[one.state.operStatus] - SEVERITY[other.state.operStatus]
        || (one.name < other.name ? -1 : 1));
    ports.update(all);
    const counts = Object.keys(SEVERITY).map(status =>
        [status, all.filter(port => port.state.operStatus === status).length]).filter(([, count]) => count > 0);
    write(node('health'), all.length === 0 ? 'No port is configured'
        : `Ports: ${counts.map(([status, count]) => `${count} ${status}`).join(', ')}`);
}

function showEndpoints(snapshot) {
    endpoints.update(Object.entries(snapshot.endpoints).map(([name, endpoint]) => {
        const before = endpointRates.get(name);
        const now = { clock: snapshot.clockMillis, statistics: endpoint.statistics };
        endpointRates.set(name, now);
        const goesOn = before !== undefined && now.clock > before.clock
            && before.statistics.discontinuityTime === now.statistics.discontinuityTime;
        const rates = direction => perSecond(before.statistics[direction], now.statistics[direction],
            (now.clock - before.clock) / 1000);
        return { ...endpoint, name,
            rates: goesOn ? { receive: rates('receive'), transmit: rates('transmit') } : null };
    }));
}

function show(snapshot, wanted) {
    const { detail } = snapshot;
    showPorts(snapshot, detail?.name);
    showEndpoints(snapshot);
    node('chosen').hidden = detail === undefined;
    if (detail !== undefined) {
        details.update(snapshot, histories.get(detail.name));
        switches.update(snapshot);
    }
    const isMissing = wanted !== '' && detail === undefined;
    complain(isMissing ? `There is no port ${wanted}.` : '');
}

function complain(text) {
    write(node('trouble'), text);
    node('trouble').hidden = text === '';
}

async function refresh() {
    clearTimeout(timer);
    const named = nameInAddress();
    const wanted = named || ports.firstKey() || '';
    let snapshot = null;
    try {
        snapshot = await ask(wanted);
    } catch (failure) {
        complain(`The controller does not answer (${failure.message}).`
            + (answeredAt === null ? '' : ` What is shown is as old as ${format.clock(answeredAt)}.`));
    }
    document.body.classList.toggle('stale', snapshot === null);
    clearTimeout(timer);
    // nothing was known that could be asked for in full: that is asked for now
    timer = setTimeout(refresh, snapshot !== null && wanted === '' && Object.keys(snapshot.ports).length > 0 ? 0
        : INTERVAL_MS);
    if (snapshot !== null && named === nameInAddress()) {
        answeredAt = Date.now() / 1000;
        remember(snapshot, answeredAt);
        show(snapshot, named);
    }
}

addEventListener('hashchange', refresh);
refresh();

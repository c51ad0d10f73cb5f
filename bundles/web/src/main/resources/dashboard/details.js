/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
/** The chosen port with everything that is known of it. */

import { Table, element, format, write } from './elements.js';
import { Plot } from './plots.js';
import { perSecond } from './rates.js';

const node = id => document.getElementById(id);
const sum = counts => Object.values(counts).reduce((total, count) => total + count, 0);
const yesOrNo = value => value ? 'yes' : 'no';

/** An IPv6 address as people write it (RFC 5952); the controller's has all its zeros. */
const address = text => text.includes(':') ? new URL(`http://[${text}]`).hostname : text;
const flowName = flow =>
    `${address(flow.source)}:${flow.sourcePort} → ${address(flow.destination)}:${flow.destinationPort}`;

/** Columns that tell how counts are distributed. Items have key, count, share and rate. */
const distribution = (head, counted) => [
    { head, text: item => item.key },
    { head: counted, figure: true, text: item => format.whole(item.count) },
    { head: 'share', figure: true, text: item => format.percent(item.share) },
    { head: '', share: item => item.share },
    { head: 'now', figure: true, text: item => format.perSecond(item.rate) },
];

function items(counts, rates) {
    const total = Math.max(1, sum(counts));
    return Object.entries(counts).map(([key, count]) => ({ key, count, share: count / total, rate: rates?.[key] }));
}

const byCount = (one, other) => other.count - one.count;
const byBound = (one, other) => one.bound - other.bound;

/** Buckets of powers of two. */
const buckets = (counts, rates) => items(counts, rates).map(each => {
    const bound = Number(each.key);
    // the first bucket of times begins at 0 and ends where that of 2 begins
    return { ...each, bound, key: `${format.whole(bound)} to ${format.whole(Math.max(1, 2 * bound - 1))}` };
}).sort(byBound);

/** What did not get where it should, of both directions and from peer to peer. */
function drops({ receive, transmit, relay }) {
    const all = (direction, what, counts) => Object.entries(counts)
        .map(([key, count]) => ({ key: `${direction}, ${what}${key}`, count }));
    return [
        ...all('received', '', receive.drops),
        ...all('received', '', { 'not taken by the device': receive.dropped }),
        ...all('received', 'write failed with ', receive.errors),
        ...all('received', 'checksum ', { 'of IP wrong': receive.checksum.bad.ip,
            'of TCP wrong': receive.checksum.bad.tcp, 'of UDP wrong': receive.checksum.bad.udp,
            'of ICMP wrong': receive.checksum.bad.icmp, 'of SCTP wrong': receive.checksum.bad.sctp,
            unfinished: receive.checksum.unfinished }),
        ...all('sent', '', transmit.drops),
        ...all('sent', '', { 'not read in time': transmit.deviceDrops }),
        ...all('sent', 'read failed with ', transmit.errors),
        ...all('relayed', '', relay.drops),
    ].filter(each => each.count > 0).sort(byCount);
}

/** Owns what is below the heading of the chosen port. */
export class Details {
    #before = null;
    #figures = new Map();
    #throughput = new Plot(node('traffic'), { title: 'Throughput', format: format.bitsPerSecond, floor: 1000,
        height: 200, series: [{ name: 'received (solid)', color: 'first' },
            { name: 'sent (dashed)', color: 'second' }] });
    #ratio = new Plot(node('traffic'), { title: 'Coalescing', format: format.tenths, floor: 2, height: 200,
        series: [{ name: 'packets per write', color: 'first' }] });
    #gaps = [
        ['lost', 'Lost: never filled', 'bad'],
        ['resent', 'Probably lost: filled by a retransmission', 'second'],
        ['late', 'Reordered: filled by a late packet', 'first'],
    ].map(([series, title, color]) => ({ series, plot: new Plot(node('gaps'), { title, format: format.perSecond,
        floor: 1, bars: true, height: 110, series: [{ name: 'now', color }] }) }));
    #gapEvents = new Table(node('gap-events'), {
        caption: 'The last gaps, newest first',
        empty: 'No gap since the port was made',
        key: event => String(event.id),
        columns: [
            { head: 'time (UTC)', text: event => format.time(event.time) },
            { head: 'flow', text: flowName },
            { head: 'missing', figure: true, text: event => format.bytes(event.gapBytes) },
            { head: 'ending', text: event => event.ending },
        ],
    });
    #offloads = new Table(node('offloads'), {
        caption: 'What became of the switches, of the port and of its endpoint',
        empty: 'Not known while there is no device',
        key: offload => `${offload.of} ${offload.capability} ${offload.direction}`,
        columns: [
            { head: 'capability', text: offload => offload.capability },
            { head: 'direction', text: offload => offload.direction },
            { head: 'of', text: offload => offload.of },
            { head: 'requested', text: offload => yesOrNo(offload.requested) },
            { head: 'negotiated', text: offload => yesOrNo(offload.negotiated) },
            { head: 'active', text: offload => yesOrNo(offload.active),
                mark: offload => offload.active ? 'good' : offload.requested ? 'bad' : '' },
            { head: 'reason', text: offload => offload.reason },
        ],
    });
    #segments = Details.#distribution('segments', 'segments', 'superpackets', 'No superpacket yet');
    #bytes = Details.#distribution('bytes', 'bytes', 'superpackets', 'No superpacket yet');
    #hold = Details.#distribution('hold', 'microseconds', 'superpackets', 'No superpacket yet');
    #seals = Details.#distribution('seals', 'reason', 'chains', 'No chain yet');
    #verbatim = Details.#distribution('verbatim', 'reason', 'packets', 'No packet yet');
    #drops = new Table(node('drops'), {
        caption: 'Packets that were dropped or were wrong',
        empty: 'Nothing was dropped, nothing was wrong',
        key: item => item.key,
        columns: [
            { head: 'what', text: item => item.key },
            { head: 'count', figure: true, text: item => format.whole(item.count) },
        ],
    });
    #flows = new Table(node('flows'), {
        caption: 'Flows that sent most to the port, counted since each was seen first',
        empty: 'No flow yet',
        key: flow => `${flow.key.isUdp} ${flowName(flow.key)}`,
        columns: [
            { head: 'flow', text: flow => flowName(flow.key) },
            { head: 'protocol', text: flow => flow.key.isUdp ? 'udp' : 'tcp' },
            { head: 'now', figure: true, text: flow => format.bitsPerSecond(flow.rate) },
            { head: 'bytes', figure: true, text: flow => format.bytes(flow.traffic.bytes) },
            { head: 'segments of a superpacket', figure: true, text: flow => format.tenths(
                flow.traffic.superpackets > 0 ? flow.traffic.segments / flow.traffic.superpackets : null) },
            { head: 'chains end by', text: flow => Object.entries(flow.sealReasons)
                .sort((one, other) => other[1] - one[1])[0]?.[0] ?? '' },
            { head: 'gaps', figure: true, text: flow => format.whole(flow.gaps.opened) },
            { head: 'probably lost', figure: true,
                text: flow => format.whole(flow.gaps.retransmissionSuspected + flow.gaps.neverFilled) },
            { head: 'last seen (UTC)', text: flow => format.time(flow.lastSeen) },
        ],
    });

    static #distribution(id, head, counted, empty) {
        return new Table(node(id), { caption: `${counted} since the counters started`, empty, key: item => item.key,
            columns: distribution(head, counted) });
    }

    /**
     * Shows a port.
     *
     * @param {Object} snapshot of the controller, with the detail
     * @param {History} history of the port
     */
    update({ clockMillis, detail, endpoints }, history) {
        const { name, port: { status, statistics }, flows } = detail;
        const before = this.#before;
        const goesOn = before !== null && before.name === name && clockMillis > before.clock
            && before.statistics.discontinuityTime === statistics.discontinuityTime;
        const seconds = goesOn ? (clockMillis - before.clock) / 1000 : 1;
        const rates = counts => goesOn
            ? perSecond(counts(before.statistics.receive), counts(statistics.receive), seconds) : undefined;
        const shown = (show, counts) => show(counts(statistics.receive), rates(counts));
        this.#describe(status, statistics);
        this.#showFigures(history, statistics.receive);
        this.#throughput.update(history.times, history.series.received, history.series.sent);
        this.#ratio.update(history.times, history.series.perWrite);
        this.#gaps.forEach(({ series, plot }) => plot.update(history.times, history.series[series]));
        this.#gapEvents.update(statistics.receive.sequence.gapEvents.toReversed());
        const endpoint = status.applied.tunnel.endpoint;
        this.#offloads.update([['port', status], ['endpoint', endpoints[endpoint]?.status]]
            .flatMap(([of, { offloads } = { offloads: [] }]) => offloads.map(each => ({ ...each, of }))));
        this.#segments.update(shown(buckets, receive => receive.histograms.segments));
        this.#bytes.update(shown(buckets, receive => receive.histograms.bytes));
        this.#hold.update(shown(buckets, receive => receive.histograms.holdMicros));
        this.#seals.update(shown(items, receive => receive.sealReasons).sort(byCount));
        this.#verbatim.update(shown(items, receive => receive.verbatimReasons).sort(byCount));
        this.#drops.update(drops(statistics));
        this.#showFlows(flows, goesOn ? before.flows : [], seconds);
        this.#before = { name, clock: clockMillis, statistics, flows };
    }

    #describe({ applied, operStatus, lastChange, lastError, mtu, queues }, { discontinuityTime }) {
        write(node('chosen-title'), `Port ${applied.name}`);
        write(node('chosen-text'), [
            applied.description,
            `${operStatus} since ${format.time(lastChange)}${lastError === '' ? '' : `: ${lastError}`}`,
            `VNI ${applied.tunnel.vni} of endpoint ${applied.tunnel.endpoint}`,
            ...mtu === 0 ? [] : [`MTU ${mtu}, queues ${queues}`],
            `counters since ${format.time(discontinuityTime)} (UTC)`,
        ].filter(text => text !== '').join(' · '));
    }

    #showFigures(history, receive) {
        const gaps = receive.sequence.gaps;
        this.#figure('received', format.bitsPerSecond(history.newest('received')));
        this.#figure('sent', format.bitsPerSecond(history.newest('sent')));
        this.#figure('packets per write', format.tenths(history.newest('perWrite')));
        this.#figure('segments of a superpacket', format.tenths(history.newest('perSuperpacket')));
        this.#figure('packets received', format.whole(receive.packets));
        this.#figure('gaps', format.whole(gaps.opened));
        this.#figure('probably lost', format.whole(gaps.retransmissionSuspected + gaps.neverFilled));
        this.#figure('put back in order', format.whole(receive.sequence.repairs.segments));
    }

    #figure(name, text) {
        if (!this.#figures.has(name)) {
            const value = element('dd');
            node('figures').append(element('div', {}, element('dt', {}, name), value));
            this.#figures.set(name, value);
        }
        write(this.#figures.get(name), text);
    }

    #showFlows(flows, before, seconds) {
        const bytes = new Map(before.map(flow => [flowName(flow.key) + flow.key.isUdp, flow.traffic.bytes]));
        this.#flows.update(flows.map(flow => {
            const known = bytes.get(flowName(flow.key) + flow.key.isUdp);
            const isOlder = known !== undefined && known <= flow.traffic.bytes;
            return { ...flow, rate: isOlder ? 8 * (flow.traffic.bytes - known) / seconds : null };
        }));
    }
}

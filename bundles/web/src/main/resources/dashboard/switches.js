/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
/** Switches of the chosen port and of its endpoint. Each shows what is in force, not what was asked for. */

import { element, write } from './elements.js';
import { findRestconf, patch } from './restconf.js';

const PATIENCE_MS = 10_000;

/** Leaves of the model: list, container and leaf, where the controller's answer has it, and what it means. */
const SWITCHES = [
    ['port', 'offload', 'checksum', applied => applied.offload.checksum, 'unfinished checksums'],
    ['port', 'offload', 'tso', applied => applied.offload.tso, 'TCP superpackets'],
    ['port', 'offload', 'uso', applied => applied.offload.uso, 'UDP superpackets'],
    ['port', 'offload', 'udp-tunnel-gso', applied => applied.offload.udpTunnelGso, 'superpackets inside UDP tunnels'],
    ['port', 'coalescing', 'tcp', applied => applied.coalescing.tcp, 'merge TCP segments received'],
    ['port', 'coalescing', 'udp', applied => applied.coalescing.udp, 'merge UDP datagrams received'],
    ['endpoint', 'offload', 'udp-gso', applied => applied.udpGso, 'send datagrams many at a time'],
    ['endpoint', 'offload', 'udp-gro', applied => applied.udpGro, 'receive datagrams many at a time'],
].map(([list, container, leaf, read, meaning]) => ({ list, container, leaf, read, meaning }));

/** Owns the switches of the page. */
export class Switches {
    #root = null;
    #names = {};
    #boxes;
    #legends = {};
    #outcome = document.getElementById('outcome');

    constructor() {
        this.#boxes = SWITCHES.map(each => this.#makeBox(each));
        const groups = ['port', 'endpoint'].map(list => {
            this.#legends[list] = element('legend');
            return element('fieldset', {}, this.#legends[list],
                ...this.#boxes.filter(each => each.list === list).map(each => each.label));
        });
        document.getElementById('switches').append(...groups);
        this.#find();
    }

    /** Shows what is in force. */
    update({ detail, endpoints }) {
        const { applied } = detail.port.status;
        const name = applied.tunnel.endpoint;
        this.#rename({ port: detail.name, endpoint: name });
        const sources = { port: applied, endpoint: endpoints[name]?.status.applied };
        for (const each of this.#boxes) {
            const source = sources[each.list];
            each.box.disabled = this.#root === null || source === undefined;
            if (source !== undefined) {
                this.#settle(each, each.read(source));
            }
        }
    }

    #rename(names) {
        if (names.port !== this.#names.port) {
            this.#boxes.forEach(each => each.awaited = null);
            write(this.#outcome, '');
        }
        this.#names = names;
        write(this.#legends.port, `Port ${names.port}`);
        write(this.#legends.endpoint, `Endpoint ${names.endpoint}, for all its ports`);
    }

    #settle(each, isOn) {
        const { awaited } = each;
        if (awaited === null) {
            each.box.checked = isOn;
        } else if (isOn === awaited.isOn) {
            each.awaited = null;
            this.#tell(`${each.leaf} of ${this.#names[each.list]} is switched ${isOn ? 'on' : 'off'}.`);
        } else if (performance.now() > awaited.until) {
            each.awaited = null;
            each.box.checked = isOn;
            this.#tell(`${each.leaf} of ${this.#names[each.list]} is configured, but not in force yet.`, true);
        }
    }

    #makeBox(leaf) {
        const box = element('input', { type: 'checkbox', role: 'switch', disabled: '',
            id: `${leaf.list}-${leaf.container}-${leaf.leaf}` });
        const label = element('label', {}, box, element('b', {}, leaf.leaf), element('span', {}, ` ${leaf.meaning}`));
        const made = { ...leaf, box, label, awaited: null };
        box.addEventListener('change', () => this.#turn(made));
        return made;
    }

    async #turn(each) {
        const { list, container, leaf, box } = each;
        const name = this.#names[list];
        const isOn = box.checked;
        const awaited = { isOn, until: Infinity };
        each.awaited = awaited;
        this.#tell(`Switching ${leaf} of ${name} ${isOn ? 'on' : 'off'}`);
        try {
            await patch(this.#root, `${list}=${encodeURIComponent(name)}`, container, { [leaf]: isOn });
            awaited.until = performance.now() + PATIENCE_MS;
        } catch (failure) {
            if (each.awaited === awaited) {
                each.awaited = null;
                box.checked = !isOn;
            }
            this.#tell(`${leaf} of ${name} stays as it is. ${failure.message}`, true);
        }
    }

    #tell(text, isBad = false) {
        this.#outcome.className = isBad ? 'bad' : '';
        write(this.#outcome, text);
    }

    async #find() {
        let reason = 'there is no RESTCONF on this port of the controller';
        try {
            this.#root = await findRestconf();
        } catch (failure) {
            reason = `RESTCONF was not found (${failure.message})`;
        }
        write(document.getElementById('writable'), this.#root === null
            ? `Nothing can be switched here: ${reason}. Use RESTCONF where it is, NETCONF, or install odl-restconf-nb.`
            : 'Takes effect at once, under traffic, and is kept: a switch writes to the configuration by RESTCONF.');
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
/**
 * Writing to the controller's configuration. Everything that this page changes goes through RESTCONF (RFC 8040) of the
 * same origin, with the login that the browser has: what RESTCONF refuses can't be done here either.
 */

const JSON_TYPE = 'application/yang-data+json';
const PATIENCE_MS = 10_000;

/**
 * Looks for RESTCONF on the server of this page (RFC 8040 section 3.1).
 *
 * @returns {Promise<string|null>} address of the root resource, null if there is none
 */
export async function findRestconf() {
    const response = await fetch(new URL('/.well-known/host-meta.json', location.origin),
        { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok) {
        return null;
    }
    const links = (await response.json()).links ?? [];
    const link = links.find(each => each.rel === 'restconf');
    const root = link === undefined ? null : new URL(link.href, location.origin);
    return root?.origin === location.origin ? root.href.replace(/\/$/, '') : null;
}

/**
 * Merges leaves into a container of the configuration.
 *
 * @param {string} root address of the root resource
 * @param {string} path of the container below that of the model
 * @param {string} container its name
 * @param {Object} leaves what to write
 * @throws {Error} with what the controller says if it refuses
 */
export async function patch(root, path, container, leaves) {
    const response = await fetch(`${root}/data/odl-coalescer:coalescer/${path}/${container}`, {
        method: 'PATCH',
        headers: { 'Content-Type': JSON_TYPE, Accept: JSON_TYPE },
        body: JSON.stringify({ [`odl-coalescer:${container}`]: leaves }),
        signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!response.ok) {
        throw new Error(complaint(await response.text()) || `RESTCONF answers ${response.status}`);
    }
}

/** Messages of an answer that refuses (RFC 8040 section 7.1), empty if it has none. */
function complaint(text) {
    try {
        const { 'ietf-restconf:errors': told, errors } = JSON.parse(text);
        return (told ?? errors).error.map(each => each['error-message'] ?? each['error-tag']).join(' ');
    } catch {
        return '';
    }
}

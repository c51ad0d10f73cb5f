# Copyright (c) 2026 The Coalescer authors. All rights reserved.
#
# This program and the accompanying materials are made available under the
# terms of the Eclipse Public License v1.0 which accompanies this distribution,
# and is available at http://www.eclipse.org/legal/epl-v10.html
"""One NETCONF session with the controller, for tests.

Argument: file with the password. Reads requests from standard input, one JSON object with operation and xml a line, and
answers each with a line of JSON: whether it was granted, and the reply or the rpc-error.

Operations: get and get-config (xml is a subtree filter), edit (xml is a config element for the candidate), commit,
discard, apply (edit and commit under a lock, discarded if one is refused), rpc (xml is the call), get-schema (xml is the
name of a module), capabilities, subscribe (xml is the name of a stream, or nothing for the default one), notification
(waits for the next one; xml is how many seconds, after which the answer is empty).
"""
import json
import sys

from ncclient import manager
from ncclient.operations import RPCError
from ncclient.xml_ import to_ele, to_xml


def apply(session, xml):
    with session.locked('candidate'):
        try:
            session.edit_config(xml, target='candidate')
            return session.commit().xml
        except RPCError:
            session.discard_changes()
            raise


def next_notification(session, patience):
    notification = session.take_notification(timeout=float(patience))
    return notification.notification_xml if notification else ''


OPERATIONS = {
    'get': lambda session, xml: session.get(('subtree', xml)).xml,
    'get-config': lambda session, xml: session.get_config('running', ('subtree', xml)).xml,
    'get-candidate': lambda session, xml: session.get_config('candidate', ('subtree', xml)).xml,
    'edit': lambda session, xml: session.edit_config(xml, target='candidate').xml,
    'commit': lambda session, xml: session.commit().xml,
    'discard': lambda session, xml: session.discard_changes().xml,
    'apply': apply,
    'rpc': lambda session, xml: session.dispatch(to_ele(xml)).xml,
    'get-schema': lambda session, xml: session.get_schema(xml).data,
    'subscribe': lambda session, xml: session.create_subscription(stream_name=xml or None).xml,
    'notification': next_notification,
    'capabilities': lambda session, xml: '\n'.join(session.server_capabilities),
}


def main():
    with open(sys.argv[1], encoding='utf-8') as file:
        password = file.read().strip()
    with manager.connect(host='127.0.0.1', port=2830, username='admin', password=password, hostkey_verify=False,
                         look_for_keys=False, allow_agent=False, timeout=30) as session:
        for line in sys.stdin:
            request = json.loads(line)
            try:
                answer = {'granted': True, 'reply': OPERATIONS[request['operation']](session, request['xml'])}
            except RPCError as error:
                answer = {'granted': False, 'reply': to_xml(error.xml)}
            print(json.dumps(answer), flush=True)


main()

# Copyright (c) 2026 The Coalescer authors. All rights reserved.
#
# This program and the accompanying materials are made available under the
# terms of the Eclipse Public License v1.0 which accompanies this distribution,
# and is available at http://www.eclipse.org/legal/epl-v10.html
"""One NETCONF session with the controller, for tests.

Arguments: file with the password, operation, XML. Operations: get and get-config (XML is a subtree filter), commit (XML is a
config element that is edited into the candidate), rpc (XML is the call). Writes the reply to standard output; a reply
with rpc-error goes there too, and the exit code is then 3.
"""
import sys

from ncclient import manager
from ncclient.operations import RPCError
from ncclient.xml_ import to_ele, to_xml


def perform(session, operation, xml):
    if operation == 'get':
        return session.get(('subtree', xml)).xml
    if operation == 'get-config':
        return session.get_config('running', ('subtree', xml)).xml
    if operation == 'rpc':
        return session.dispatch(to_ele(xml)).xml
    with session.locked('candidate'):
        try:
            session.edit_config(xml, target='candidate')
            return session.commit().xml
        except RPCError:
            session.discard_changes()
            raise


def main():
    password_file, operation, xml = sys.argv[1:4]
    with open(password_file, encoding='utf-8') as file:
        password = file.read().strip()
    with manager.connect(host='127.0.0.1', port=2830, username='admin', password=password, hostkey_verify=False,
                         look_for_keys=False, allow_agent=False, timeout=30) as session:
        try:
            print(perform(session, operation, xml))
        except RPCError as error:
            print(to_xml(error.xml))
            sys.exit(3)


main()

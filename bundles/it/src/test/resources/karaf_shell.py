# Copyright (c) 2026 The Coalescer authors. All rights reserved.
#
# This program and the accompanying materials are made available under the
# terms of the Eclipse Public License v1.0 which accompanies this distribution,
# and is available at http://www.eclipse.org/legal/epl-v10.html
"""Types a line into the shell of a stock Karaf, as an operator with ssh would.

Prints what the shell answers. Exit status 1 if it complains, 2 if there is no shell.
"""
import sys

import paramiko

PATIENCE = 150


def connect():
    client = paramiko.SSHClient()
    # the server makes its key at its first start
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    client.connect('127.0.0.1', port=8101, username='karaf', password='karaf', timeout=5, banner_timeout=10,
                   auth_timeout=10, allow_agent=False, look_for_keys=False)
    return client


def main():
    try:
        client = connect()
    except (OSError, EOFError, paramiko.SSHException) as failure:
        print(f'no shell: {failure}', file=sys.stderr)
        sys.exit(2)
    with client:
        _, output, complaints = client.exec_command(sys.argv[1], timeout=PATIENCE)
        print(output.read().decode(), end='')
        complaint = complaints.read().decode()
        print(complaint, end='', file=sys.stderr)
        sys.exit(1 if output.channel.recv_exit_status() != 0 or complaint else 0)


main()

#!/usr/bin/env python3
#
# Copyright (c) 2026 The Coalescer authors. All rights reserved.
#
# This program and the accompanying materials are made available under the
# terms of the Eclipse Public License v1.0 which accompanies this distribution,
# and is available at http://www.eclipse.org/legal/epl-v10.html
"""Makes the next UDP sends of a control group fail, in the kernel: bpf(2), BPF_CGROUP_UDP4_SENDMSG.

Arguments: folder of the control group (version 2), errno, number of sends. Says "attached" when it is so, and ends with
its standard input; the effect ends with the group.
"""
import ctypes
import os
import struct
import sys

BPF_MAP_CREATE, BPF_MAP_UPDATE_ELEM, BPF_PROG_LOAD, BPF_PROG_ATTACH = 0, 2, 5, 8
BPF_MAP_TYPE_ARRAY = 2
BPF_PROG_TYPE_CGROUP_SOCK_ADDR, BPF_CGROUP_UDP4_SENDMSG = 18, 14
MAP_LOOKUP_ELEM, SET_RETVAL = 1, 187
NUMBER = {'x86_64': 321, 'aarch64': 280}[os.uname().machine]
LIBC = ctypes.CDLL(None, use_errno=True)


def bpf(command, attributes):
    block = ctypes.create_string_buffer(attributes, max(len(attributes), 128))
    result = LIBC.syscall(NUMBER, command, block, len(block))
    if result < 0:
        raise OSError(ctypes.get_errno(), 'bpf(%d): %s' % (command, os.strerror(ctypes.get_errno())))
    return result


def instruction(code, to=0, source=0, offset=0, immediate=0):
    return struct.pack('<BBhi', code, to | source << 4, offset, immediate)


folder, errno, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
left = bpf(BPF_MAP_CREATE, struct.pack('<IIII', BPF_MAP_TYPE_ARRAY, 4, 4, 1))
key = ctypes.create_string_buffer(struct.pack('<I', 0))
value = ctypes.create_string_buffer(struct.pack('<I', count))
bpf(BPF_MAP_UPDATE_ELEM, struct.pack('<IIQQQ', left, 0, ctypes.addressof(key), ctypes.addressof(value), 0))
program = b''.join([
    instruction(0x62, 10, 0, -4, 0),                        # key on the stack
    instruction(0xbf, 2, 10), instruction(0x07, 2, 0, 0, -4),
    instruction(0x18, 1, 1, 0, left), instruction(0),
    instruction(0x85, 0, 0, 0, MAP_LOOKUP_ELEM),
    instruction(0x15, 0, 0, 7, 0),                          # no value: pass
    instruction(0x61, 1, 0, 0, 0),
    instruction(0x15, 1, 0, 5, 0),                          # none left: pass
    instruction(0x07, 1, 0, 0, -1), instruction(0x63, 0, 1, 0, 0),
    instruction(0xb7, 1, 0, 0, -errno), instruction(0x85, 0, 0, 0, SET_RETVAL),
    instruction(0x05, 0, 0, 2, 0),
    instruction(0xb7, 0, 0, 0, 1), instruction(0x95),       # pass
    instruction(0xb7, 0, 0, 0, 0), instruction(0x95)])      # refuse
license_name = ctypes.create_string_buffer(b'GPL')
log = ctypes.create_string_buffer(1 << 16)
code = ctypes.create_string_buffer(program)
try:
    loaded = bpf(BPF_PROG_LOAD, struct.pack('<IIQQIIQII16sII', BPF_PROG_TYPE_CGROUP_SOCK_ADDR, len(program) // 8,
                                            ctypes.addressof(code), ctypes.addressof(license_name), 1, len(log),
                                            ctypes.addressof(log), 0, 0, b'', 0, BPF_CGROUP_UDP4_SENDMSG))
except OSError:
    print(log.value.decode())
    raise
bpf(BPF_PROG_ATTACH, struct.pack('<IIII', os.open(folder, os.O_RDONLY), loaded, BPF_CGROUP_UDP4_SENDMSG, 0))
print('attached', flush=True)
sys.stdin.read()

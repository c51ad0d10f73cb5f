#!/usr/bin/env python3
#
# Copyright (c) 2026 The Coalescer authors. All rights reserved.
#
# This program and the accompanying materials are made available under the
# terms of the Eclipse Public License v1.0 which accompanies this distribution,
# and is available at http://www.eclipse.org/legal/epl-v10.html
"""Makes UDP sends of a process fail, in the kernel: bpf(2), BPF_CGROUP_UDP4_SENDMSG.

Arguments: number of the process, errno, number of sends that fail at first. Moves the process to a control group of its
own, whose sockets are those opened from then on, and says "attached". Each line of its standard input is a number of
sends that fail next, answered by "set". At the end of its input it puts everything back and says "released".
"""
import ctypes
import os
import struct
import sys
import tempfile

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


def checked(result, call):
    if result != 0:
        raise OSError(ctypes.get_errno(), call + ': ' + os.strerror(ctypes.get_errno()))


def move(group):
    with open(os.path.join(group, 'cgroup.procs'), 'w') as members:
        members.write(process)


def group_of(number):
    with open('/proc/%s/cgroup' % number) as lines:
        return next(line[len('0::/'):].rstrip('\n') for line in lines if line.startswith('0::/'))


def set_left(number):
    value = ctypes.create_string_buffer(struct.pack('<I', number))
    bpf(BPF_MAP_UPDATE_ELEM, struct.pack('<IIQQQ', left, 0, ctypes.addressof(key), ctypes.addressof(value), 0))


process, errno = sys.argv[1], int(sys.argv[2])
left = bpf(BPF_MAP_CREATE, struct.pack('<IIII', BPF_MAP_TYPE_ARRAY, 4, 4, 1))
key = ctypes.create_string_buffer(struct.pack('<I', 0))
set_left(int(sys.argv[3]))
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
root = tempfile.mkdtemp()
checked(LIBC.mount(b'coalescer', root.encode(), b'cgroup2', 0, None), 'mount(cgroup2)')
try:
    before = os.path.join(root, group_of(process))
    own = os.path.join(root, 'coalescer-test-' + process)
    os.mkdir(own)
    try:
        folder = os.open(own, os.O_RDONLY)
        bpf(BPF_PROG_ATTACH, struct.pack('<IIII', folder, loaded, BPF_CGROUP_UDP4_SENDMSG, 0))
        os.close(folder)
        move(own)
        try:
            print('attached', flush=True)
            for line in sys.stdin:
                set_left(int(line))
                print('set', flush=True)
        finally:
            if os.path.exists('/proc/' + process):
                move(before)
    finally:
        os.rmdir(own)
finally:
    checked(LIBC.umount(root.encode()), 'umount')
    os.rmdir(root)
print('released', flush=True)

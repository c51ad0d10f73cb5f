# Copyright (c) 2026 The Coalescer authors. All rights reserved.
#
# This program and the accompanying materials are made available under the
# terms of the Eclipse Public License v1.0 which accompanies this distribution,
# and is available at http://www.eclipse.org/legal/epl-v10.html
"""Sees and injects packets at a network device, each with its virtio_net_hdr (packet(7), PACKET_VNET_HDR).

The argument is the name of the device. Packets that the device received are reported by a line
    in FLAGS GSO_TYPE GSO_SIZE CSUM_START CSUM_OFFSET HEX
without an Ethernet header if the device has any.
A line `inject FLAGS CSUM_START CSUM_OFFSET HEX` on the standard input sends a packet, any other is repeated.
"""
import os
import select
import socket
import struct
import sys

SOL_PACKET, PACKET_VNET_HDR, SO_RCVBUFFORCE = 263, 15, 33
ETH_P_ALL, ETH_P_IP = 3, 0x800
ARPHRD_ETHER, ETHERNET_HEADER = 1, 14
HEADER = struct.Struct('=BBHHHH')

device = sys.argv[1]
packets = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
packets.setsockopt(SOL_PACKET, PACKET_VNET_HDR, 1)
packets.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 64 << 20)
packets.bind((device, ETH_P_ALL))


def say(line):
    sys.stdout.write(line + '\n')
    sys.stdout.flush()


def obey(line):
    words = line.split(' ')
    if words[0] != 'inject':
        say(line)
        return
    flags, start, offset = (int(word) for word in words[1:4])
    packets.sendto(HEADER.pack(flags, 0, 0, 0, start, offset) + bytes.fromhex(words[4]), (device, ETH_P_IP))


def report():
    packet, address = packets.recvfrom(1 << 17)
    if address[2] == socket.PACKET_OUTGOING:
        return
    flags, gso_type, _, gso_size, start, offset = HEADER.unpack_from(packet)
    link = ETHERNET_HEADER if address[3] == ARPHRD_ETHER else 0
    say(f'in {flags} {gso_type} {gso_size} {max(start - link, 0)} {offset} {packet[HEADER.size + link:].hex()}')


pending = b''
say('ready')
while True:
    for ready in select.select([0, packets], [], [])[0]:
        if ready == packets:
            try:
                report()
            except OSError:
                pass  # the device is down
            continue
        read = os.read(0, 1 << 16)
        if not read:
            sys.exit()
        *lines, pending = (pending + read).split(b'\n')
        for text in lines:
            obey(text.decode())

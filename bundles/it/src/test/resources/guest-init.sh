#!/bin/busybox sh
# shellcheck shell=dash
#
# Copyright (c) 2026 The Coalescer authors. All rights reserved.
#
# This program and the accompanying materials are made available under the
# terms of the Eclipse Public License v1.0 which accompanies this distribution,
# and is available at http://www.eclipse.org/legal/epl-v10.html
#
# First process of a guest: reads commands from a port of its own, "NUMBER SECONDS COMMAND" a line, runs them side by
# side, and answers each, when it ends, with "begin NUMBER", what it wrote, and "end NUMBER STATUS".

export PATH=/bin
mount -t devtmpfs dev /dev
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t tmpfs tmp /tmp
# where ip keeps the names of network namespaces
mkdir -p /run /var
ln -s ../run /var/run
read -r modules < /modules
for module in $modules; do
    modprobe "$module" || echo "no module $module"
done
# what arrives in a burst waits for a slow reader
sysctl -q -w net.core.rmem_default=4194304 net.core.rmem_max=4194304
# the shell prefers the ip of busybox, which knows less
/bin/ip link set lo up
set -- /dev/vport*p1
until [ -c "$1" ]; do
    sleep 0.05
    set -- /dev/vport*p1
done
exec 3<> "$1"
echo ready >&3
while IFS= read -r line <&3; do
    number=${line%% *}
    line=${line#* }
    (
        timeout -s KILL "${line%% *}" sh -c "${line#* }" > "/tmp/$number" 2>&1 < /dev/null 3>&- 9>&-
        status=$?
        { echo "begin $number"; cat "/tmp/$number"; echo; echo "end $number $status"; } > "/tmp/$number.answer"
        flock 9
        # at once, for commands that end at the same time
        cat "/tmp/$number.answer" >&3
        rm "/tmp/$number" "/tmp/$number.answer"
    ) 9> /tmp/lock &
done
poweroff -f

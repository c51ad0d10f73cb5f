/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A TUN or TAP device that lives as long as this object, or the last of its queues, is open: it is never persistent, so
 * a process that ends in any way leaves none behind. An existing device is never taken over.
 *
 * <p>The object keeps a queue of its own, detached: it holds the device while workers replace their queues, answers
 * what is asked about the device, and is shared by all who only write. For set-up threads, one at a time; queues belong
 * to whoever opened them. Everything that opens must run in the network namespace in which the device was created
 * ({@link NetworkNamespace}).
 *
 * <p>When somebody deletes the device, {@link #exists()} becomes false and the queues report EBADFD.
 */
public final class TunDevice implements AutoCloseable {
    /** What the packets of a device are. */
    public enum Kind {
        /** IP packets. */
        TUN(TunLayout.IFF_TUN),
        /** Ethernet frames. */
        TAP(TunLayout.IFF_TAP);

        private final int flag;

        Kind(final int flag) {
            this.flag = flag;
        }
    }

    /** Most queues a device can have: {@code MAX_TAP_QUEUES}, {@code drivers/net/tun.c}. */
    public static final int MAX_QUEUES = 256;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,15}");
    private static final Path OWN_NAMESPACE = Path.of("/proc/thread-self/ns/net");
    private static final int FLAGS = TunLayout.IFF_NO_PI | TunLayout.IFF_VNET_HDR | TunLayout.IFF_MULTI_QUEUE;

    private final String name;
    private final Kind kind;
    private final String namespace;
    private final CallState state;
    private final NativeBlock ifreq;
    private int control;
    private int ifIndex;

    private TunDevice(final String name, final Kind kind) throws LinuxException {
        this.name = name;
        this.kind = kind;
        namespace = currentNamespace();
        state = new CallState();
        ifreq = new NativeBlock(TunLayout.IFREQ_BYTES);
        control = openClone();
    }

    /**
     * Creates a device in the network namespace of the calling thread. It is down and has neither addresses nor queues
     * that receive.
     *
     * @param name device name, 1 to 15 of {@code A-Za-z0-9_.-}, not {@code .} or {@code ..}
     * @param kind what its packets are
     * @return the device
     * @throws LinuxException if the name is not acceptable, the device exists (EBUSY), the privilege is missing
     *         (EPERM), or the kernel gave something else than was asked for
     */
    public static TunDevice create(final String name, final Kind kind) throws LinuxException {
        // The kernel would expand a '%d' and take over a name that nobody configured
        if (!NAME.matcher(name).matches() || ".".equals(name) || "..".equals(name)) {
            throw new LinuxException("ioctl(TUNSETIFF)", name, Errno.EINVAL,
                "a device name is 1 to 15 of A-Z a-z 0-9 _ . - and neither . nor ..");
        }
        final var device = new TunDevice(name, kind);
        try {
            device.attach(device.control, TunLayout.IFF_TUN_EXCL);
            device.setHeaderSize();
            device.detachControl();
            device.ifIndex = device.lookupIndex();
        } catch (LinuxException e) {
            device.close();
            throw e;
        }
        return device;
    }

    public String name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    /** The index that the kernel gave the device, for {@link RouteNetlink}. */
    public int ifIndex() {
        return ifIndex;
    }

    /**
     * Whether the device is still there under its name.
     *
     * @return false once it was closed, or deleted or renamed from outside
     */
    public boolean exists() {
        return Libc.ioctl(state, control, TunLayout.TUNGETIFF, ifreq.address()) >= 0
            && TunLayout.ifreqName(ifreq).equals(name);
    }

    /**
     * Opens a queue that receives its share of the packets and writes. The kernel spreads flows over all such queues.
     *
     * @return the queue, which the caller owns
     * @throws LinuxException if the device is gone (ENODEV), has {@link #MAX_QUEUES} (E2BIG), or another error
     */
    public TunQueue openQueue() throws LinuxException {
        requireExists();
        if (!namespace.equals(currentNamespace())) {
            // The kernel would create a second device of this name in the other namespace
            throw new LinuxException("ioctl(TUNSETIFF)", name, Errno.EINVAL,
                "the device lives in another network namespace than this thread");
        }
        final var queueState = new CallState();
        final int fd = openClone();
        try {
            attach(fd, 0);
            if (lookupIndex() != ifIndex || !exists()) {
                throw new LinuxException("ioctl(TUNSETIFF)", name, Errno.ENODEV, "another device took its name");
            }
        } catch (LinuxException e) {
            Libc.close(state, fd);
            throw e;
        }
        return new TunQueue(name, queueState, fd);
    }

    /**
     * Opens a queue that only writes: the kernel gives it no packets. It is the queue that this object keeps, under
     * another descriptor: a new one would receive packets until it is detached, and take them with it. So it takes
     * none of the {@link #MAX_QUEUES}, and {@link Epoll} must not watch it.
     *
     * @return the queue, which the caller owns; like any other it keeps the device
     * @throws LinuxException if the device is gone (ENODEV), there is no descriptor left (EMFILE), or another error
     */
    public TunQueue openDetachedQueue() throws LinuxException {
        requireExists();
        final var queueState = new CallState();
        return new TunQueue(name, queueState, LinuxException.check(
            Libc.fcntl(state, control, SocketLayout.F_DUPFD_CLOEXEC, 0), "fcntl(F_DUPFD_CLOEXEC)", name));
    }

    /**
     * Says what the kernel may hand us on reading. What it refuses as a whole is tried piece by piece, oldest
     * capability first. Superpackets that wait in the queue already are still read after a switch-off, and writing
     * superpackets is not governed by this.
     *
     * @param requested what is wanted
     * @return what is in force, and why the rest is not
     * @throws LinuxException if the kernel refuses even plain packets, which it does for a device that is gone
     */
    public OffloadResult setOffloads(final OffloadSet requested) throws LinuxException {
        return OffloadNegotiation.run(requested, flags -> Libc.ioctl(state, control, TunLayout.TUNSETOFFLOAD, flags),
            name);
    }

    /** Gives the device up: it vanishes with its last queue. */
    @Override
    public void close() {
        if (control >= 0) {
            Libc.close(state, control);
            control = -1;
        }
    }

    @Override
    public String toString() {
        return name + " (" + kind + ", index " + ifIndex + ")";
    }

    private void requireExists() throws LinuxException {
        if (!exists()) {
            throw new LinuxException("ioctl(TUNGETIFF)", name, Errno.ENODEV,
                "the device was closed, or deleted or renamed from outside");
        }
    }

    private int openClone() throws LinuxException {
        final var path = NativeBlock.ofString(TunLayout.CLONE_DEVICE);
        return LinuxException.check(Libc.open(state, path.address(),
            SocketLayout.O_RDWR | SocketLayout.O_NONBLOCK | SocketLayout.O_CLOEXEC), "open", TunLayout.CLONE_DEVICE);
    }

    /** Attaches a descriptor to the device and makes sure that it got what it asked for: some flags fail silently. */
    private void attach(final int fd, final int exclusive) throws LinuxException {
        final int wanted = kind.flag | FLAGS;
        TunLayout.putIfreq(ifreq, name, wanted | exclusive);
        LinuxException.check(Libc.ioctl(state, fd, TunLayout.TUNSETIFF, ifreq.address()), "ioctl(TUNSETIFF)", name);
        LinuxException.check(Libc.ioctl(state, fd, TunLayout.TUNGETIFF, ifreq.address()), "ioctl(TUNGETIFF)", name);
        final int flags = ifreq.buffer().getShort(TunLayout.IFREQ_FLAGS) & 0xffff;
        final var got = TunLayout.ifreqName(ifreq);
        if ((flags & wanted) != wanted || !got.equals(name)) {
            throw new LinuxException("ioctl(TUNSETIFF)", name, Errno.EINVAL, "the kernel gave " + got
                + " with flags 0x" + Integer.toHexString(flags) + " for 0x" + Integer.toHexString(wanted));
        }
    }

    private void detachControl() throws LinuxException {
        TunLayout.putIfreq(ifreq, name, TunLayout.IFF_DETACH_QUEUE);
        LinuxException.check(Libc.ioctl(state, control, TunLayout.TUNSETQUEUE, ifreq.address()),
            "ioctl(TUNSETQUEUE)", name);
    }

    private void setHeaderSize() throws LinuxException {
        final var size = NativeBlock.ofInt(TunLayout.VNET_BYTES);
        LinuxException.check(Libc.ioctl(state, control, TunLayout.TUNSETVNETHDRSZ, size.address()),
            "ioctl(TUNSETVNETHDRSZ)", name);
        LinuxException.check(Libc.ioctl(state, control, TunLayout.TUNGETVNETHDRSZ, size.address()),
            "ioctl(TUNGETVNETHDRSZ)", name);
        final int got = size.buffer().getInt(0);
        if (got != TunLayout.VNET_BYTES) {
            throw new LinuxException("ioctl(TUNSETVNETHDRSZ)", name, Errno.EINVAL, "the kernel uses " + got + " bytes");
        }
    }

    private int lookupIndex() throws LinuxException {
        final int socket = LinuxException.check(Libc.socket(state, SocketLayout.AF_INET,
            SocketLayout.SOCK_DGRAM | SocketLayout.SOCK_CLOEXEC, 0), "socket", name);
        try {
            TunLayout.putIfreq(ifreq, name, 0);
            LinuxException.check(Libc.ioctl(state, socket, TunLayout.SIOCGIFINDEX, ifreq.address()),
                "ioctl(SIOCGIFINDEX)", name);
            return ifreq.buffer().getInt(TunLayout.IFREQ_INDEX);
        } finally {
            Libc.close(state, socket);
        }
    }

    private static String currentNamespace() {
        try {
            return Files.readSymbolicLink(OWN_NAMESPACE).toString();
        } catch (IOException e) {
            // Without /proc there is nothing to compare; the interface index is compared anyway
            return "";
        }
    }
}

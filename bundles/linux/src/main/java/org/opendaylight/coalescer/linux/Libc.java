/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.jdt.annotation.Nullable;

/**
 * The system calls of this bundle: the only place in the project that links native code. Every call returns a number
 * {@code >= 0} or a negated error number ({@link Errno}); nobody else sees {@code -1} and {@code errno}.
 *
 * <p>The foreign function API is final since Java 22 and only previewed in 21, where a compiler refuses its types.
 * Linked by reflection one class file works on both at the same cost. Pointers are {@code long}; each call takes the
 * {@link CallState} of its owner, into which the error number is captured, so that any number of threads may call as
 * long as each resource is used by one thread at a time. Nothing here allocates once the call sites are compiled.
 */
// What a method handle throws is a Throwable, and it cannot be anything but a defect or an Error
@SuppressWarnings("checkstyle:illegalCatch")
final class Libc {
    private static final Class<?> INT = int.class;
    private static final Class<?> LONG = long.class;
    private static final Binding BINDING = new Binding();

    private static final MethodHandle READ = BINDING.link("read", LONG, INT, LONG, LONG);
    private static final MethodHandle WRITE = BINDING.link("write", LONG, INT, LONG, LONG);
    private static final MethodHandle WRITEV = BINDING.link("writev", LONG, INT, LONG, INT);
    private static final MethodHandle RECVMMSG = BINDING.link("recvmmsg", INT, INT, LONG, INT, INT, LONG);
    private static final MethodHandle SENDMMSG = BINDING.link("sendmmsg", INT, INT, LONG, INT, INT);
    private static final MethodHandle EPOLL_WAIT = BINDING.link("epoll_wait", INT, INT, LONG, INT, INT);
    private static final MethodHandle OPEN = BINDING.linkVariadic("open", INT, LONG, INT);
    private static final MethodHandle FCNTL = BINDING.linkVariadic("fcntl", INT, INT, INT, INT);
    private static final MethodHandle CLOSE = BINDING.link("close", INT, INT);
    private static final MethodHandle IOCTL = BINDING.linkVariadic("ioctl", INT, INT, LONG, LONG);
    private static final MethodHandle SOCKET = BINDING.link("socket", INT, INT, INT, INT);
    private static final MethodHandle BIND = BINDING.link("bind", INT, INT, LONG, INT);
    private static final MethodHandle GETSOCKNAME = BINDING.link("getsockname", INT, INT, LONG, LONG);
    private static final MethodHandle SETSOCKOPT = BINDING.link("setsockopt", INT, INT, INT, INT, LONG, INT);
    private static final MethodHandle GETSOCKOPT = BINDING.link("getsockopt", INT, INT, INT, INT, LONG, LONG);
    private static final MethodHandle SEND = BINDING.link("send", LONG, INT, LONG, LONG, INT);
    private static final MethodHandle RECV = BINDING.link("recv", LONG, INT, LONG, LONG, INT);
    private static final MethodHandle EPOLL_CREATE = BINDING.link("epoll_create1", INT, INT);
    private static final MethodHandle EPOLL_CTL = BINDING.link("epoll_ctl", INT, INT, INT, INT, LONG);
    private static final MethodHandle EVENTFD = BINDING.link("eventfd", INT, INT, INT);
    private static final MethodHandle SETNS = BINDING.link("setns", INT, INT, INT);
    private static final MethodHandle UNSHARE = BINDING.link("unshare", INT, INT);

    private Libc() {
        // static calls only
    }

    /**
     * Why native calls cannot be made in this process.
     *
     * @return text for the operator, empty if they can
     */
    static String unavailable() {
        return BINDING.failure;
    }

    /**
     * The address of the first byte of a direct buffer, whatever its position. For set-up: costs a reflective call.
     *
     * @param buffer direct buffer, which the caller keeps reachable as long as the address is in use
     * @return its address
     * @throws IllegalStateException if native calls are not available
     */
    static long address(final ByteBuffer buffer) {
        return BINDING.address(segment(buffer));
    }

    /**
     * The memory segment over a whole direct buffer.
     *
     * @param buffer direct buffer
     * @return a {@code java.lang.foreign.MemorySegment}
     * @throws IllegalStateException if native calls are not available
     */
    static Object segment(final ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("System calls need a direct buffer");
        }
        return BINDING.segment(buffer.duplicate().clear());
    }

    /** {@code ssize_t read(int fd, void *buf, size_t count)}, {@code unistd.h}. */
    static int read(final CallState state, final int fd, final long address, final int length) {
        try {
            return state.result((long) READ.invokeExact(state.segment(), fd, address, (long) length));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code ssize_t write(int fd, const void *buf, size_t count)}, {@code unistd.h}. */
    static int write(final CallState state, final int fd, final long address, final int length) {
        try {
            return state.result((long) WRITE.invokeExact(state.segment(), fd, address, (long) length));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code ssize_t writev(int fd, const struct iovec *iov, int iovcnt)}, {@code sys/uio.h}. */
    static int writev(final CallState state, final int fd, final long iovecs, final int count) {
        try {
            return state.result((long) WRITEV.invokeExact(state.segment(), fd, iovecs, count));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code int recvmmsg(int fd, struct mmsghdr *vmessages, unsigned int vlen, int flags, struct timespec *tmo)}. */
    static int recvmmsg(final CallState state, final int fd, final long messages, final int count, final int flags) {
        try {
            return state.result((int) RECVMMSG.invokeExact(state.segment(), fd, messages, count, flags, 0L));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code int sendmmsg(int fd, struct mmsghdr *vmessages, unsigned int vlen, int flags)}, {@code sys/socket.h}. */
    static int sendmmsg(final CallState state, final int fd, final long messages, final int count, final int flags) {
        try {
            return state.result((int) SENDMMSG.invokeExact(state.segment(), fd, messages, count, flags));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code int epoll_wait(int epfd, struct epoll_event *events, int maxevents, int timeout)}. */
    static int epollWait(final CallState state, final int fd, final long events, final int count, final int timeoutMs) {
        try {
            return state.result((int) EPOLL_WAIT.invokeExact(state.segment(), fd, events, count, timeoutMs));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code int open(const char *path, int flags, ...)}, {@code fcntl.h}; never creates, so the mode is left out. */
    static int open(final CallState state, final long path, final int flags) {
        try {
            return state.result((int) OPEN.invokeExact(state.segment(), path, flags));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code int fcntl(int fd, int cmd, ...)}, {@code fcntl.h}, for commands whose argument is a number. */
    static int fcntl(final CallState state, final int fd, final int command, final int argument) {
        try {
            return state.result((int) FCNTL.invokeExact(state.segment(), fd, command, argument));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code int close(int fd)}, {@code unistd.h}. */
    static int close(final CallState state, final int fd) {
        try {
            return state.result((int) CLOSE.invokeExact(state.segment(), fd));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code int ioctl(int fd, unsigned long request, ...)}, {@code sys/ioctl.h}. */
    static int ioctl(final CallState state, final int fd, final long request, final long argument) {
        try {
            return state.result((int) IOCTL.invokeExact(state.segment(), fd, request, argument));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code int socket(int domain, int type, int protocol)}, {@code sys/socket.h}. */
    static int socket(final CallState state, final int family, final int type, final int protocol) {
        try {
            return state.result((int) SOCKET.invokeExact(state.segment(), family, type, protocol));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code int bind(int fd, const struct sockaddr *addr, socklen_t len)}, {@code sys/socket.h}. */
    static int bind(final CallState state, final int fd, final long name, final int length) {
        try {
            return state.result((int) BIND.invokeExact(state.segment(), fd, name, length));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code int getsockname(int fd, struct sockaddr *addr, socklen_t *len)}, {@code sys/socket.h}. */
    static int getsockname(final CallState state, final int fd, final long name, final long length) {
        try {
            return state.result((int) GETSOCKNAME.invokeExact(state.segment(), fd, name, length));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code int setsockopt(int fd, int level, int name, const void *value, socklen_t len)}. */
    static int setsockopt(final CallState state,
            final int fd, final int level, final int option, final long value, final int length) {
        try {
            return state.result((int) SETSOCKOPT.invokeExact(state.segment(), fd, level, option, value, length));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code int getsockopt(int fd, int level, int name, void *value, socklen_t *len)}. */
    static int getsockopt(final CallState state,
            final int fd, final int level, final int option, final long value, final long length) {
        try {
            return state.result((int) GETSOCKOPT.invokeExact(state.segment(), fd, level, option, value, length));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code ssize_t send(int fd, const void *buf, size_t len, int flags)}, {@code sys/socket.h}. */
    static int send(final CallState state, final int fd, final long address, final int length, final int flags) {
        try {
            return state.result((long) SEND.invokeExact(state.segment(), fd, address, (long) length, flags));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code ssize_t recv(int fd, void *buf, size_t len, int flags)}, {@code sys/socket.h}. */
    static int recv(final CallState state, final int fd, final long address, final int length, final int flags) {
        try {
            return state.result((long) RECV.invokeExact(state.segment(), fd, address, (long) length, flags));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code int epoll_create1(int flags)}, {@code sys/epoll.h}. */
    static int epollCreate(final CallState state, final int flags) {
        try {
            return state.result((int) EPOLL_CREATE.invokeExact(state.segment(), flags));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code int epoll_ctl(int epfd, int op, int fd, struct epoll_event *event)}, {@code sys/epoll.h}. */
    static int epollCtl(final CallState state, final int fd, final int operation, final int target, final long event) {
        try {
            return state.result((int) EPOLL_CTL.invokeExact(state.segment(), fd, operation, target, event));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code int eventfd(unsigned int initval, int flags)}, {@code sys/eventfd.h}. */
    static int eventfd(final CallState state, final int initial, final int flags) {
        try {
            return state.result((int) EVENTFD.invokeExact(state.segment(), initial, flags));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code int setns(int fd, int nstype)}, {@code sched.h}. */
    static int setns(final CallState state, final int fd, final int type) {
        try {
            return state.result((int) SETNS.invokeExact(state.segment(), fd, type));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code int unshare(int flags)}, {@code sched.h}. */
    static int unshare(final CallState state, final int flags) {
        try {
            return state.result((int) UNSHARE.invokeExact(state.segment(), flags));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static IllegalStateException unexpected(final Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        // The handle of a call that could not be linked throws this one: the text says what to do
        return cause instanceof IllegalStateException known ? known
            : new IllegalStateException("A native call failed inside the Java platform", cause);
    }

    /** The reflective view of {@code java.lang.foreign}; built once, in the static initialiser. */
    private static final class Binding {
        private static final String REMEDY = "; start Java 21 or later on 64-bit Linux with "
            + "--enable-native-access=ALL-UNNAMED";

        private @Nullable Object linker;
        private @Nullable Object lookup;
        private @Nullable Method downcall;
        private @Nullable Method find;
        private @Nullable Method describe;
        private @Nullable Method variadic;
        private @Nullable Method ofBuffer;
        private @Nullable Method addressOf;
        private @Nullable Object captureErrno;
        private @Nullable Object intLayout;
        private @Nullable Object longLayout;
        private String failure;

        Binding() {
            failure = Platform.unsupported();
            if (!failure.isEmpty()) {
                return;
            }
            try {
                final var linkerType = foreign("Linker");
                final var segmentType = foreign("MemorySegment");
                final var descriptorType = foreign("FunctionDescriptor");
                final var optionType = foreign("Linker$Option");
                final var layoutType = foreign("MemoryLayout");
                final var lookupType = foreign("SymbolLookup");
                // Methods are looked up in the public interfaces: the classes behind them are not accessible
                linker = linkerType.getMethod("nativeLinker").invoke(null);
                lookup = linkerType.getMethod("defaultLookup").invoke(linker);
                find = lookupType.getMethod("find", String.class);
                downcall = linkerType.getMethod("downcallHandle", segmentType, descriptorType,
                    optionType.arrayType());
                describe = descriptorType.getMethod("of", layoutType, layoutType.arrayType());
                captureErrno = optionType.getMethod("captureCallState", String[].class)
                    .invoke(null, (Object) new String[] { "errno" });
                variadic = optionType.getMethod("firstVariadicArg", int.class);
                ofBuffer = segmentType.getMethod("ofBuffer", Buffer.class);
                addressOf = segmentType.getMethod("address");
                final var valueLayout = foreign("ValueLayout");
                intLayout = valueLayout.getField("JAVA_INT").get(null);
                longLayout = valueLayout.getField("JAVA_LONG").get(null);
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                fail("java.lang.foreign", e);
            }
        }

        private static Class<?> foreign(final String name) throws ClassNotFoundException {
            return Class.forName("java.lang.foreign." + name);
        }

        private void fail(final String what, final Throwable problem) {
            final var cause = problem instanceof InvocationTargetException target && target.getCause() != null
                ? target.getCause() : problem;
            failure = "Native calls cannot be linked (" + what + ": " + cause + ")" + REMEDY;
        }

        MethodHandle link(final String name, final Class<?> result, final Class<?>... parameters) {
            return resolve(name, -1, result, parameters);
        }

        /** Links a function whose parameters are variable from the third one on, as all of ours that are. */
        MethodHandle linkVariadic(final String name, final Class<?> result, final Class<?>... parameters) {
            return resolve(name, 2, result, parameters);
        }

        private MethodHandle resolve(final String name, final int firstVariadic, final Class<?> result,
                final Class<?>... parameters) {
            if (failure.isEmpty()) {
                try {
                    final var symbol = ((Optional<?>) find.invoke(lookup, name))
                        .orElseThrow(() -> new NoSuchMethodException("no such function in the C library"));
                    final var layouts = (Object[]) Array.newInstance(foreign("MemoryLayout"), parameters.length);
                    Arrays.setAll(layouts, i -> layout(parameters[i]));
                    final var options = (Object[]) Array.newInstance(foreign("Linker$Option"),
                        firstVariadic < 0 ? 1 : 2);
                    options[0] = captureErrno;
                    if (firstVariadic >= 0) {
                        options[1] = variadic.invoke(null, Math.min(firstVariadic, parameters.length));
                    }
                    final var handle = (MethodHandle) downcall.invoke(linker, symbol,
                        describe.invoke(null, layout(result), layouts), options);
                    return handle.asType(handle.type().changeParameterType(0, Object.class));
                } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                    fail(name, e);
                }
            }
            final var refusal = MethodHandles.throwException(result, IllegalStateException.class)
                .bindTo(new IllegalStateException(failure));
            return MethodHandles.dropArguments(MethodHandles.dropArguments(refusal, 0, parameters), 0, Object.class);
        }

        private @Nullable Object layout(final Class<?> type) {
            return type == long.class ? longLayout : intLayout;
        }

        Object segment(final ByteBuffer buffer) {
            return call(ofBuffer, null, buffer);
        }

        long address(final Object segment) {
            return (long) call(addressOf, segment);
        }

        private Object call(final @Nullable Method method, final @Nullable Object target, final Object... arguments) {
            if (!failure.isEmpty()) {
                throw new IllegalStateException(failure);
            }
            try {
                return method.invoke(target, arguments);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("java.lang.foreign refused a segment", e);
            }
        }
    }
}

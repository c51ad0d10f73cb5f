/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@KernelTest
class NetworkNamespaceKernelTest {
    @Test
    void deviceStaysWhereItWasMade() throws IOException {
        Sandbox.runWithNeighbour(neighbour -> {
            final var namespace = NetworkNamespace.named(neighbour);
            try (var device = namespace.call(() -> TunDevice.create("tun7", TunDevice.Kind.TUN))) {
                assertTrue(Sandbox.ip("-n " + neighbour + " link").contains("tun7"));
                assertFalse(Sandbox.ip("link").contains("tun7"));
                // What is asked about it afterwards is asked through its own descriptor
                assertTrue(device.exists());
                assertTrue(device.setOffloads(OffloadSet.ofSwitches(true, true, false, false)).negotiated()
                    .contains(Capability.READ_TSO4));
                namespace.call(device::openQueue).close();
                try (var netlink = namespace.call(RouteNetlink::new)) {
                    assertEquals("tun7", netlink.findLink(device.ifIndex()).orElseThrow().name());
                }
            }
            assertFalse(Sandbox.ip("-n " + neighbour + " link").contains("tun7"));
        });
    }

    @Test
    void currentNamespaceIsThatOfTheCaller() throws IOException {
        final var caller = Thread.currentThread();
        assertSame(caller, NetworkNamespace.current().call(Thread::currentThread));
    }

    @Test
    void failureComesBack() {
        final var failure = new IOException("as expected");
        assertSame(failure, assertThrows(IOException.class, () -> NetworkNamespace.fresh().call(() -> {
            throw failure;
        })));
        assertThrows(CancellationException.class, () -> NetworkNamespace.fresh().call(() -> {
            throw new CancellationException();
        }));
    }

    @Test
    void interruptedCallerStillGetsTheResult() throws IOException {
        Thread.currentThread().interrupt();
        assertEquals("done", NetworkNamespace.fresh().call(() -> "done"));
        assertTrue(Thread.interrupted());
    }

    @Test
    void namesTheNamespaceThatIsMissing() throws IOException {
        final var namespace = NetworkNamespace.named("clt-nowhere");
        final var message = "setns(\"/run/netns/clt-nowhere\"): ENOENT (No such file or directory): no such network "
            + "namespace; make it with 'ip netns add clt-nowhere'";
        assertEquals(message, assertThrows(LinuxException.class, () -> namespace.call(() -> "never")).getMessage());
        assertEquals(message, assertThrows(LinuxException.class, namespace::identity).getMessage());
    }

    @Test
    void namespaceMadeAnewUnderTheSameNameIsAnotherOne() throws IOException {
        Sandbox.runWithNeighbour(neighbour -> {
            final var namespace = NetworkNamespace.named(neighbour);
            final var identity = namespace.identity();
            assertEquals(identity, NetworkNamespace.named(neighbour).identity());
            // Its device keeps the old one alive, so that the kernel can't use its number again
            try (var device = namespace.call(() -> TunDevice.create("tun7", TunDevice.Kind.TUN))) {
                Sandbox.ip("netns delete " + neighbour);
                Sandbox.ip("netns add " + neighbour);
                assertNotEquals(identity, namespace.identity());
                assertTrue(device.exists());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = { "", ".", "..", "../1", "a\u0000b" })
    void refusesNameThatIsNotOne(final String name) {
        assertEquals(Errno.EINVAL,
            assertThrows(LinuxException.class, () -> NetworkNamespace.named(name)).errno());
    }
}

/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.guest;

import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.opendaylight.coalescer.it.control.Poll;
import org.opendaylight.coalescer.it.lab.Command;
import org.opendaylight.coalescer.it.lab.LabAddresses;
import org.opendaylight.coalescer.it.lab.LabException;

/**
 * Traffic between this process and a guest, of which each end tells what it had: sizes and digests. In the guest by
 * socat, which keeps datagrams apart. Not for concurrent use.
 */
public final class GuestTraffic {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PORT = 7000;
    private static final int BUFFER = 65536;
    /** For a whole burst, if this process is not there to take it. */
    private static final int RECEIVE_BUFFER = 1 << 20;
    private static final String PINGS = "3";
    /** Where the guest keeps data to send. */
    private static final String DATA = "/tmp/data";
    private static final String TELL_DIGEST = " && sha256sum " + DATA;
    private static final String TELL_STREAM = " && wc -c < " + DATA + TELL_DIGEST;
    /** Where it keeps what socat says of datagrams. */
    private static final String LOG = "/tmp/log";

    private final SplittableRandom random = new SplittableRandom(1);
    private final Guest guest;
    private final boolean ipv6;
    private final InetAddress near;
    private final InetAddress far;

    /**
     * Between the addresses of the lab.
     *
     * @param guest the guest, which has the far ones
     * @param ipv6 IPv6 or IPv4
     */
    public GuestTraffic(final Guest guest, final boolean ipv6) {
        this.guest = guest;
        this.ipv6 = ipv6;
        near = address(ipv6 ? LabAddresses.NEAR_IPV6 : LabAddresses.NEAR_IPV4);
        far = address(ipv6 ? LabAddresses.FAR_IPV6 : LabAddresses.FAR_IPV4);
    }

    /**
     * What one end had.
     *
     * @param sizes bytes of each piece: of the one stream, or of each datagram
     * @param sha256 digest of all bytes in order
     */
    public record Had(List<Integer> sizes, String sha256) {
        public Had {
            sizes = List.copyOf(sizes);
        }
    }

    /**
     * What was sent and what arrived. Both are equal if nothing was lost, changed, cut or put in another order.
     *
     * @param sent what the sender had
     * @param received what the receiver had
     */
    public record Moved(Had sent, Had received) {
    }

    /**
     * Asks for echoes in both directions.
     *
     * @throws LabException if one does not come
     */
    public void ping() {
        Command.output(List.of("ping", "-c", PINGS, "-i", "0.2", "-W", "5", "-s", "1000", far.getHostAddress()));
        guest.run("ping -c " + PINGS + " -i 0.2 -W 5 -s 1000 " + near.getHostAddress());
    }

    /**
     * A TCP connection from here to the guest.
     *
     * @param bytes how much to send
     * @return what came of it
     */
    public Moved sendStream(final int bytes) {
        final var data = random(bytes);
        final var sent = new Had(List.of(bytes), HexFormat.of().formatHex(digest().digest(data)));
        final var receiver = guest.start("socat -u -b " + BUFFER + " TCP" + version() + "-LISTEN:" + PORT
            + ",reuseaddr CREATE:" + DATA + TELL_STREAM, PATIENCE);
        try (var socket = connect()) {
            socket.getOutputStream().write(data);
            socket.shutdownOutput();
            return new Moved(sent, had(guest.await(receiver)));
        } catch (IOException e) {
            throw failed("send to", e);
        }
    }

    /**
     * A TCP connection from the guest to here.
     *
     * @param bytes how much to send
     * @return what came of it
     */
    public Moved receiveStream(final int bytes) {
        final var sent = had(guest.run("head -c " + bytes + " /dev/urandom > " + DATA + TELL_STREAM));
        try (var server = new ServerSocket(0, 1, near)) {
            server.setSoTimeout((int) PATIENCE.toMillis());
            final var sender = guest.start("socat -u -b " + BUFFER + " FILE:" + DATA + " TCP" + version() + ':'
                + literal(near) + ':' + server.getLocalPort(), PATIENCE);
            try (var socket = server.accept()) {
                socket.setSoTimeout((int) PATIENCE.toMillis());
                final var input = new DigestInputStream(socket.getInputStream(), digest());
                final int received = input.readAllBytes().length;
                guest.await(sender);
                return new Moved(sent, new Had(List.of(received),
                    HexFormat.of().formatHex(input.getMessageDigest().digest())));
            }
        } catch (IOException e) {
            throw failed("receive from", e);
        }
    }

    /**
     * Datagrams from here to the guest, and when they are there an empty one, which ends the receiver.
     *
     * @param sizes bytes of each, none of them 0
     * @return what came of it
     */
    public Moved sendDatagrams(final List<Integer> sizes) {
        final var receiver = guest.start("rm -f " + DATA + "; socat -u -x -b " + BUFFER + " UDP" + version()
            + "-RECV:" + PORT + ",null-eof CREATE:" + DATA + " 2> " + LOG + " && grep -o 'length=[0-9]*' " + LOG
            + TELL_DIGEST, PATIENCE);
        guest.run("until grep -q ':%04X 0' /proc/net/udp%s && [ -f %s ]; do sleep 0.05; done".formatted(PORT,
            ipv6 ? "6" : "", DATA));
        final var sent = digest();
        try (var socket = new DatagramSocket(new InetSocketAddress(near, 0))) {
            for (int size : sizes) {
                final var data = random(size);
                sent.update(data);
                socket.send(new DatagramPacket(data, size, far, PORT));
            }
            // fragments go a way of their own, and the end must not come before them
            guest.await(guest.start("for i in $(seq 100); do [ $(wc -c < %s) -ge %d ] && break; sleep 0.05; done"
                .formatted(DATA, sizes.stream().mapToInt(Integer::intValue).sum()), PATIENCE));
            socket.send(new DatagramPacket(new byte[0], 0, far, PORT));
            return new Moved(new Had(sizes, HexFormat.of().formatHex(sent.digest())), had(guest.await(receiver)));
        } catch (IOException e) {
            throw failed("send to", e);
        }
    }

    /**
     * Datagrams from the guest to here.
     *
     * @param count how many
     * @param size bytes of each but the last, which is one byte shorter
     * @return what came of it
     */
    public Moved receiveDatagrams(final int count, final int size) {
        final var sizes = new ArrayList<Integer>();
        final var received = digest();
        try (var socket = new DatagramSocket(new InetSocketAddress(near, 0))) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.setReceiveBufferSize(RECEIVE_BUFFER);
            final var sent = guest.run("head -c " + (count * size - 1) + " /dev/urandom > " + DATA + TELL_DIGEST);
            final var sender = guest.start("socat -u -b " + size + " FILE:" + DATA + " UDP" + version() + "-SENDTO:"
                + literal(near) + ':' + socket.getLocalPort(), PATIENCE);
            final var packet = new DatagramPacket(new byte[BUFFER], BUFFER);
            while (sizes.size() < count) {
                socket.receive(packet);
                sizes.add(packet.getLength());
                received.update(packet.getData(), 0, packet.getLength());
                packet.setLength(BUFFER);
            }
            guest.await(sender);
            return new Moved(new Had(cut(count, size), had(sent).sha256()),
                new Had(sizes, HexFormat.of().formatHex(received.digest())));
        } catch (IOException e) {
            throw new LabException("Datagrams from the guest: " + sizes.size() + " of " + count + " came", e);
        }
    }

    private static List<Integer> cut(final int count, final int size) {
        final var sizes = new ArrayList<Integer>();
        for (int i = 1; i < count; i++) {
            sizes.add(size);
        }
        sizes.add(size - 1);
        return sizes;
    }

    /** What the guest's tools said: a number for each piece, and a digest. */
    private static Had had(final String answer) {
        final var sizes = new ArrayList<Integer>();
        var digest = "";
        for (var line : answer.lines().toList()) {
            if (line.endsWith(DATA)) {
                digest = line.substring(0, line.indexOf(' '));
            } else {
                sizes.add(Integer.valueOf(line.substring(line.indexOf('=') + 1).strip()));
            }
        }
        return new Had(sizes, digest);
    }

    private Socket connect() {
        return Poll.forAnswer(PATIENCE, this::tryToConnect)
            .orElseThrow(() -> new LabException("Nobody listens at " + far + " after " + PATIENCE));
    }

    /** A socket that was refused can't be used again. */
    private Optional<Socket> tryToConnect() {
        try {
            return Optional.of(new Socket(far, PORT, near, 0));
        } catch (ConnectException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("connect to", e);
        }
    }

    private String version() {
        return ipv6 ? "6" : "4";
    }

    private static String literal(final InetAddress address) {
        return address instanceof Inet6Address ? '[' + address.getHostAddress() + ']' : address.getHostAddress();
    }

    private byte[] random(final int size) {
        final var data = new byte[size];
        random.nextBytes(data);
        return data;
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new LabException("This JDK has no SHA-256", e);
        }
    }

    private static InetAddress address(final String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new LabException(literal + " is no address", e);
        }
    }

    private static LabException failed(final String what, final IOException why) {
        return new LabException("Can't " + what + " the guest: " + why.getMessage(), why);
    }
}

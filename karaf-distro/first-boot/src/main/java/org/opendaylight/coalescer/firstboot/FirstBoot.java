/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.firstboot;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.opendaylight.aaa.api.IDMStoreException;
import org.opendaylight.aaa.api.IIDMStore;
import org.opendaylight.aaa.api.StoreBuilder;
import org.opendaylight.aaa.datastore.h2.H2Store;
import org.opendaylight.aaa.datastore.h2.IdmLightConfigBuilder;
import org.opendaylight.aaa.datastore.h2.IdmLightSimpleConnectionProvider;
import org.opendaylight.aaa.impl.password.service.DefaultPasswordHashService;

/**
 * Makes the user database of a new controller before it starts: one administrator with a random password. AAA makes
 * one with a well-known password when it finds none, so there must be one from the first second.
 *
 * <p>Arguments: the data folder, the file that receives the password. Both results appear whole or not at all, the
 * database last: a run that was cut short is repeated by the next start.
 */
public final class FirstBoot {
    private static final String DATABASE = "idmlight.db";
    private static final String STORE_FILE = DATABASE + ".mv.db";
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private static final int PASSWORD_LENGTH = 24;

    private FirstBoot() {
        // a program
    }

    /**
     * Runs the program.
     *
     * @param args the data folder and the password file
     * @throws IOException if a file cannot be written
     * @throws IDMStoreException if the database cannot be filled
     */
    public static void main(final String[] args) throws IOException, IDMStoreException {
        final var data = Path.of(args[0]).toAbsolutePath();
        final var passwordFile = Path.of(args[1]).toAbsolutePath();
        final var password = randomPassword();

        Files.createDirectories(data);
        final var work = Files.createTempDirectory(data, "first-boot",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        final var store = work.resolve(STORE_FILE);
        try {
            fill(work, password);
            restrict(store);
            writePassword(passwordFile, password);
            Files.move(store, data.resolve(STORE_FILE), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(store);
            Files.deleteIfExists(work.resolve(DATABASE + ".trace.db"));
            Files.deleteIfExists(work);
        }
    }

    private static void fill(final Path folder, final String password) throws IDMStoreException {
        // user and password of the database file, as AAA has them
        final var config = new IdmLightConfigBuilder()
            .dbDirectory(folder.toString()).dbUser("foo").dbPwd("bar")
            .build();
        final var users = new StoreBuilder(new H2Store(new IdmLightSimpleConnectionProvider(config),
            new DefaultPasswordHashService()));
        users.initDomainAndRolesWithoutUsers(IIDMStore.DEFAULT_DOMAIN);
        users.createUser(IIDMStore.DEFAULT_DOMAIN, "admin", password, true);
    }

    private static void writePassword(final Path file, final String password) throws IOException {
        final var draft = Files.createTempFile(requireNonNull(file.getParent()), ".password", null,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(draft, password + '\n');
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void restrict(final Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String randomPassword() {
        final var random = new SecureRandom();
        final var password = new StringBuilder(PASSWORD_LENGTH);
        for (int i = 0; i < PASSWORD_LENGTH; i++) {
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }
}

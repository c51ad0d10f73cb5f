/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.stock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.opendaylight.coalescer.it.lab.Command;

/** The two ways into a stock OpenDaylight that README describes, word by word, and the ways out. */
enum Installation {
    /** The archive as Karaf takes it. */
    ARCHIVE {
        @Override
        void provide(final StockController stock, final Path archive) throws IOException {
            final var copy = Files.copy(archive, stock.controller().folder().resolve("coalescer-0.1.0.kar"));
            stock.shell("kar:install file:" + copy);
        }

        @Override
        void withdraw(final StockController stock) {
            stock.shell("kar:uninstall coalescer-0.1.0");
        }
    },

    /** The Maven repository that is in the archive, unpacked. */
    REPOSITORY {
        @Override
        void provide(final StockController stock, final Path archive) throws IOException {
            final var folder = Files.createDirectory(stock.controller().folder().resolve("unpacked"));
            Command.output(List.of("unzip", "-q", archive.toString(), "repository/*", "-d", folder.toString()));
            stock.shell("config:property-append --pid org.ops4j.pax.url.mvn org.ops4j.pax.url.mvn.repositories "
                + "', file:" + folder + "/repository@id=coalescer'");
            stock.shell("feature:repo-add mvn:org.opendaylight.coalescer/features-coalescer/0.1.0/xml/features");
        }

        @Override
        void withdraw(final StockController stock) {
            stock.shell("feature:repo-remove features-coalescer");
        }
    };

    /** Makes the plugin's feature known. */
    abstract void provide(StockController stock, Path archive) throws IOException;

    /** Takes back what {@link #provide} did. */
    abstract void withdraw(StockController stock);
}

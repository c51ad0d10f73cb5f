/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.support.table.ShellTable;

/**
 * What a command shows: rows below headings that name the units. Immutable.
 *
 * @param title what stands above it, empty for nothing
 * @param columns what the columns are
 * @param rows as many cells in each as there are columns
 */
record Table(String title, List<Column> columns, List<List<String>> rows) {
    /**
     * A column.
     *
     * @param heading what it holds, with the unit if there is one
     * @param isNumber aligned to the right
     */
    record Column(String heading, boolean isNumber) {
        static Column text(final String heading) {
            return new Column(heading, false);
        }

        static Column number(final String heading) {
            return new Column(heading, true);
        }
    }

    Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (var row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(row + " does not fit " + columns);
            }
        }
    }

    /** Cells of a column, from the top. */
    List<String> column(final String heading) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).heading().equals(heading)) {
                final int at = i;
                return rows.stream().map(row -> row.get(at)).toList();
            }
        }
        throw new IllegalArgumentException("No column is headed " + heading);
    }

    /** Prints it, its columns aligned. */
    void print(final PrintStream out) {
        if (!title.isEmpty()) {
            out.println(title);
        }
        final var table = new ShellTable();
        for (var column : columns) {
            final var shown = table.column(column.heading());
            if (column.isNumber()) {
                shown.alignRight();
            }
        }
        rows.forEach(row -> table.addRow().addContent(new ArrayList<Object>(row)));
        table.print(out);
    }

    /** Prints several, an empty line between them; those without rows are left out. */
    static void print(final List<Table> tables, final PrintStream out) {
        boolean isFirst = true;
        for (var table : tables) {
            if (!table.rows().isEmpty()) {
                if (!isFirst) {
                    out.println();
                }
                isFirst = false;
                table.print(out);
            }
        }
    }
}

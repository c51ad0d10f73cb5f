/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A table that a command has printed. Immutable.
 *
 * @param headings above its columns
 * @param rows cells
 */
public record ShownTable(List<String> headings, List<List<String>> rows) {
    private static final Pattern RULE = Pattern.compile("[-+]+");
    private static final Pattern BETWEEN = Pattern.compile("[|]");

    public ShownTable {
        headings = List.copyOf(headings);
        rows = List.copyOf(rows);
    }

    /**
     * Reads a table.
     *
     * @param output what a command has printed
     * @param title the line above the table, empty for the first table
     */
    public static ShownTable of(final String output, final String title) {
        final var lines = output.lines().toList();
        int line = 0;
        while (!lines.get(line).startsWith(title)) {
            line++;
        }
        while (!RULE.matcher(lines.get(line)).matches()) {
            line++;
        }
        final var headings = cells(lines.get(line - 1));
        final List<List<String>> rows = new ArrayList<>();
        for (line++; line < lines.size() && !lines.get(line).isBlank(); line++) {
            rows.add(cells(lines.get(line)));
        }
        return new ShownTable(headings, rows);
    }

    private static List<String> cells(final String line) {
        return Arrays.stream(BETWEEN.split(line, -1)).map(String::strip).toList();
    }

    /**
     * The cell of a row.
     *
     * @param row its number
     * @param heading of the column
     */
    public String cell(final int row, final String heading) {
        final int column = headings.indexOf(heading);
        if (column < 0) {
            throw new AssertionError("No " + heading + " among " + headings);
        }
        return rows.get(row).get(column);
    }

    /** The same as a number. */
    public double number(final int row, final String heading) {
        return Double.parseDouble(cell(row, heading).replace(",", ""));
    }

    /** The second cell of the row that begins with a name, as a number. */
    public long value(final String name) {
        return rows.stream().filter(row -> row.get(0).equals(name)).findFirst()
            .map(row -> Long.parseLong(row.get(1).replace(",", "")))
            .orElseThrow(() -> new AssertionError("No " + name + " in " + rows));
    }
}

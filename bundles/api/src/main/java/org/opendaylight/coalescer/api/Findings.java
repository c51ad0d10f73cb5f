/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects the violations of one validation by the endpoint or port that is to blame. Confined to one thread. */
final class Findings {
    private final Map<String, List<Violation>> endpoints = new TreeMap<>();
    private final Map<String, List<Violation>> ports = new TreeMap<>();

    /** Takes the violations of one endpoint or port. */
    static final class Subject {
        private final Map<String, List<Violation>> target;
        private final String name;
        private final String path;

        private Subject(final Map<String, List<Violation>> target, final String name, final String kind) {
            this.target = target;
            this.name = name;
            path = kind + "[name='" + name + "']";
        }

        /**
         * Notes a violation.
         *
         * @param where path below the endpoint or port
         * @param rule what is demanded, without a full stop
         * @param remedy what to do, a sentence
         */
        void refuse(final String where, final String rule, final String remedy) {
            target.computeIfAbsent(name, key -> new ArrayList<>())
                .add(new Violation(path + "/" + where, rule, remedy));
        }

        /**
         * Notes a violation if a number is out of range.
         *
         * @param where path below the endpoint or port
         * @param value the number; the greatest that there is stands for what can't be represented
         * @param min least value allowed
         * @param max greatest value allowed
         */
        void requireRange(final String where, final int value, final int min, final int max) {
            if (value < min || value > max) {
                refuse(where, "must be " + min + ".." + max + ", but is " + value
                    + (value == Integer.MAX_VALUE ? " or more" : ""), "Choose a value in this range.");
            }
        }
    }

    Subject endpoint(final String name) {
        return new Subject(endpoints, name, "endpoint");
    }

    Subject port(final String name) {
        return new Subject(ports, name, "port");
    }

    boolean isEmpty() {
        return endpoints.isEmpty() && ports.isEmpty();
    }

    Map<String, List<Violation>> endpoints() {
        return Collections.unmodifiableMap(endpoints);
    }

    Map<String, List<Violation>> ports() {
        return Collections.unmodifiableMap(ports);
    }

    /** Everything, endpoints first, each kind by name. */
    List<Violation> all() {
        final List<Violation> all = new ArrayList<>();
        endpoints.values().forEach(all::addAll);
        ports.values().forEach(all::addAll);
        return List.copyOf(all);
    }
}

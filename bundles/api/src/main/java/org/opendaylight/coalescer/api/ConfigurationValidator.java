/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The one place that knows what a configuration must satisfy beyond the types of its model. It looks at the data alone:
 * whether a device or an address exists is a matter of operational state. Stateless, for any thread.
 *
 * <p>Where two objects contradict each other, the one whose name comes later is to blame.
 */
public final class ConfigurationValidator {
    /** Violations that {@link #describe} spells out. */
    public static final int MAX_DESCRIBED = 10;

    private ConfigurationValidator() {
        // Hidden on purpose
    }

    /**
     * What can be used of a configuration and what can't.
     *
     * @param accepted the largest part that is valid, itself without violations
     * @param refusedEndpoints violations by the name of each endpoint that is left out
     * @param refusedPorts violations by the name of each port that is left out
     */
    public record Verdict(DataPlaneConfiguration accepted, Map<String, List<Violation>> refusedEndpoints,
            Map<String, List<Violation>> refusedPorts) {
        public Verdict {
            refusedEndpoints = Map.copyOf(refusedEndpoints);
            refusedPorts = Map.copyOf(refusedPorts);
        }
    }

    /**
     * Finds everything that is wrong.
     *
     * @param configuration all of it
     * @return violations in a stable order, endpoints first; empty if the configuration is valid
     */
    public static List<Violation> validate(final DataPlaneConfiguration configuration) {
        return examine(configuration).all();
    }

    /**
     * Parts what is valid from what is not. A port goes with the endpoint that carries it.
     *
     * @param configuration all of it
     * @return both parts
     */
    public static Verdict judge(final DataPlaneConfiguration configuration) {
        final Map<String, List<Violation>> endpoints = new TreeMap<>();
        final Map<String, List<Violation>> ports = new TreeMap<>();
        DataPlaneConfiguration rest = configuration;
        while (true) {
            final Findings findings = examine(rest);
            if (findings.isEmpty()) {
                return new Verdict(rest, endpoints, ports);
            }
            endpoints.putAll(findings.endpoints());
            ports.putAll(findings.ports());
            rest = new DataPlaneConfiguration(rest.settings(), without(rest.endpoints(), findings.endpoints()),
                without(rest.ports(), findings.ports()));
        }
    }

    /**
     * Says in one message what is wrong and what to do.
     *
     * @param violations what was found, at least one
     * @return a message that spells out {@value #MAX_DESCRIBED} of them and counts the rest
     */
    public static String describe(final List<Violation> violations) {
        if (violations.size() == 1) {
            return violations.get(0).toString();
        }
        final StringBuilder text = new StringBuilder().append(violations.size()).append(" violations:");
        final int described = Math.min(violations.size(), MAX_DESCRIBED);
        for (int i = 0; i < described; i++) {
            text.append(" (").append(i + 1).append(") ").append(violations.get(i));
        }
        if (described < violations.size()) {
            text.append(" ... and ").append(violations.size() - described).append(" more.");
        }
        return text.toString();
    }

    private static Findings examine(final DataPlaneConfiguration configuration) {
        final Findings findings = new Findings();
        final EndpointRules endpointRules = new EndpointRules();
        new TreeMap<>(configuration.endpoints()).forEach((key, endpoint) -> {
            final Findings.Subject subject = findings.endpoint(key);
            checkKey(key, endpoint, EndpointConfiguration::name, subject);
            endpointRules.check(endpoint, subject);
        });
        final PortRules portRules = new PortRules();
        final TunnelRules tunnelRules = new TunnelRules(configuration.endpoints());
        new TreeMap<>(configuration.ports()).forEach((key, port) -> {
            final Findings.Subject subject = findings.port(key);
            checkKey(key, port, PortConfiguration::name, subject);
            portRules.check(port, subject);
            tunnelRules.check(port, subject);
        });
        return findings;
    }

    private static <T> void checkKey(final String key, final T value, final Function<T, String> name,
            final Findings.Subject subject) {
        if (!key.equals(name.apply(value))) {
            subject.refuse("name", "must be the key it is filed under, but is '" + name.apply(value) + "'",
                "Use one name.");
        }
    }

    private static <T> Map<String, T> without(final Map<String, T> all, final Map<String, ?> refused) {
        final Map<String, T> rest = new TreeMap<>(all);
        rest.keySet().removeAll(refused.keySet());
        return rest;
    }
}

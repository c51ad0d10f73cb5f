/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it.felix;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.opendaylight.coalescer.it.lab.LabException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * Apache Felix in this virtual machine with the bundles of a folder and the {@link DataPlaneDriver}. The threads of our
 * bundles live in the network namespace of the thread that makes it. Owned by one thread.
 */
public final class EmbeddedFelix implements AutoCloseable {
    private static final long STOP_MILLIS = 20_000;

    private final Framework framework;

    private EmbeddedFelix(final Framework framework) {
        this.framework = framework;
    }

    /**
     * Installs and starts all bundles.
     *
     * @param bundles folder of the bundles
     * @param storage folder for the framework, emptied at first
     * @return the framework
     * @throws LabException if a bundle does not resolve or start
     */
    public static EmbeddedFelix start(final Path bundles, final Path storage) {
        final var framework = ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow()
            .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, storage.toString(),
                Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "org.slf4j;version=2.0.12"));
        try {
            framework.start();
            final var installed = new ArrayList<Bundle>();
            try (var files = Files.list(bundles)) {
                for (var file : files.sorted().toList()) {
                    installed.add(framework.getBundleContext().installBundle(file.toUri().toString()));
                }
            }
            installed.add(framework.getBundleContext().installBundle("driver", new ByteArrayInputStream(driver())));
            for (var bundle : installed) {
                bundle.start();
            }
            return new EmbeddedFelix(framework);
        } catch (BundleException | IOException e) {
            throw new LabException("The framework can't be started: " + e.getMessage(), e);
        }
    }

    /**
     * Has the driver do something.
     *
     * @param command name and arguments
     * @return its answer
     */
    @SuppressWarnings("unchecked")
    public Object drive(final Object... command) {
        final var context = framework.getBundleContext();
        return ((Function<Object[], Object>) context.getService(context.getServiceReference(Function.class)))
            .apply(command);
    }

    /** Bundles that are not active, by name. */
    public List<String> inactive() {
        return List.of(framework.getBundleContext().getBundles()).stream()
            .filter(bundle -> bundle.getState() != Bundle.ACTIVE).map(Bundle::getSymbolicName).toList();
    }

    /** Classes of the services that a bundle uses. */
    public List<String> servicesUsedBy(final String name) {
        final var names = new ArrayList<String>();
        for (var bundle : framework.getBundleContext().getBundles()) {
            final var references = bundle.getServicesInUse();
            if (bundle.getSymbolicName().endsWith(name) && references != null) {
                for (var reference : references) {
                    names.add(((String[]) reference.getProperty(Constants.OBJECTCLASS))[0]);
                }
            }
        }
        return names;
    }

    /** Stops all bundles and the framework. */
    @Override
    public void close() {
        try {
            framework.stop();
            framework.waitForStop(STOP_MILLIS);
        } catch (BundleException e) {
            throw new LabException("The framework can't be stopped", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Installs and starts a bundle with a {@link LateComponent}.
     *
     * @param component its name
     * @param service name of its service
     * @param start at which start of it the service comes
     * @throws LabException if it does not start
     */
    public void startLateComponent(final String component, final String service, final int start) {
        final var xml = """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="%s" immediate="true">
              <implementation class="%s"/>
            </scr:component>
            """.formatted(component, LateComponent.class.getName());
        try {
            framework.getBundleContext().installBundle("late", new ByteArrayInputStream(bundle(LateComponent.class,
                Map.of("Service-Component", "component.xml", "Start", String.valueOf(start), "Service", service),
                Map.of("component.xml", xml)))).start();
        } catch (BundleException | IOException e) {
            throw new LabException("The component can't be started: " + e.getMessage(), e);
        }
    }

    /** Whether anybody offers a service. */
    public boolean offers(final String service) {
        try {
            return framework.getBundleContext().getAllServiceReferences(service, null) != null;
        } catch (InvalidSyntaxException e) {
            throw new LabException("There is no filter", e);
        }
    }

    private static byte[] driver() throws IOException {
        return bundle(DataPlaneDriver.class, Map.of(Constants.BUNDLE_ACTIVATOR, DataPlaneDriver.class.getName(),
            Constants.IMPORT_PACKAGE, "org.osgi.framework,org.opendaylight.coalescer.api"), Map.of());
    }

    private static byte[] bundle(final Class<?> content, final Map<String, String> headers,
            final Map<String, String> files) throws IOException {
        final var manifest = new Manifest();
        final var attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        attributes.putValue(Constants.BUNDLE_SYMBOLICNAME, content.getSimpleName());
        attributes.putValue(Constants.IMPORT_PACKAGE, "org.osgi.framework");
        headers.forEach(attributes::putValue);
        final var bytes = new ByteArrayOutputStream();
        final var entry = content.getName().replace('.', '/') + ".class";
        try (var jar = new JarOutputStream(bytes, manifest);
                var compiled = content.getClassLoader().getResourceAsStream(entry)) {
            jar.putNextEntry(new JarEntry(entry));
            compiled.transferTo(jar);
            for (var file : files.entrySet()) {
                jar.putNextEntry(new JarEntry(file.getKey()));
                jar.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }
}

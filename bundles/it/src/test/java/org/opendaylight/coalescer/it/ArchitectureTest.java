/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.it;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The directions in which modules may know each other, asked of the compiled classes.
 */
class ArchitectureTest {
    private static final String ROOT = "org.opendaylight.coalescer.";
    private static final List<String> MODULES = List.of("packet", "core", "linux", "api", "runtime", "mdsal",
        "replay", "cli", "web", "watch");
    /** Class file version of Java 21. */
    private static final int JAVA_21 = 65;

    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        final var found = MODULES.stream().map(ArchitectureTest::output).filter(Files::isDirectory).toList();
        assertEquals(MODULES.size(), found.size(), () -> "Not compiled, only these are: " + found);
        classes = new ClassFileImporter().importPaths(found);
    }

    @ParameterizedTest
    @ValueSource(strings = { "packet", "core", "linux", "api", "runtime", "mdsal", "replay", "cli", "web",
        "watch" })
    void modulesHaveClasses(final String module) {
        assertTrue(classes.stream().anyMatch(cls -> cls.getPackageName().startsWith(ROOT + module)));
    }

    @Test
    void packetKnowsNobody() {
        pure("packet").check(classes);
    }

    @Test
    void coreKnowsPacketOnly() {
        pure("core", "packet").check(classes);
    }

    @Test
    void linuxKnowsPacketOnly() {
        pure("linux", "packet").check(classes);
    }

    @Test
    void apiKnowsNobody() {
        pure("api").check(classes);
    }

    @Test
    void replayKnowsCoreAndPacketOnly() {
        classes().that().resideInAPackage(ROOT + "replay..")
            .should().onlyDependOnClassesThat(not(resideInAPackage(ROOT + "."))
                .or(resideInAnyPackage(ROOT + "replay..", ROOT + "core..", ROOT + "packet..")))
            .check(classes);
        noClasses().that().resideInAnyPackage(ROOT + "replay", ROOT + "replay.capture")
            .should().dependOnClassesThat().resideInAnyPackage("picocli..", ROOT + "replay.command")
            .check(classes);
    }

    @Test
    void cliKnowsApiAndReplayOnly() {
        classes().that().resideInAPackage(ROOT + "cli..")
            .should().onlyDependOnClassesThat(not(resideInAPackage(ROOT + "."))
                .or(resideInAnyPackage(ROOT + "cli..", ROOT + "api..", ROOT + "replay..")))
            .check(classes);
    }

    @Test
    void webKnowsApiOnly() {
        classes().that().resideInAPackage(ROOT + "web..")
            .should().onlyDependOnClassesThat(not(resideInAPackage(ROOT + "."))
                .or(resideInAnyPackage(ROOT + "web..", ROOT + "api..")))
            .check(classes);
    }

    @Test
    void runtimeKnowsNoManagement() {
        noClasses().that().resideInAPackage(ROOT + "runtime..")
            .should().dependOnClassesThat().resideInAnyPackage(ROOT + "mdsal..", "org.opendaylight.mdsal..",
                "org.opendaylight.yang..", "org.opendaylight.yangtools..")
            .check(classes);
    }

    @Test
    void mdsalKnowsApiOnly() {
        classes().that().resideInAPackage(ROOT + "mdsal..")
            .should().onlyDependOnClassesThat(not(resideInAPackage(ROOT + "."))
                .or(resideInAnyPackage(ROOT + "mdsal..", ROOT + "api..")))
            .check(classes);
    }

    @Test
    void yangTypesStayInMdsal() {
        noClasses().that().resideOutsideOfPackage(ROOT + "mdsal..")
            .should().dependOnClassesThat().resideInAPackage("org.opendaylight.yang..")
            .check(classes);
    }

    /** Checksums over payload, in the data path; the test packets of the self-test are none of it. */
    @Test
    void onePlaceReadsPayloadForChecksums() {
        noClasses().that().resideInAnyPackage(ROOT + "core..", ROOT + "runtime..")
            .and().doNotHaveFullyQualifiedName(ROOT + "core.checksum.PayloadChecksum")
            .and().doNotHaveFullyQualifiedName(ROOT + "runtime.TestPackets")
            .should().callMethodWhere(calls("Crc32c", "finish", "verify").or(calls("InternetChecksum", "finish")))
            .check(classes);
        // These look at headers
        noClasses().that().resideInAnyPackage(ROOT + "core..", ROOT + "runtime..")
            .and().doNotHaveFullyQualifiedName(ROOT + "core.checksum.PayloadChecksum")
            .and().doNotHaveFullyQualifiedName(ROOT + "core.checksum.ReceiveValidation")
            .and().doNotHaveFullyQualifiedName(ROOT + "core.transmit.TransmitValidation")
            .and().doNotHaveFullyQualifiedName(ROOT + "core.tunnel.OuterHeaders")
            .should().callMethodWhere(calls("InternetChecksum", "sum", "expected", "verify"))
            .check(classes);
    }

    @Test
    void onlyLibcLinksNativeCalls() {
        noClasses().that(not(libc()))
            .should().dependOnClassesThat(resideInAPackage("java.lang.reflect")
                .or(belongToAnyOf(java.lang.invoke.MethodHandle.class)))
            .check(classes);
    }

    @Test
    void nobodyIsCompiledAgainstForeignMemory() throws IOException {
        for (final var file : classFiles()) {
            assertFalse(constants(file).contains("java/lang/foreign"), file::toString);
        }
    }

    @Test
    void onlyLibcNamesForeignMemory() throws IOException {
        for (final var file : classFiles()) {
            if (constants(file).contains("java.lang.foreign")) {
                assertTrue(file.getFileName().toString().matches("Libc(\\$.*)?\\.class"), file::toString);
            }
        }
    }

    @Test
    void everythingRunsOnJava21() throws IOException {
        for (final var file : classFiles()) {
            assertTrue(ByteBuffer.wrap(Files.readAllBytes(file)).getShort(6) <= JAVA_21, file::toString);
        }
    }

    /**
     * A module of plain Java: the platform, annotations, itself, and the modules named.
     */
    private static ArchRule pure(final String module, final String... others) {
        final var allowed = Stream.concat(
            Stream.of("java..", "org.osgi.annotation..", "org.eclipse.jdt.annotation..",
                "edu.umd.cs.findbugs.annotations..", ROOT + module + ".."),
            Stream.of(others).map(other -> ROOT + other + "..")).toArray(String[]::new);
        return classes().that().resideInAPackage(ROOT + module + "..")
            .should().onlyDependOnClassesThat(resideInAnyPackage(allowed));
    }

    private static DescribedPredicate<JavaMethodCall> calls(final String owner, final String... methods) {
        return DescribedPredicate.describe("calls of " + owner + " " + List.of(methods),
            call -> call.getTargetOwner().getName().equals(ROOT + "packet." + owner)
                && List.of(methods).contains(call.getName()));
    }

    private static DescribedPredicate<JavaClass> libc() {
        return DescribedPredicate.describe("Libc",
            cls -> cls.getName().matches("\\Q" + ROOT + "linux.Libc\\E(\\$.*)?"));
    }

    private static Path output(final String module) {
        return Path.of("..", module, "target", "classes");
    }

    private static List<Path> classFiles() throws IOException {
        final var files = new ArrayList<Path>();
        for (final var module : MODULES) {
            try (var walk = Files.walk(output(module))) {
                walk.filter(file -> file.toString().endsWith(".class")).forEach(files::add);
            }
        }
        assertFalse(files.isEmpty());
        return files;
    }

    private static String constants(final Path file) throws IOException {
        return new String(Files.readAllBytes(file), ISO_8859_1);
    }
}

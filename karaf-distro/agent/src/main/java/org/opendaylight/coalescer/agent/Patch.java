/*
 * Copyright (c) 2026 The Coalescer authors. All rights reserved.
 *
 * This program and the accompanying materials are made available under the
 * terms of the Eclipse Public License v1.0 which accompanies this distribution,
 * and is available at http://www.eclipse.org/legal/epl-v10.html
 */
package org.opendaylight.coalescer.agent;

import java.util.function.Consumer;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * One method whose body is replaced by a straight line of instructions.
 */
enum Patch {
    /** Throws since Java 24; what it looked up is now {@code Subject.current()}. */
    SUBJECT_LOOKUP("javax/security/auth/Subject", "getSubject", "(Ljava/security/AccessControlContext;)", code -> {
        code.visitMethodInsn(Opcodes.INVOKESTATIC, "javax/security/auth/Subject", "current",
            "()Ljavax/security/auth/Subject;", false);
        code.visitInsn(Opcodes.ARETURN);
    }),
    /** Knows versions up to 21, refuses others as invalid and keeps AAA from starting: answers with that of Java 21. */
    PROXY_VERSION("org/apache/aries/proxy/impl/ProxyUtils", "getWeavingJavaVersion", "()", code -> {
        code.visitIntInsn(Opcodes.BIPUSH, Opcodes.V21);
        code.visitInsn(Opcodes.IRETURN);
    }),
    /** Binds the subject to an access control context, which nobody consults any more: binds it to the thread. */
    SHELL_SUBJECT("org/apache/karaf/util/jaas/JaasHelper", "doAs", "(Ljavax/security/auth/Subject;", null);

    private final String owner;
    private final String method;
    private final String parameters;
    private final Consumer<MethodVisitor> body;

    Patch(final String owner, final String method, final String parameters, final Consumer<MethodVisitor> body) {
        this.owner = owner;
        this.method = method;
        this.parameters = parameters;
        this.body = body;
    }

    /**
     * Finds the patch of a class.
     *
     * @param internalName the class, with slashes
     * @return its patch, or {@code null}
     */
    static Patch forClass(final String internalName) {
        for (final var patch : values()) {
            if (patch.owner.equals(internalName)) {
                return patch;
            }
        }
        return null;
    }

    byte[] apply(final byte[] bytes) {
        final var reader = new ClassReader(bytes);
        final var writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        reader.accept(new BodySwap(writer), 0);
        return writer.toByteArray();
    }

    private void write(final MethodVisitor code, final String descriptor) {
        if (body != null) {
            body.accept(code);
        } else {
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitVarInsn(Opcodes.ALOAD, 1);
            code.visitMethodInsn(Opcodes.INVOKESTATIC, "javax/security/auth/Subject", method, descriptor, false);
            code.visitInsn(Opcodes.ARETURN);
        }
    }

    /**
     * Copies a class, but for the body of the patch's method.
     */
    private final class BodySwap extends ClassVisitor {
        BodySwap(final ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(final int access, final String name, final String descriptor,
                final String signature, final String[] exceptions) {
            final var copy = super.visitMethod(access, name, descriptor, signature, exceptions);
            if (!name.equals(method) || !descriptor.startsWith(parameters)) {
                return copy;
            }
            copy.visitCode();
            write(copy, descriptor);
            copy.visitMaxs(0, 0);
            copy.visitEnd();
            return null;
        }
    }
}

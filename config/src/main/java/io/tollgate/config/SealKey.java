package io.tollgate.config;

import java.nio.file.Path;

/** Where the key comes from that seals what must be kept and chains the audit trail ({@code keys.seal}). */
public sealed interface SealKey {

    /** {@code ${file:…}}: a file the operator provides; it exists and could be read when the configuration was. */
    record InFile(Path path) implements SealKey {}

    /** {@code ${env:…}}: the key itself, from the environment. */
    record Inline(Secret secret) implements SealKey {}

    /** Left out: {@code tollgate.key} beside the YAML file, made with mode 0600 by whichever command first needs it. */
    record Generated(Path path) implements SealKey {}
}

package io.tollgate.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whether clients show a certificate, and who may have issued it. It is a second lock before the login, never a login.
 *
 * @param trust PEM file of the authorities whose certificates are accepted; there exactly where certificates are asked for
 */
public record ClientCertificates(Mode mode, @Nullable Path trust) {

    /** Nobody is asked for one. */
    public static final ClientCertificates NONE = new ClientCertificates(Mode.NONE, null);

    /** Who has to show one. */
    public enum Mode {
        /** Nobody is asked. */
        NONE("none"),
        /** Who shows one shows a good one; who shows none is served too. */
        OPTIONAL("optional"),
        /** Who shows none is not served. */
        REQUIRED("required");

        private final String word;

        Mode(String word) {
            this.word = word;
        }

        /** The word in the YAML. */
        public String word() {
            return word;
        }
    }

    public ClientCertificates {
        if ((mode == Mode.NONE) != (trust == null)) {
            throw new IllegalArgumentException("client certificates are judged by an authority, and only they are");
        }
    }
}

package io.tollgate.filters.identity;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Compares with hashes that were taken over from another product, too, and makes none of them. Safe for use by any thread.
 *
 * <p>With such a hash a comparison costs what it costs and one of ours beside it: never less than for a name that nobody
 * has.
 */
public final class ImportedHasher implements PasswordHasher {
    /** The work of SHA-crypt grows with the length: what a stranger types must not cost twenty times what a person does. */
    static final int MOST_BYTES = 256;

    private static final byte[] NONE = {};

    private final PasswordHasher ours;

    /** @param ours makes every new hash */
    public ImportedHasher(PasswordHasher ours) {
        this.ours = ours;
    }

    @Override
    public PasswordHash hash(char[] password) {
        return ours.hash(password);
    }

    @Override
    public boolean matches(PasswordHash hash, char[] password) {
        ImportedHash imported = ImportedHash.parse(hash.encoded());
        if (imported == null) {
            return ours.matches(hash, password);
        }
        byte[] text = PasswordText.utf8(password);
        try {
            boolean isRight = imported.matches(text.length > MOST_BYTES ? NONE : text);
            ours.matches(ours.dummy(), password);
            return isRight && text.length <= MOST_BYTES;
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    @Override
    public boolean isOutdated(PasswordHash hash) {
        return ImportedHash.parse(hash.encoded()) != null || ours.isOutdated(hash);
    }

    @Override
    public PasswordHash dummy() {
        return ours.dummy();
    }

    @Override
    public PasswordHash dummy(@Nullable PasswordHash like) {
        ImportedHash imported = like == null ? null : ImportedHash.parse(like.encoded());
        return imported == null ? ours.dummy(like) : new PasswordHash(imported.dummy());
    }
}

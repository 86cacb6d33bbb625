package io.tollgate.filters.passkey;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What an authenticator keeps of whose a passkey is: the user's immutable id, which tells nobody who that is. Stateless. */
final class UserHandle {
    /** WebAuthn section 5.4.3. */
    private static final int LONGEST = 64;

    private UserHandle() {}

    static byte[] of(String userId) {
        byte[] handle = userId.getBytes(StandardCharsets.UTF_8);
        if (handle.length == 0 || handle.length > LONGEST) {
            throw new IllegalArgumentException("no handle of a user");
        }
        return handle;
    }

    /** Whose it is; an empty name, which is nobody's, where it can't be. */
    static String userId(byte[] handle) {
        try {
            return handle.length > LONGEST
                    ? ""
                    : StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(handle))
                            .toString();
        } catch (CharacterCodingException e) {
            return "";
        }
    }

    /** Whether what an authenticator kept, if anything, is this user. */
    static boolean fits(@Nullable String said, String userId) {
        return said == null || said.equals(userId);
    }
}

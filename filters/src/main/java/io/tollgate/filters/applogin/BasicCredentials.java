package io.tollgate.filters.applogin;

import io.tollgate.filters.chain.Knock.Said;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.PercentDecoding;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** Reads {@code Authorization: Basic} (RFC 7617), so that no app reads another name than the gateway. Stateless. */
final class BasicCredentials {
    private BasicCredentials() {}

    /** What a request says in Authorization. */
    sealed interface Found {
        /** Nothing, or a token of which no password can be guessed. */
        enum Nothing implements Found {
            NOTHING
        }

        /** Two of them, a broken one, or a scheme that proves a password in another way. */
        enum Unclear implements Found {
            UNCLEAR
        }

        /** A name and a password. */
        record Login(Said said) implements Found {}
    }

    static Found read(HeaderFields fields) {
        int at = fields.find("authorization", 0);
        if (at < 0) {
            return Found.Nothing.NOTHING;
        }
        if (fields.find("authorization", at + 1) >= 0) {
            return Found.Unclear.UNCLEAR;
        }
        String value = fields.value(at).strip();
        String lower = value.toLowerCase(Locale.ROOT);
        if (lower.startsWith("bearer ") && lower.indexOf(',') < 0) {
            return Found.Nothing.NOTHING;
        }
        if (value.isEmpty()) {
            return Found.Nothing.NOTHING;
        }
        if (!lower.startsWith("basic ")) {
            return Found.Unclear.UNCLEAR;
        }
        return decoded(value.substring("basic ".length()).strip());
    }

    /** Whether there are any, whatever they say. */
    static boolean isBasic(HeaderFields fields) {
        int at = fields.find("authorization", 0);
        return at >= 0 && fields.value(at).strip().regionMatches(true, 0, "basic", 0, 5);
    }

    private static Found decoded(String credentials) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(credentials);
        } catch (IllegalArgumentException e) {
            return Found.Unclear.UNCLEAR;
        }
        String utf8 = PercentDecoding.utf8(bytes);
        String text = utf8 == null ? new String(bytes, StandardCharsets.ISO_8859_1) : utf8;
        int colon = text.indexOf(':');
        return colon < 0
                ? Found.Unclear.UNCLEAR
                : new Found.Login(new Said(text.substring(0, colon), text.substring(colon + 1), true));
    }
}

package io.tollgate.filters.login;

import io.tollgate.filters.http.FormClaim;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.PercentDecoding;
import io.tollgate.filters.http.RawFields;
import io.tollgate.filters.http.RawFields.RawField;
import io.tollgate.filters.login.Page.Field;
import io.tollgate.filters.login.Page.Return;
import io.tollgate.filters.login.Page.Shell;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a form of ours out of one that another site posted, so that a browser sends the same names and values in the same
 * order. Stateless.
 *
 * <p>What is not UTF-8 is encoded as windows-1252 (WHATWG Encoding), in which every byte is some character. What a browser
 * would not send again as it is, a bare line end, a NUL or a field without a name, is refused rather than changed.
 */
final class ReturnedForm {
    /** A field named {@code submit} hides the form's own. */
    private static final String SCRIPT = "HTMLFormElement.prototype.submit.call(document.getElementById(\"return\"));";

    /** What windows-1252 makes of the bytes from 0x80 to 0x9f. */
    private static final String HIGH =
            "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f"
                    + "\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

    private ReturnedForm() {}

    /** The page and what allows its script (CSP Level 3 section 2.3.1). */
    record Repost(Return page, String scriptHash) {}

    /** Null where the body can't be posted again as it came. */
    static @Nullable Repost repost(HeaderFields head, byte[] body, Shell shell) {
        FormClaim claim = FormClaim.of(head);
        List<RawField> raw = RawFields.read(claim, body);
        if (raw == null || raw.stream().anyMatch(field -> field.name().isEmpty())) {
            return null;
        }
        boolean isUtf8 = raw.stream().allMatch(field -> isUtf8(field.name()) && isUtf8(field.value()));
        List<Field> fields = new ArrayList<>();
        for (RawField field : raw) {
            String name = text(field.name(), isUtf8);
            String value = text(field.value(), isUtf8);
            boolean isPlain = !name.equalsIgnoreCase("_charset_");
            if (!isSentAsItIs(name) || !isSentAsItIs(value) || (!isPlain && value.indexOf('\n') >= 0)) {
                return null;
            }
            fields.add(new Field(name, value, isPlain));
        }
        String encoding =
                claim instanceof FormClaim.Parts ? "multipart/form-data" : "application/x-www-form-urlencoded";
        return new Repost(new Return(shell, encoding, isUtf8 ? "utf-8" : "windows-1252", fields, SCRIPT), hash(SCRIPT));
    }

    private static boolean isUtf8(String latin) {
        return PercentDecoding.utf8(latin.getBytes(StandardCharsets.ISO_8859_1)) != null;
    }

    private static String text(String latin, boolean isUtf8) {
        if (isUtf8) {
            return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder(latin.length());
        for (int i = 0; i < latin.length(); i++) {
            char c = latin.charAt(i);
            text.append(c >= 0x80 && c < 0xa0 ? HIGH.charAt(c - 0x80) : c);
        }
        return text.toString();
    }

    /** Browsers send line ends as CRLF (HTML, "constructing the entry list") and drop NUL where they read a page. */
    private static boolean isSentAsItIs(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isBare = (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'))
                    || (c == '\n' && (i == 0 || text.charAt(i - 1) != '\r'));
            if (c == 0 || isBare) {
                return false;
            }
        }
        return true;
    }

    private static String hash(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

package io.tollgate.filters.identity;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An Argon2id hash in its parts, as the PHC string format writes them. Immutable; the arrays are not written to. */
@SuppressWarnings("ArrayRecordComponent") // never compared by equals
record Phc(Cost cost, byte[] salt, byte[] hash) {
    private static final Pattern FORM = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})\\$([^$]{11,86})\\$([^$]{22,172})");

    /** What a hash costs; bounded, so that a hash from elsewhere can't take all memory or time. */
    record Cost(int memoryKib, int passes, int lanes) {
        Cost {
            if (lanes < 1 || lanes > 16 || passes < 1 || passes > 32 || memoryKib < 8 * lanes || memoryKib > 1 << 20) {
                throw new IllegalArgumentException("Argon2 parameters out of bounds");
            }
        }
    }

    /** Reads a hash, or throws without quoting it. */
    static Phc parse(PasswordHash hash) {
        Matcher found = FORM.matcher(hash.encoded());
        if (!found.matches()) {
            throw new IllegalArgumentException("not an Argon2id hash in PHC format");
        }
        Cost cost = new Cost(
                Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2)), Integer.parseInt(found.group(3)));
        return new Phc(cost, decode(found.group(4)), decode(found.group(5)));
    }

    PasswordHash encoded() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return new PasswordHash("$argon2id$v=19$m=" + cost.memoryKib + ",t=" + cost.passes + ",p=" + cost.lanes + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(hash));
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not an Argon2id hash in PHC format"); // without e, which quotes it
        }
    }

    @Override
    public String toString() {
        return "Phc[" + cost + "]";
    }
}

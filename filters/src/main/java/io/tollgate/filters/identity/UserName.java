package io.tollgate.filters.identity;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** The form of a user's name: an e-mail address in lower case and NFC. */
public final class UserName {
    private static final int MOST_CHARS = 254;
    private static final Pattern LOCAL =
            Pattern.compile("[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+(\\.[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+)*");
    private static final Pattern DOMAIN = Pattern.compile(
            "[\\p{L}\\p{M}\\p{N}]([\\p{L}\\p{M}\\p{N}-]*[\\p{L}\\p{M}\\p{N}])?(\\.[\\p{L}\\p{M}\\p{N}]([\\p{L}\\p{M}\\p{N}-]*[\\p{L}\\p{M}\\p{N}])?)*");

    private UserName() {}

    /** What somebody typed, as it would be stored: blanks around it cut, lower case, NFC. Not checked. */
    public static String normalised(String typed) {
        String composed = Normalizer.normalize(typed.strip(), Normalizer.Form.NFC);
        return Normalizer.normalize(composed.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }

    /** The name of a new account, normalised; throws where it is not an e-mail address. */
    public static String parse(String typed) {
        String name = normalised(typed);
        int at = name.indexOf('@');
        if (at < 0) {
            throw refused(name, "is not an e-mail address: there is no @ in it");
        }
        if (name.length() > MOST_CHARS) {
            throw refused(name.substring(0, 40) + "…", "is longer than " + MOST_CHARS + " characters");
        }
        if (!LOCAL.matcher(name.substring(0, at)).matches()) {
            throw refused(
                    name,
                    "is not an e-mail address: what stands before the @ is empty or holds a blank or sign that"
                            + " has no place there");
        }
        if (!DOMAIN.matcher(name.substring(at + 1)).matches()) {
            throw refused(name, "is not an e-mail address: what stands after the @ is not the name of a domain");
        }
        return name;
    }

    /** A name for an event: whoever typed it, it is one short printable line. */
    static String shown(String typed) {
        StringBuilder shown = new StringBuilder();
        normalised(typed)
                .codePoints()
                .limit(MOST_CHARS)
                .map(c -> isPlain(c) ? c : '?')
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }

    private static boolean isPlain(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.UNASSIGNED;
    }

    private static RefusedChangeException refused(String name, String what) {
        return new RefusedChangeException("name.invalid", "user name \"" + shown(name) + "\" " + what);
    }
}

package io.tollgate.filters.identity;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** The form of a user's name: in lower case and NFC, and an e-mail address but for apps that have names of their own. */
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

    /** The name of a new account in an app that has its own names, normalised; throws where it is none. */
    public static String parseForApp(String typed) {
        String name = normalised(typed);
        if (name.isEmpty() || name.length() > MOST_CHARS) {
            throw refused(
                    name.isEmpty() ? name : name.substring(0, 40) + "…",
                    "is " + (name.isEmpty() ? "empty" : "longer than " + MOST_CHARS + " characters"));
        }
        if (!name.codePoints().allMatch(UserName::isPlain)) {
            throw refused(name, "holds a character that can't be seen");
        }
        return name;
    }

    /** Whether an app may be asked for such a name, as far as that can be said without knowing the app. */
    public static boolean isForApp(String typed) {
        String name = normalised(typed);
        return !name.isEmpty()
                && name.length() <= MOST_CHARS
                && name.codePoints().allMatch(UserName::isPlain);
    }

    /**
     * What is left of a normalised name for an app that ignores accents, width, blanks and signs: its letters and digits.
     * Where nothing is left it is the name itself.
     */
    static String signature(String normalised) {
        StringBuilder letters = new StringBuilder();
        Normalizer.normalize(normalised, Normalizer.Form.NFKD)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .forEach(letters::appendCodePoint);
        return letters.isEmpty() ? normalised : letters.toString();
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

package io.tollgate.filters.passkey;

import java.text.Normalizer;

/** What somebody calls a passkey: a few visible characters of one line. Stateless. */
final class PasskeyName {
    private static final int LONGEST = 40;
    private static final String USUAL = "Passkey";

    private PasskeyName() {}

    static String of(String typed) {
        StringBuilder name = new StringBuilder();
        Normalizer.normalize(typed, Normalizer.Form.NFC)
                .codePoints()
                .map(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) ? ' ' : c)
                .filter(PasskeyName::isVisible)
                .limit(LONGEST)
                .forEach(name::appendCodePoint);
        String stripped = name.toString().strip();
        return stripped.isEmpty() ? USUAL : stripped;
    }

    /** Not what turns the direction of the text around it, nor what nobody sees. */
    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}

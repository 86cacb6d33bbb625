package io.tollgate.config.yaml;

import io.tollgate.config.Position;
import io.tollgate.config.Problem;
import org.jspecify.annotations.Nullable;

/** What can be told of a text before it is parsed, in plainer words than a parser has for it. */
final class YamlText {

    private YamlText() {}

    /** The first character that no YAML file may hold, or null. */
    static @Nullable Problem unreadable(String file, String text) {
        int line = 1;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line++;
                start = i + 1;
            } else if (c == '\t' && text.substring(start, i).isBlank()) {
                return at(file, line, i - start, "is indented with a tab", "indent with blanks");
            } else if (isForbidden(text, i)) {
                return at(file, line, i - start, "holds the character U+%04X".formatted((int) c), "remove it");
            }
        }
        return null;
    }

    private static boolean isForbidden(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
        }
        boolean lineEnd = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
        return (Character.isISOControl(c) && c != '\t' && !lineEnd) || c == '\ufeff' || c >= '\ufffe';
    }

    private static Problem at(String file, int line, int before, String what, String remedy) {
        return new Problem(new Position(file, line, before + 1), "(file)", what, remedy);
    }
}

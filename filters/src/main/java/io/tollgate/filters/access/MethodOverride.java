package io.tollgate.filters.access;

import io.tollgate.filters.http.Form;
import io.tollgate.filters.http.Parameter;
import io.tollgate.filters.http.PercentDecoding;
import io.tollgate.filters.http.UrlEncoded;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parameters by which frameworks let a request have another method than its line says. Stateless. */
final class MethodOverride {
    private static final Set<String> NAMES = Set.of(
            "_method",
            "x-http-method-override",
            "x-http-method",
            "x-method-override",
            "x-http-verb-override",
            "_httpmethod");

    private MethodOverride() {}

    /** Whether anything may ask for a method; false almost always, and then nothing is allocated. */
    static boolean mayBeAsked(Readings readings, @Nullable Form form) {
        return mayHold(readings.raw(), readings.pathEnd())
                || (form != null && !form.parameters().isEmpty());
    }

    /**
     * The methods that parameters ask for, in upper case; empty for none, as almost always.
     *
     * @return null where even a lenient reader could not tell
     */
    static @Nullable Set<String> asked(String query, @Nullable Form form) {
        boolean isInQuery = mayHold(query, 0);
        if (!isInQuery && (form == null || form.parameters().isEmpty())) {
            return Set.of();
        }
        Set<String> methods = new LinkedHashSet<>();
        if (isInQuery) {
            List<Parameter> decoded = UrlEncoded.parse(withBrokenSignsEncoded(query));
            if (decoded == null) {
                return null;
            }
            add(decoded, methods);
        }
        if (form != null) {
            add(form.parameters(), methods);
        }
        return methods;
    }

    /** As a lenient reader has it: a percent sign that encodes nothing stands for itself. */
    private static String withBrokenSignsEncoded(String query) {
        StringBuilder mended = new StringBuilder(query.length());
        for (int i = 0; i < query.length(); i++) {
            mended.append(query.charAt(i));
            if (query.charAt(i) == '%' && PercentDecoding.octet(query, i + 1, query.length()) < 0) {
                mended.append("25");
            }
        }
        return mended.toString();
    }

    private static void add(List<Parameter> parameters, Set<String> methods) {
        for (Parameter parameter : parameters) {
            String value = firstWord(parameter.value());
            if (!value.isEmpty() && isName(parameter.name())) {
                methods.add(value.toUpperCase(Locale.ROOT));
            }
        }
    }

    /** Whether a parameter of this name asks for a method. */
    static boolean isName(String name) {
        return NAMES.contains(mangled(name));
    }

    /** Whether such a name is anywhere in the head of a part, however a lax parser unquotes, decodes or joins its lines. */
    static boolean mayName(String head) {
        String lower = head.toLowerCase(Locale.ROOT);
        int star = lower.indexOf("name*");
        while (star >= 0 && lower.startsWith("file", star - 4)) {
            star = lower.indexOf("name*", star + 1);
        }
        if (star >= 0 || lower.contains("=?")) {
            return true; // RFC 2231 and RFC 2047 can spell anything.
        }
        byte[] bytes = PercentDecoding.lenient(lower, false);
        StringBuilder bare = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            if (b > ' ' && b < 0x7f && b != '\\' && b != '"' && b != '\'') {
                bare.append(isUnderscore((char) b) ? '_' : (char) b);
            }
        }
        String text = bare.toString().toLowerCase(Locale.ROOT);
        return NAMES.stream().anyMatch(text::contains);
    }

    /** As PHP names a parameter: {@code .method} and {@code [method} are {@code _method} to it, {@code _method[]} a list. */
    private static String mangled(String name) {
        String plain = name.strip().toLowerCase(Locale.ROOT);
        int bracket = plain.indexOf('[', 1);
        return (bracket < 0 ? plain : plain.substring(0, bracket))
                .replace('.', '_')
                .replace('[', '_');
    }

    /** What is left of a value for a reader that stops at the first character no method has, such as NUL. */
    private static String firstWord(String value) {
        String stripped = value.strip();
        int end = 0;
        while (end < stripped.length()
                && (Character.isLetterOrDigit(stripped.charAt(end)) || stripped.charAt(end) == '-')) {
            end++;
        }
        return stripped.substring(0, end);
    }

    private static boolean isUnderscore(char c) {
        return c == '_' || c == '.' || c == '[';
    }

    /** Whether a query, from this place on, names a method, or may do so behind an encoding. */
    private static boolean mayHold(String query, int from) {
        for (int i = from; i < query.length(); i++) {
            char c = query.charAt(i);
            boolean isSign = c == '%'
                    || (isUnderscore(c)
                            && (query.regionMatches(true, i + 1, "method", 0, 6)
                                    || query.regionMatches(true, i + 1, "httpmethod", 0, 10)))
                    || (c == '-'
                            && (query.regionMatches(true, i, "-http-", 0, 6)
                                    || query.regionMatches(true, i, "-method-", 0, 8)));
            if (isSign) {
                return true;
            }
        }
        return false;
    }
}

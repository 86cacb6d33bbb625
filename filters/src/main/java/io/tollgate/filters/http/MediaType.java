package io.tollgate.filters.http;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value and its parameters, as in Content-Type and Content-Disposition (RFC 9110 section 5.6.6), read strictly. Immutable.
 *
 * @param name the value itself, in lower case
 * @param parameters by their names in lower case
 */
record MediaType(String name, Map<String, String> parameters) {
    MediaType {
        parameters = Map.copyOf(parameters);
    }

    /** Null where two parsers could read two things: an unclosed quote, a doubled or extended parameter, an escaped quote. */
    static @Nullable MediaType parse(String text) {
        int semicolon = text.indexOf(';');
        String name =
                (semicolon < 0 ? text : text.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
        if (!isToken(name.replace('/', '-'))) {
            return null;
        }
        Map<String, String> parameters = new HashMap<>();
        int at = semicolon < 0 ? text.length() : semicolon + 1;
        while (at < text.length()) {
            at = parameter(text, at, parameters);
            if (at < 0) {
                return null;
            }
        }
        return new MediaType(name, parameters);
    }

    /** Reads one parameter; returns where the next begins, or -1. */
    private static int parameter(String text, int start, Map<String, String> parameters) {
        int at = skipBlanks(text, start);
        if (at == text.length()) {
            return at;
        }
        int equals = text.indexOf('=', at);
        if (equals < 0) {
            return -1;
        }
        String name = text.substring(at, equals).toLowerCase(Locale.ROOT);
        boolean isQuoted = equals + 1 < text.length() && text.charAt(equals + 1) == '"';
        int from = isQuoted ? equals + 2 : equals + 1;
        int end = isQuoted ? text.indexOf('"', from) : nextSemicolon(text, from);
        if (end < 0 || !isToken(name) || name.indexOf('*') >= 0) {
            return -1;
        }
        String value =
                isQuoted ? text.substring(from, end) : text.substring(from, end).strip();
        // PHP takes an apostrophe for a quote, too, and looks for its end beyond semicolons.
        boolean isClear = isQuoted ? !value.endsWith("\\") : isToken(value) && value.charAt(0) != '\'';
        if (!isClear || parameters.put(name, value) != null) {
            return -1;
        }
        int next = skipBlanks(text, isQuoted ? end + 1 : end);
        return next == text.length() ? next : text.charAt(next) == ';' ? next + 1 : -1;
    }

    private static int nextSemicolon(String text, int from) {
        int semicolon = text.indexOf(';', from);
        return semicolon < 0 ? text.length() : semicolon;
    }

    private static int skipBlanks(String text, int start) {
        int at = start;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    /** RFC 9110 section 5.6.2. */
    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7f || "\"(),/:;<=>?@[\\]{}".indexOf(c) >= 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}

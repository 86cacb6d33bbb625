package io.tollgate.proxy.demo;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringTokenizer;

/**
 * Parameters of a query and a form, as a CGI library of the time reads them: split at {@code &} and {@code ;}, names in lower
 * case, and of several with one name the last counts. Immutable.
 */
final class Parameters {

    private static final int MOST = 300;

    // Browsers read ISO-8859-1 as windows-1252 and send forms in it: quotation marks from a word processor arrive as
    // 0x93.
    private static final Charset CHARSET = Charset.forName("windows-1252");

    private final Map<String, String> values;

    private Parameters(Map<String, String> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    /** Reads urlencoded texts, later ones over earlier ones; a text that can't be decoded is kept as it came. */
    static Parameters parse(String... encoded) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String text : encoded) {
            StringTokenizer pairs = new StringTokenizer(text, "&;");
            while (pairs.hasMoreTokens() && values.size() < MOST) {
                String pair = pairs.nextToken();
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                values.put(Text.lower(name.trim()), equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return new Parameters(values);
    }

    /** The trimmed value; empty where there is none. */
    String get(String name) {
        return values.getOrDefault(name, "").trim();
    }

    /** The value as a whole number, or -1. */
    int number(String name) {
        return Text.number(get(name));
    }

    Map<String, String> all() {
        return values;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, CHARSET);
        } catch (IllegalArgumentException broken) {
            return text;
        }
    }
}

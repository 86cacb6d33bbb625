package io.tollgate.proxy.secrets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.codec.binary.Base32;

/** Every secret of a day, and how each could look wherever it must not be. Safe for use by any thread. */
final class Secrets {
    /** Shorter ones stand anywhere by chance. */
    private static final int SHORTEST = 8;

    private final Map<String, Set<byte[]>> secrets = new ConcurrentHashMap<>();
    private final Map<String, Boolean> known = new ConcurrentHashMap<>();

    /** What is looked for: {@code isAlone} where it counts only between others than digits. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Needle(String secret, String spelling, byte[] bytes, boolean isAlone) {}

    /** A secret; returns it. */
    String add(String kind, String text) {
        add(kind, text.getBytes(UTF_8));
        return text;
    }

    /** A secret that is no text. */
    void add(String kind, byte[] bytes) {
        if (known.putIfAbsent(kind + new String(bytes, ISO_8859_1), true) == null) {
            secrets.computeIfAbsent(kind, none -> ConcurrentHashMap.newKeySet()).add(bytes.clone());
        }
    }

    /** How many there are of each kind. */
    Map<String, Integer> counts() {
        Map<String, Integer> counts = new java.util.TreeMap<>();
        secrets.forEach((kind, all) -> counts.put(kind, all.size()));
        return counts;
    }

    /** All that is looked for, but for these kinds. */
    List<Needle> needles(Set<String> allowed) {
        List<Needle> needles = new ArrayList<>();
        secrets.forEach((kind, all) -> {
            if (!allowed.contains(kind)) {
                all.forEach(secret -> spellings(secret)
                        .forEach((spelling, bytes) ->
                                needles.add(new Needle(kind, spelling, bytes, isDigits(bytes) && bytes.length == 6))));
            }
        });
        return needles;
    }

    private static Map<String, byte[]> spellings(byte[] secret) {
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put("as it is", secret);
        if (isDigits(secret)) {
            return all; // A code: six digits are too little for any other spelling.
        }
        String text = new String(secret, UTF_8);
        if (Arrays.equals(text.getBytes(UTF_8), secret)) {
            texts(all, text);
        }
        base64(all, secret);
        all.put("hex", HexFormat.of().formatHex(secret).getBytes(UTF_8));
        all.put("HEX", HexFormat.of().withUpperCase().formatHex(secret).getBytes(UTF_8));
        // Its last characters depend on what follows, of which nothing is known.
        String base32 = new Base32().encodeAsString(secret).replace("=", "");
        all.put("base32", base32.substring(0, base32.length() - 2).getBytes(UTF_8));
        all.put(
                "base32 in small letters",
                base32.substring(0, base32.length() - 2)
                        .toLowerCase(Locale.ROOT)
                        .getBytes(UTF_8));
        all.values().removeIf(bytes -> bytes.length < SHORTEST);
        return all;
    }

    private static void texts(Map<String, byte[]> all, String text) {
        all.put("UTF-16, little end first", text.getBytes(UTF_16LE));
        all.put("UTF-16, big end first", text.getBytes(UTF_16BE));
        String percent = URLEncoder.encode(text, UTF_8);
        put(all, "Latin-1", text, new String(text.getBytes(ISO_8859_1), ISO_8859_1).equals(text) ? text : null, true);
        put(all, "in a form", text, percent, false);
        put(all, "percent-encoded", text, percent.replace("+", "%20"), false);
        put(
                all,
                "percent-encoded in small letters",
                text,
                percent.replace("+", "%20").toLowerCase(Locale.ROOT),
                false);
        put(
                all,
                "in HTML",
                text,
                text.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace("\"", "&#34;")
                        .replace("'", "&#39;"),
                false);
        put(all, "in JSON", text, text.replace("\\", "\\\\").replace("\"", "\\\""), false);
        put(all, "reversed", text, new StringBuilder(text).reverse().toString(), false);
    }

    private static void put(
            Map<String, byte[]> all,
            String spelling,
            String text,
            @org.jspecify.annotations.Nullable String spelt,
            boolean isLatin) {
        if (spelt != null && (isLatin || !spelt.equals(text))) {
            all.put(spelling, spelt.getBytes(isLatin ? ISO_8859_1 : UTF_8));
        }
    }

    /** At each of the three places in which it can stand among others; what depends on these is left out. */
    private static void base64(Map<String, byte[]> all, byte[] secret) {
        for (int before = 0; before < 3; before++) {
            byte[] padded = new byte[before + secret.length];
            System.arraycopy(secret, 0, padded, before, secret.length);
            String whole = Base64.getEncoder().withoutPadding().encodeToString(padded);
            int from = (before * 8 + 5) / 6;
            int to = padded.length * 8 / 6;
            String inner = whole.substring(from, to);
            all.put("base64 after " + before, inner.getBytes(UTF_8));
            all.put(
                    "base64url after " + before,
                    inner.replace('+', '-').replace('/', '_').getBytes(UTF_8));
        }
    }

    private static boolean isDigits(byte[] bytes) {
        for (byte each : bytes) {
            if (each < '0' || each > '9') {
                return false;
            }
        }
        return bytes.length > 0;
    }
}

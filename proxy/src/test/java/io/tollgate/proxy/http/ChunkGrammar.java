package io.tollgate.proxy.http;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The chunked bodies we take, as RFC 9112 section 7.1 writes them down, without quotes and blanks: slow and plain. */
final class ChunkGrammar {
    private static final String TOKEN = "[-!#$%&'*+.^_`|~0-9A-Za-z]+";
    private static final Pattern SIZE = Pattern.compile("([0-9a-fA-F]{1,15})(;" + TOKEN + "(=" + TOKEN + ")?)*\r\n");
    private static final Pattern TRAILERS = Pattern.compile("(" + TOKEN + ":[\t -~\u0080-\u00ff]*\r\n)*\r\n");

    private ChunkGrammar() {}

    /**
     * What becomes of it.
     *
     * @param consumed bytes that belong to the body
     */
    record Result(boolean isComplete, String data, int consumed) {
        static final Result REFUSED = new Result(false, "refused", 0);
        static final Result PARTIAL = new Result(false, "partial", 0);
    }

    static Result read(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        StringBuilder data = new StringBuilder();
        int at = 0;
        while (true) {
            Matcher size = SIZE.matcher(text).region(at, text.length());
            if (!size.lookingAt()) {
                return size.hitEnd() ? Result.PARTIAL : Result.REFUSED;
            }
            at = size.end();
            long length = Long.parseLong(size.group(1), 16);
            if (length == 0) {
                return trailers(text, at, data);
            }
            if (length > text.length() - at) {
                return Result.PARTIAL;
            }
            data.append(text, at, at + (int) length);
            at += (int) length;
            String end = text.substring(at, Math.min(text.length(), at + 2));
            if (!end.equals("\r\n")) {
                return "\r\n".startsWith(end) ? Result.PARTIAL : Result.REFUSED;
            }
            at += 2;
        }
    }

    /** Trailers are judged when all are there, but for line ends. */
    private static Result trailers(String text, int at, StringBuilder data) {
        Matcher trailers = TRAILERS.matcher(text).region(at, text.length());
        if (trailers.lookingAt()) {
            return new Result(true, data.toString(), trailers.end());
        }
        String rest = text.substring(at);
        boolean isWhole = rest.startsWith("\r\n") || rest.contains("\r\n\r\n");
        boolean isBadEnd = Pattern.compile("(?<!\r)\n").matcher(rest).find();
        return isWhole || isBadEnd ? Result.REFUSED : Result.PARTIAL;
    }
}

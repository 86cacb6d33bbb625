package io.tollgate.proxy.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Makes messages of HTTP/1.1 that are right, and damages them. The same seed makes the same bytes. */
final class Generator {
    private static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "HEAD", "REPORT");
    private static final List<String> TARGETS = List.of(
            "/",
            "/a",
            "/a;v=1/b?x=1&&y=@",
            "/claims/7?q=a+b&z=%2B",
            "/x?a=b?c",
            "/'()*!$,",
            "http://gw.test/abs?q",
            "/?");
    private static final List<String> FIELDS = List.of(
            "X-A: 1",
            "Accept: text/html, */*;q=0.8",
            "Cookie: a=b; c=\"d e\"",
            "x-empty:",
            "X-Blank:  a  b\t",
            "X-Text: \u00e9\u00ff",
            "If-None-Match: \"a,b\", W/\"c\"",
            "Authorization: Basic eDp5",
            "TE: trailers",
            "Connection: keep-alive",
            "Expect: 100-continue",
            "X-T~!#$%&'*+.^_`|: token");
    private static final List<String> ANSWER_FIELDS = List.of(
            "Server: old/1.0 (x)",
            "Set-Cookie: a=1:2, 3; Path=/",
            "Set-Cookie: a=2",
            "Content-Type: text/html; charset=iso-8859-1",
            "Location:",
            "ETag: W/\"x\"",
            "X-Text: \u00e9",
            "Connection: keep-alive",
            "Date: Sun, 22 Nov 2026 08:00:00 GMT");
    private static final List<String> NASTY = List.of(
            "Content-Length: 5",
            "Content-Length: 0",
            "Content-Length: +3",
            "Content-Length: 007",
            "Content-Length: 3, 3",
            "Content-Length : 4",
            "content_length: 9",
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: gzip, chunked",
            "Transfer-Encoding: identity",
            "Transfer-Encoding : chunked",
            "Transfer-Encoding:\u000bchunked",
            "Transfer_Encoding: chunked",
            "Host: evil.test",
            "Host: gw.test ",
            "Host: gw.test:81",
            "Host: a/b",
            " folded: x",
            "\tfolded",
            "nocolon",
            ": noname",
            "A B: x",
            "Connection: close",
            "Connection: X-A",
            "Connection: close, Host",
            "Upgrade: h2c",
            "Upgrade: websocket",
            "Expect: x",
            "X-Nul: a\u0000b",
            "X-Cr: a\rb",
            "X-Del: \u007f",
            "X-\u0080: y");
    private static final String SPECIAL = "\r\n\0 \t:;,=/\\?#@\"%0aA+-_.\u000b\u000c\u007f\u0080\u00ff{}[]";

    private final Random random;

    Generator(long seed) {
        random = new Random(seed);
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** One to three requests in a row, each of which may be served. */
    byte[] requests() {
        StringBuilder out = new StringBuilder();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            request(out);
        }
        return out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private void request(StringBuilder out) {
        boolean isOld = random.nextInt(12) == 0;
        out.append(one(METHODS)).append(' ').append(one(TARGETS)).append(isOld ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
        int before = random.nextInt(3);
        for (int i = 0; i < before; i++) {
            field(out, FIELDS);
        }
        out.append(random.nextInt(6) == 0 ? "host:gw.test\r\n" : "Host: gw.test\r\n");
        if (isOld && random.nextBoolean()) {
            out.append("Connection: keep-alive\r\n");
        }
        int after = random.nextInt(4);
        for (int i = 0; i < after; i++) {
            field(out, FIELDS);
        }
        framed(out, isOld ? random.nextInt(2) : random.nextInt(3));
    }

    /** An expectation or a list of options comes once at most. */
    private void field(StringBuilder out, List<String> fields) {
        String field = one(fields);
        if (out.indexOf(field, Math.max(0, out.lastIndexOf("HTTP/1."))) < 0 || field.startsWith("X")) {
            out.append(field).append("\r\n");
        }
    }

    private void framed(StringBuilder out, int kind) {
        int size = random.nextInt(4) == 0 ? 0 : random.nextInt(40);
        if (kind == 0) {
            out.append("\r\n");
        } else if (kind == 1) {
            out.append("Content-Length: ").append(size).append("\r\n\r\n");
            data(out, size);
        } else {
            out.append(
                    random.nextBoolean() ? "Transfer-Encoding: chunked\r\n\r\n" : "transfer-encoding:Chunked\r\n\r\n");
            chunks(out);
        }
    }

    private void chunks(StringBuilder out) {
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            int size = 1 + random.nextInt(30);
            out.append(random.nextInt(8) == 0 ? "00" : "").append(Integer.toHexString(size));
            out.append(random.nextInt(6) == 0 ? ";a=b;c" : "").append("\r\n");
            data(out, size);
            out.append("\r\n");
        }
        out.append(random.nextInt(8) == 0 ? "000\r\n" : "0\r\n");
        out.append(random.nextInt(5) == 0 ? "X-Trailer: t\r\n\r\n" : "\r\n");
    }

    /** Data that look like something else. */
    private void data(StringBuilder out, int size) {
        String text = switch (random.nextInt(4)) {
            case 0 -> "GET /smuggled HTTP/1.1\r\nHost: gw.test\r\n\r\n";
            case 1 -> "0\r\n\r\n";
            case 2 -> "a=b&c=d\u0000\u00ff";
            default -> "\r\n5\r\nhello\r\n";
        };
        for (int i = 0; i < size; i++) {
            out.append(text.charAt(i % text.length()));
        }
    }

    /** One to three answers in a row, interim ones among them, to requests other than HEAD. */
    byte[] answers() {
        StringBuilder out = new StringBuilder();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            if (random.nextInt(6) == 0) {
                out.append("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n");
            }
            int kind = random.nextInt(5);
            out.append("HTTP/1.1 ")
                    .append(
                            kind == 0
                                    ? "204 No Content"
                                    : kind == 1
                                            ? "304 Not Modified"
                                            : one(List.of("200 OK", "404 Not \u00e9", "500 ", "302 Found")))
                    .append("\r\n");
            int fields = random.nextInt(4);
            for (int f = 0; f < fields; f++) {
                field(out, ANSWER_FIELDS);
            }
            framed(out, kind < 2 ? 0 : 1 + random.nextInt(2));
        }
        return out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The same with one to three faults in it. */
    byte[] damaged(byte[] bytes) {
        byte[] now = bytes;
        int faults = 1 + random.nextInt(3);
        for (int i = 0; i < faults; i++) {
            now = fault(now);
        }
        return now;
    }

    private byte[] fault(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        return switch (random.nextInt(10)) {
            case 0 -> spliced(bytes, at, Math.min(bytes.length, at + 1), special());
            case 1 -> spliced(bytes, at, at, special());
            case 2 -> spliced(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(3)), "");
            case 3, 4, 5 -> line(bytes, at, one(NASTY) + "\r\n");
            case 6 -> again(bytes, at);
            case 7 -> lineEnd(bytes, at);
            case 8 -> digit(bytes, at);
            default -> fieldAgain(bytes, at);
        };
    }

    private String special() {
        return String.valueOf(SPECIAL.charAt(random.nextInt(SPECIAL.length())));
    }

    private static byte[] spliced(byte[] bytes, int start, int end, String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, start);
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        out.write(bytes, end, bytes.length - end);
        return out.toByteArray();
    }

    /** A line of its own after the next line end. */
    private static byte[] line(byte[] bytes, int at, String line) {
        int lf = indexOf(bytes, '\n', at);
        return lf < 0 ? spliced(bytes, at, at, line) : spliced(bytes, lf + 1, lf + 1, line);
    }

    /** A piece twice. */
    private byte[] again(byte[] bytes, int at) {
        int end = Math.min(bytes.length, at + random.nextInt(20));
        return spliced(bytes, end, end, new String(bytes, at, end - at, StandardCharsets.ISO_8859_1));
    }

    /** A line end that is another. */
    private byte[] lineEnd(byte[] bytes, int at) {
        int lf = indexOf(bytes, '\n', at);
        boolean isCrlf = lf > 0 && bytes[lf - 1] == '\r';
        return isCrlf
                ? spliced(bytes, lf - 1, lf + 1, one(List.of("\n", "\r", "\r\r\n", "\n\r\n", " \r\n", "\r\n ")))
                : bytes;
    }

    private byte[] digit(byte[] bytes, int at) {
        for (int i = at; i < bytes.length; i++) {
            if (bytes[i] >= '0' && bytes[i] <= '9') {
                return spliced(
                        bytes, i, i + 1, one(List.of("0", "1", "9", "00", "0x1", "-1", "a", "99999999999999999999")));
            }
        }
        return bytes;
    }

    /** A field twice, the second time spelt otherwise. */
    private byte[] fieldAgain(byte[] bytes, int at) {
        int start = indexOf(bytes, '\n', at) + 1;
        int end = indexOf(bytes, '\n', start) + 1;
        if (start == 0 || end == 0) {
            return bytes;
        }
        String line = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
        String other = switch (random.nextInt(4)) {
            case 0 -> line.toUpperCase(java.util.Locale.ROOT);
            case 1 -> line.replace(":", " :");
            case 2 -> line.replace('-', '_');
            default -> line;
        };
        return spliced(bytes, end, end, other);
    }

    private static int indexOf(byte[] bytes, int b, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == b) {
                return i;
            }
        }
        return -1;
    }

    /** Sizes of pieces to cut some bytes into. */
    int[] pieces(int length) {
        int[] pieces = new int[1 + random.nextInt(6)];
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = random.nextInt(1 + random.nextInt(1 + length));
        }
        return pieces;
    }
}

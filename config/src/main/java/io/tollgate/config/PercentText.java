package io.tollgate.config;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Decodes percent encoding once (RFC 3986 section 2.1), and refuses what no judged request can hold. */
final class PercentText {

    private PercentText() {}

    /** A segment of a path, or a part of one. */
    static String inPath(String text) {
        refuse(text, "\\#|\"<>^`");
        String decoded = decode(text, false);
        for (int i = 0; i < decoded.length(); i++) {
            char c = decoded.charAt(i);
            if (c == '/' || c == '\\' || (c == ';' && text.indexOf(';') < 0)) {
                throw new MalformedValueException(
                        "\"" + text + "\" encodes \"" + c + "\", and requests that do are refused", "leave it out");
            }
            if (c == '%' && i + 2 < decoded.length() && isHex(decoded.charAt(i + 1)) && isHex(decoded.charAt(i + 2))) {
                throw new MalformedValueException(
                        "\"" + text + "\" is encoded twice, and requests that are so are refused", "encode it once");
            }
        }
        return decoded;
    }

    /** A name or a value in a query; a plus is a blank there. */
    static String inQuery(String text) {
        if (text.indexOf('*') >= 0) {
            throw new MalformedValueException(
                    "\"" + text + "\" has a star, but values of parameters are compared as they stand",
                    "write the whole value, and the character itself as percent 2A");
        }
        refuse(text, "#;?\\");
        return decode(text, true);
    }

    private static void refuse(String text, String characters) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                throw new MalformedValueException(
                        "\"" + text + "\" has a blank", "encode it, and put one blank only after methods");
            }
            if (characters.indexOf(c) >= 0) {
                throw new MalformedValueException("\"" + text + "\" has a \"" + c + "\"", "leave it out");
            }
        }
    }

    private static String decode(String text, boolean plusIsBlank) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (c == '%') {
                if (i + 2 >= text.length() || !isHex(text.charAt(i + 1)) || !isHex(text.charAt(i + 2))) {
                    throw new MalformedValueException(
                            "\"" + text + "\" has a broken percent encoding",
                            "let two hex digits follow the percent sign");
                }
                bytes.write(Integer.parseInt(text, i + 1, i + 3, 16));
                i += 3;
                continue;
            }
            bytes.writeBytes(
                    c == '+' && plusIsBlank
                            ? new byte[] {' '}
                            : new String(Character.toChars(c)).getBytes(StandardCharsets.UTF_8));
            i += Character.charCount(c);
        }
        return utf8(text, bytes.toByteArray());
    }

    private static String utf8(String text, byte[] bytes) {
        String decoded;
        try {
            decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedValueException("\"" + text + "\" does not encode UTF-8", "encode the bytes of UTF-8");
        }
        if (decoded.chars().anyMatch(Character::isISOControl)) {
            throw new MalformedValueException("a control character is in the pattern", "leave it out");
        }
        return decoded;
    }

    private static boolean isHex(char c) {
        return c < 128 && Character.digit(c, 16) >= 0;
    }
}

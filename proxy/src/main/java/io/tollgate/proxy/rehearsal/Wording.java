package io.tollgate.proxy.rehearsal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tollgate.filters.http.Field;
import java.io.ByteArrayOutputStream;

/** How requests are put on a connection. Confined to one thread. */
sealed interface Wording {
    /** What ALPN calls it. */
    String protocol();

    /** What a client sends before it asks for anything. */
    byte[] opening();

    /** A request, whole. */
    byte[] request(Ask ask, String host);

    /** HTTP/1.1 (RFC 9112). */
    final class Http1 implements Wording {
        @Override
        public String protocol() {
            return "http/1.1";
        }

        @Override
        public byte[] opening() {
            return new byte[0];
        }

        @Override
        public byte[] request(Ask ask, String host) {
            StringBuilder text = new StringBuilder(512);
            text.append(ask.method()).append(' ').append(ask.path()).append(" HTTP/1.1\r\nhost: ");
            text.append(host).append("\r\n");
            for (Field field : ask.fields()) {
                text.append(field.name()).append(": ").append(field.value()).append("\r\n");
            }
            if (!ask.body().isEmpty()) {
                text.append("content-length: ").append(ask.body().length()).append("\r\n");
            }
            return text.append("\r\n").append(ask.body()).toString().getBytes(ISO_8859_1);
        }
    }

    /** HTTP/2 (RFC 9113), each field a literal that no table keeps (RFC 7541 section 6.2.2). */
    final class Http2 implements Wording {
        private static final int DATA = 0;
        private static final int HEADERS = 1;
        private static final int SETTINGS = 4;
        private static final int END_STREAM = 1;
        private static final int END_HEADERS = 4;

        private int stream = -1;

        @Override
        public String protocol() {
            return "h2";
        }

        @Override
        public byte[] opening() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1));
            frame(bytes, SETTINGS, 0, 0, new byte[0]);
            return bytes.toByteArray();
        }

        @Override
        public byte[] request(Ask ask, String host) {
            stream += 2;
            ByteArrayOutputStream block = new ByteArrayOutputStream();
            field(block, ":method", ask.method());
            field(block, ":scheme", "https");
            field(block, ":authority", host);
            field(block, ":path", ask.path());
            ask.fields().forEach(field -> field(block, field.name(), field.value()));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            boolean hasBody = !ask.body().isEmpty();
            frame(bytes, HEADERS, hasBody ? END_HEADERS : END_HEADERS | END_STREAM, stream, block.toByteArray());
            if (hasBody) {
                frame(bytes, DATA, END_STREAM, stream, ask.body().getBytes(ISO_8859_1));
            }
            return bytes.toByteArray();
        }

        private static void field(ByteArrayOutputStream block, String name, String value) {
            block.write(0);
            text(block, name);
            text(block, value);
        }

        /** RFC 7541 section 5.2, without Huffman's code; of 127 bytes and more the length follows in sevens of bits. */
        private static void text(ByteArrayOutputStream block, String text) {
            if (text.length() < 127) {
                block.write(text.length());
            } else {
                block.write(127);
                int rest = text.length() - 127;
                for (; rest > 127; rest >>= 7) {
                    block.write((rest & 127) | 128);
                }
                block.write(rest);
            }
            block.writeBytes(text.getBytes(ISO_8859_1));
        }

        private static void frame(ByteArrayOutputStream bytes, int type, int flags, int stream, byte[] payload) {
            bytes.write(payload.length >> 16);
            bytes.write(payload.length >> 8);
            bytes.write(payload.length);
            bytes.write(type);
            bytes.write(flags);
            bytes.write(stream >> 24);
            bytes.write(stream >> 16);
            bytes.write(stream >> 8);
            bytes.write(stream);
            bytes.writeBytes(payload);
        }
    }
}

package io.tollgate.filters.passkey;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** As much of CBOR (RFC 8949) as authenticators write, in the order that is given. */
final class Cbor {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static byte[] of(Object value) {
        Cbor cbor = new Cbor();
        cbor.put(value);
        return cbor.out.toByteArray();
    }

    private void put(Object value) {
        if (value instanceof Map<?, ?> map) {
            head(5, map.size());
            map.forEach((name, each) -> {
                put(name);
                put(each);
            });
        } else if (value instanceof String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            head(3, bytes.length);
            out.writeBytes(bytes);
        } else if (value instanceof byte[] bytes) {
            head(2, bytes.length);
            out.writeBytes(bytes);
        } else if (value instanceof Integer number) {
            head(number < 0 ? 1 : 0, number < 0 ? -1 - number : number);
        } else {
            throw new IllegalArgumentException("no authenticator writes " + value);
        }
    }

    private void head(int major, int length) {
        if (length < 24) {
            out.write(major << 5 | length);
        } else if (length < 256) {
            out.write(major << 5 | 24);
            out.write(length);
        } else {
            out.write(major << 5 | 25);
            out.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
        }
    }
}

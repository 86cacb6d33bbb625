package io.tollgate.proxy.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a client's first message as far as choosing a certificate needs (RFC 8446 section 4.1.2, RFC 6066 section 3).
 *
 * <p>It never fails: what it cannot read is no name, and the protocol proper judges the message afterwards.
 */
final class ClientHello {

    /** A TLS record's header: type, version, length. */
    static final int RECORD_HEADER = 5;

    private static final int HANDSHAKE_HEADER = 4;
    private static final byte CLIENT_HELLO = 1;
    private static final int VERSION_AND_RANDOM = 34;
    private static final int SERVER_NAME = 0;
    private static final byte HOST_NAME = 0;
    private static final int LONGEST_NAME = 255;
    private static final String PLAUSIBLE = "abcdefghijklmnopqrstuvwxyz0123456789-._";

    private ClientHello() {}

    /** How many bytes of handshake the message has that these records begin with; -1 while that is not known yet. */
    static int messageLength(List<byte[]> records) {
        byte[] head = handshake(records, HANDSHAKE_HEADER);
        return head.length < HANDSHAKE_HEADER
                ? -1
                : HANDSHAKE_HEADER + ((head[1] & 0xFF) << 16 | (head[2] & 0xFF) << 8 | (head[3] & 0xFF));
    }

    /** The name asked for, in lower case and without a final dot, or null where there is none that could be one. */
    static @Nullable String serverName(List<byte[]> records) {
        ByteBuffer in = ByteBuffer.wrap(handshake(records, Integer.MAX_VALUE));
        if (in.remaining() < HANDSHAKE_HEADER || in.get(0) != CLIENT_HELLO) {
            return null;
        }
        in.position(HANDSHAKE_HEADER);
        boolean readable = skip(in, VERSION_AND_RANDOM) // legacy_version, random
                && skip(in, length8(in)) // legacy_session_id
                && skip(in, length16(in)) // cipher_suites
                && skip(in, length8(in)); // legacy_compression_methods
        ByteBuffer extensions = readable ? slice(in, length16(in)) : null;
        while (extensions != null && extensions.remaining() >= 4) {
            int type = extensions.getShort() & 0xFFFF;
            ByteBuffer extension = slice(extensions, length16(extensions));
            if (type == SERVER_NAME) {
                return extension == null ? null : hostName(extension);
            }
            if (extension == null) {
                return null;
            }
        }
        return null;
    }

    private static @Nullable String hostName(ByteBuffer extension) {
        ByteBuffer list = slice(extension, length16(extension));
        while (list != null && list.remaining() >= 3) {
            byte type = list.get();
            ByteBuffer name = slice(list, length16(list));
            if (name == null) {
                return null;
            }
            if (type == HOST_NAME) {
                return normalised(name);
            }
        }
        return null;
    }

    private static @Nullable String normalised(ByteBuffer bytes) {
        if (!bytes.hasRemaining() || bytes.remaining() > LONGEST_NAME) {
            return null;
        }
        String name = StandardCharsets.ISO_8859_1.decode(bytes).toString().toLowerCase(Locale.ROOT);
        boolean plausible = name.chars().allMatch(c -> PLAUSIBLE.indexOf(c) >= 0);
        if (!plausible || name.equals(".")) {
            return null;
        }
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static byte[] handshake(List<byte[]> records, int most) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        for (byte[] bytes : records) {
            int wanted = Math.min(bytes.length - RECORD_HEADER, most - out.size());
            out.write(bytes, RECORD_HEADER, wanted);
        }
        return out.toByteArray();
    }

    private static int length8(ByteBuffer in) {
        return in.hasRemaining() ? in.get() & 0xFF : -1;
    }

    private static int length16(ByteBuffer in) {
        return in.remaining() >= 2 ? in.getShort() & 0xFFFF : -1;
    }

    private static boolean skip(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            return false;
        }
        in.position(in.position() + length);
        return true;
    }

    private static @Nullable ByteBuffer slice(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            return null;
        }
        ByteBuffer part = in.slice(in.position(), length);
        in.position(in.position() + length);
        return part;
    }
}

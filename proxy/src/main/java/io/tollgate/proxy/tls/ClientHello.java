package io.tollgate.proxy.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A client's first message, read as far as choosing a certificate needs (RFC 8446 section 4.1.2). Immutable.
 *
 * <p>Reading never fails: what it cannot read is not there, and the protocol proper judges the message afterwards.
 */
final class ClientHello {

    /** A TLS record's header: type, version, length. */
    static final int RECORD_HEADER = 5;

    private static final int HANDSHAKE_HEADER = 4;
    private static final byte CLIENT_HELLO = 1;
    private static final int VERSION_AND_RANDOM = 34;
    private static final int SERVER_NAME = 0;
    private static final int SIGNATURE_ALGORITHMS = 13;
    private static final int PROTOCOLS = 16;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int TLS_1_3 = 0x0304;
    private static final byte HOST_NAME = 0;
    private static final int LONGEST_NAME = 255;
    private static final String PLAUSIBLE = "abcdefghijklmnopqrstuvwxyz0123456789-._";

    private final @Nullable ByteBuffer suites;
    private final @Nullable ByteBuffer extensions;
    private final @Nullable String serverName;

    private ClientHello(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message);
        ByteBuffer foundSuites = null;
        ByteBuffer foundExtensions = null;
        if (in.remaining() >= HANDSHAKE_HEADER && in.get(0) == CLIENT_HELLO) {
            in.position(HANDSHAKE_HEADER);
            if (skip(in, VERSION_AND_RANDOM) && skip(in, length8(in))) { // legacy_version, random, legacy_session_id
                foundSuites = slice(in, length16(in));
            }
            if (foundSuites != null && skip(in, length8(in))) { // legacy_compression_methods
                foundExtensions = slice(in, length16(in));
            }
        }
        this.suites = foundSuites;
        this.extensions = foundExtensions;
        this.serverName = hostName(extension(SERVER_NAME));
    }

    /** The message that these records hold. */
    static ClientHello of(List<byte[]> records) {
        return new ClientHello(handshake(records, Integer.MAX_VALUE));
    }

    /** How many bytes of handshake the message has that these records begin with; -1 while that is not known yet. */
    static int messageLength(List<byte[]> records) {
        byte[] head = handshake(records, HANDSHAKE_HEADER);
        return head.length < HANDSHAKE_HEADER
                ? -1
                : HANDSHAKE_HEADER + ((head[1] & 0xFF) << 16 | (head[2] & 0xFF) << 8 | (head[3] & 0xFF));
    }

    /** The name that the message in these records asks for, as {@link #serverName()}. */
    static @Nullable String serverName(List<byte[]> records) {
        return of(records).serverName();
    }

    /**
     * The name asked for (RFC 6066 section 3), in lower case and without a final dot; null where there is none that could be one.
     */
    @Nullable
    String serverName() {
        return serverName;
    }

    /** Whether it offers application protocols (RFC 7301), and none of these is among them. */
    boolean offersNoneOf(List<String> protocols) {
        ByteBuffer extension = extension(PROTOCOLS);
        ByteBuffer list = extension == null ? null : slice(extension, length16(extension));
        if (list == null) {
            return false;
        }
        while (list.hasRemaining()) {
            ByteBuffer protocol = slice(list, length8(list));
            if (protocol == null) {
                return false;
            }
            if (protocols.contains(StandardCharsets.ISO_8859_1.decode(protocol).toString())) {
                return false;
            }
        }
        return true;
    }

    /** Whether it accepts signatures by a key of this kind, and knows a cipher suite to go with them. */
    boolean accepts(KeyKind kind) {
        ByteBuffer algorithms = extension(SIGNATURE_ALGORITHMS);
        ByteBuffer list = algorithms == null ? null : slice(algorithms, length16(algorithms));
        if (list != null && !has(list, kind::signs)) {
            return false;
        }
        return isTls13() || suites == null || has(suites.duplicate(), kind::isFor);
    }

    private boolean isTls13() {
        ByteBuffer versions = extension(SUPPORTED_VERSIONS);
        ByteBuffer list = versions == null ? null : slice(versions, length8(versions));
        return list != null && has(list, version -> version == TLS_1_3);
    }

    private static boolean has(ByteBuffer list, IntPredicate wanted) {
        while (list.remaining() >= 2) {
            if (wanted.test(list.getShort() & 0xFFFF)) {
                return true;
            }
        }
        return false;
    }

    /** What stands in the extension, or null where there is none of this type or the list is damaged before it. */
    private @Nullable ByteBuffer extension(int wanted) {
        ByteBuffer rest = extensions == null ? null : extensions.duplicate();
        while (rest != null && rest.remaining() >= 4) {
            int type = rest.getShort() & 0xFFFF;
            ByteBuffer extension = slice(rest, length16(rest));
            if (type == wanted || extension == null) {
                return extension;
            }
        }
        return null;
    }

    private static @Nullable String hostName(@Nullable ByteBuffer extension) {
        ByteBuffer list = extension == null ? null : slice(extension, length16(extension));
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

package io.tollgate.proxy.listener;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.tollgate.config.AddressText;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * What a load balancer says in front of a connection: the PROXY protocol of HAProxy, versions 1 and 2, read strictly.
 *
 * <p>Nothing is taken from the buffer before the header is whole, and nothing beyond its end.
 */
sealed interface ProxyHeader {

    /** Who is connected, as the sender says. */
    record Client(InetSocketAddress source) implements ProxyHeader {}

    /** The sender speaks for itself ({@code LOCAL}) or does not know: the socket's own addresses hold. */
    enum Itself implements ProxyHeader {
        ITSELF
    }

    /** The longest header that is read, addresses and additions together: a certificate's worth. */
    int MOST = 4_096;

    /** Looks whether a header begins the buffer, and takes it; null as long as it may still become one. */
    static @Nullable ProxyHeader read(ByteBuf in) throws BadProxyHeaderException {
        if (!in.isReadable()) {
            return null;
        }
        return in.getByte(in.readerIndex()) == 'P' ? Text.read(in) : Binary.read(in);
    }

    /** Version 1: a line of text. */
    final class Text {
        private static final byte[] START = "PROXY ".getBytes(US_ASCII);
        private static final int LONGEST = 107;

        private Text() {}

        private static @Nullable ProxyHeader read(ByteBuf in) throws BadProxyHeaderException {
            requireStart(in, START);
            int length = Math.min(in.readableBytes(), LONGEST);
            int end = in.indexOf(in.readerIndex(), in.readerIndex() + length, (byte) '\n');
            if (end < 0) {
                if (length == LONGEST) {
                    throw new BadProxyHeaderException("version 1 without an end of line in " + LONGEST + " bytes");
                }
                return null;
            }
            String line = in.toString(in.readerIndex(), end + 1 - in.readerIndex(), US_ASCII);
            if (!line.endsWith("\r\n")) {
                throw new BadProxyHeaderException("version 1 whose line does not end in CR LF");
            }
            ProxyHeader header = of(line.substring(0, line.length() - 2));
            in.readerIndex(end + 1);
            return header;
        }

        private static ProxyHeader of(String line) throws BadProxyHeaderException {
            if (line.equals("PROXY UNKNOWN") || line.startsWith("PROXY UNKNOWN ")) {
                return Itself.ITSELF;
            }
            String[] words = line.split(" ", -1);
            int bytes = words.length != 6 ? 0 : words[1].equals("TCP4") ? 4 : words[1].equals("TCP6") ? 16 : 0;
            if (bytes == 0) {
                throw new BadProxyHeaderException(
                        "version 1 that is neither TCP4, TCP6 nor UNKNOWN with its addresses");
            }
            byte[] source = address(words[2], bytes);
            address(words[3], bytes);
            int port = port(words[4]);
            port(words[5]);
            return new Client(socket(source, port));
        }

        private static byte[] address(String text, int bytes) throws BadProxyHeaderException {
            byte[] address = AddressText.parse(text);
            if (address == null || address.length != bytes) {
                throw new BadProxyHeaderException("version 1 with an address that is none of its family");
            }
            return address;
        }

        private static int port(String digits) throws BadProxyHeaderException {
            boolean number = !digits.isEmpty()
                    && digits.length() <= 5
                    && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                    && (digits.length() == 1 || digits.charAt(0) != '0');
            int port = number ? Integer.parseInt(digits) : 65_536;
            if (port > 65_535) {
                throw new BadProxyHeaderException("version 1 with a port that is none");
            }
            return port;
        }
    }

    /** Version 2: sixteen bytes, addresses, additions. */
    final class Binary {
        private static final byte[] START = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};
        private static final int FIXED = 16;
        private static final int LOCAL = 0x20;
        private static final int PROXY = 0x21;
        private static final int UNSPECIFIED = 0;
        private static final int TCP4 = 0x11;
        private static final int TCP6 = 0x21;

        private Binary() {}

        private static @Nullable ProxyHeader read(ByteBuf in) throws BadProxyHeaderException {
            requireStart(in, START);
            if (in.readableBytes() < FIXED) {
                return null;
            }
            int at = in.readerIndex();
            int command = in.getUnsignedByte(at + 12);
            int family = in.getUnsignedByte(at + 13);
            int length = in.getUnsignedShort(at + 14);
            if (command != LOCAL && command != PROXY) {
                throw new BadProxyHeaderException("version 2 with an unknown version or command");
            }
            boolean addressed = command == PROXY && family != UNSPECIFIED;
            if (addressed && family != TCP4 && family != TCP6) {
                throw new BadProxyHeaderException("version 2 of something else than TCP over IPv4 or IPv6");
            }
            int bytes = family == TCP6 ? 16 : 4;
            if (FIXED + length > MOST || (addressed && length < 2 * bytes + 4)) {
                throw new BadProxyHeaderException("version 2 with a length that does not fit");
            }
            if (in.readableBytes() < FIXED + length) {
                return null;
            }
            ProxyHeader header = addressed ? client(in, at + FIXED, bytes) : Itself.ITSELF;
            in.skipBytes(FIXED + length);
            return header;
        }

        /** Source address, destination address, source port, destination port. */
        private static Client client(ByteBuf in, int at, int bytes) {
            byte[] source = new byte[bytes];
            in.getBytes(at, source);
            return new Client(socket(source, in.getUnsignedShort(at + 2 * bytes)));
        }
    }

    private static void requireStart(ByteBuf in, byte[] start) throws BadProxyHeaderException {
        int there = Math.min(in.readableBytes(), start.length);
        for (int i = 0; i < there; i++) {
            if (in.getByte(in.readerIndex() + i) != start[i]) {
                throw new BadProxyHeaderException("something else");
            }
        }
    }

    private static InetSocketAddress socket(byte[] address, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes", e);
        }
    }
}

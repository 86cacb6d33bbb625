package io.tollgate.proxy;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A connection of HTTP/2 to the gateway on which a test writes the frames itself, right or wrong. */
final class FrameConnection implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    private final Socket below;
    private final SSLSocket socket;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
    private boolean opensWindows = true;

    /** A frame that came. */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    record Frame(int type, int flags, int stream, byte[] payload) {
        int number(int at) {
            return ByteBuffer.wrap(payload).getInt(at);
        }
    }

    /**
     * What came for a stream until it, or the connection, ended.
     *
     * @param status of the final answer; -1 for none
     * @param interims statuses before it
     * @param fields of the final answer, then trailers, as {@code name: value}
     * @param reset the code of RST_STREAM; -1 for none
     * @param goAway the code of GOAWAY; -1 for none
     * @param isWhole whether END_STREAM came
     */
    record Answer(
            int status,
            List<Integer> interims,
            List<String> fields,
            String body,
            int reset,
            int goAway,
            boolean isWhole) {}

    /** Settings are ids and values in turn. */
    FrameConnection(SSLContext trust, int port, int... settings) throws IOException {
        below = new Socket(InetAddress.getLoopbackAddress(), port);
        socket = (SSLSocket) trust.getSocketFactory().createSocket(below, "localhost", port, true);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) GatewayRig.PATIENCE.toMillis());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        if (!socket.getApplicationProtocol().equals("h2")) {
            throw new IOException("no HTTP/2 here: " + socket.getApplicationProtocol());
        }
        in = new DataInputStream(socket.getInputStream());
        send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        ByteBuffer entries = ByteBuffer.allocate(settings.length * 3);
        for (int i = 0; i < settings.length; i += 2) {
            entries.putShort((short) settings[i]).putInt(settings[i + 1]);
        }
        frame(SETTINGS, 0, 0, entries.array());
    }

    /** From now on windows stay as they are. */
    FrameConnection openingNoWindows() {
        opensWindows = false;
        return this;
    }

    /** Bytes as they are. */
    FrameConnection send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    FrameConnection frame(int type, int flags, int stream, byte... payload) throws IOException {
        return send(bytes(type, flags, stream, payload));
    }

    static byte[] bytes(int type, int flags, int stream, byte... payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** A whole field section. */
    FrameConnection headers(int stream, boolean isEnd, String... namesAndValues) throws IOException {
        return frame(HEADERS, END_HEADERS | (isEnd ? END_STREAM : 0), stream, section(namesAndValues));
    }

    /** Fields as literals that are kept in no table, byte for byte. */
    static byte[] section(String... namesAndValues) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            out.write(0);
            literal(out, namesAndValues[i]);
            literal(out, namesAndValues[i + 1]);
        }
        return out.toByteArray();
    }

    private static void literal(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int rest = bytes.length - 127;
        out.write(Math.min(bytes.length, 127));
        if (rest >= 0) {
            for (; rest >= 128; rest /= 128) {
                out.write(rest % 128 + 128);
            }
            out.write(rest);
        }
        out.writeBytes(bytes);
    }

    FrameConnection data(int stream, boolean isEnd, String text) throws IOException {
        return frame(DATA, isEnd ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    FrameConnection open(int stream, int window) throws IOException {
        return frame(
                WINDOW_UPDATE, 0, stream, ByteBuffer.allocate(4).putInt(window).array());
    }

    /** The next frame; null at the connection's end. */
    Frame next() throws IOException {
        try {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            return new Frame(type, flags, stream, in.readNBytes(length));
        } catch (EOFException | SocketException | SSLException e) {
            return null;
        }
    }

    /** The next frame of this type; null where none comes any more. */
    Frame next(int type) throws IOException {
        Frame frame = next();
        while (frame != null && frame.type() != type) {
            frame = next();
        }
        return frame;
    }

    /** Fields of a field section, {@code name: value}. */
    List<String> fields(Frame frame) throws IOException {
        List<String> fields = new ArrayList<>();
        Http2Headers headers;
        try {
            headers = decoder.decodeHeaders(frame.stream(), Unpooled.wrappedBuffer(frame.payload()));
        } catch (io.netty.handler.codec.http2.Http2Exception e) {
            throw new IOException(e);
        }
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            fields.add(field.getKey() + ": " + field.getValue());
        }
        return fields;
    }

    /** Reads until this stream is over, or everything is. */
    Answer answer(int stream) throws IOException {
        int status = -1;
        List<Integer> interims = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Frame frame = next(); frame != null; frame = next()) {
            if (frame.type() == GOAWAY) {
                return new Answer(status, interims, fields, text(body), -1, frame.number(4), false);
            }
            if (frame.type() == HEADERS) {
                List<String> section = fields(frame);
                if (frame.stream() == stream && section.get(0).startsWith(":status: ")) {
                    int code = Integer.parseInt(section.remove(0).substring(9));
                    if (code < 200) {
                        interims.add(code);
                        section.clear();
                    } else {
                        status = code;
                    }
                }
                fields.addAll(frame.stream() == stream ? section : List.of());
            }
            if (frame.type() == DATA && frame.payload().length > 0 && opensWindows) {
                open(0, frame.payload().length);
                open(frame.stream(), frame.payload().length);
            }
            if (frame.stream() != stream) {
                continue;
            }
            if (frame.type() == DATA) {
                body.writeBytes(frame.payload());
            }
            if (frame.type() == RST_STREAM) {
                return new Answer(status, interims, fields, text(body), frame.number(0), -1, false);
            }
            if ((frame.type() == DATA || frame.type() == HEADERS) && (frame.flags() & END_STREAM) != 0) {
                return new Answer(status, interims, fields, text(body), -1, -1, true);
            }
        }
        return new Answer(status, interims, fields, text(body), -1, -1, false);
    }

    private static String text(ByteArrayOutputStream body) {
        return body.toString(StandardCharsets.ISO_8859_1);
    }

    /** Ends the connection below TLS, without a goodbye. */
    void vanish() throws IOException {
        below.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

package io.tollgate.proxy.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** One JSON object on one line each way. Stateless. */
final class ControlWire {
    /** The largest message, in bytes: a list of all sessions of a large house fits. */
    static final int MOST_BYTES = 64 << 20;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ControlWire() {}

    static void write(WritableByteChannel channel, Object message) throws IOException {
        byte[] json = JSON.writeValueAsString(message).getBytes(StandardCharsets.UTF_8);
        ByteBuffer line =
                ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
        while (line.hasRemaining()) {
            channel.write(line);
        }
    }

    static <T> T read(ReadableByteChannel channel, Class<T> type, int most) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4096);
        while (true) {
            if (channel.read(bytes) < 0) {
                throw new IOException("the other side closed the control socket before it had finished");
            }
            if (bytes.position() > 0 && bytes.get(bytes.position() - 1) == '\n') {
                return parse(bytes, type);
            }
            if (bytes.position() >= most) {
                throw new IOException("a message on the control socket has more than " + most + " bytes");
            }
            if (!bytes.hasRemaining()) {
                bytes = ByteBuffer.allocate(bytes.capacity() * 2).put(bytes.flip());
            }
        }
    }

    private static <T> T parse(ByteBuffer bytes, Class<T> type) throws IOException {
        try {
            byte[] json = new byte[bytes.flip().remaining()];
            bytes.get(json);
            return JSON.readValue(json, type);
        } catch (JacksonException e) {
            throw new IOException("what came over the control socket is not a " + type.getSimpleName());
        }
    }
}

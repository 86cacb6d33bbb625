package io.tollgate.proxy.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What the application answers. */
sealed interface LegacyReply {

    String PLAIN = "text/plain; charset=ISO-8859-1";

    /** An answer whose length is known. The bytes are not copied: whoever makes one gives them away. */
    @SuppressWarnings("ArrayRecordComponent")
    record Whole(int status, String type, byte[] body, Map<String, String> headers) implements LegacyReply {
        public Whole {
            headers = Map.copyOf(headers);
        }
    }

    /** An answer that is written bit by bit, in chunks. */
    record Streamed(String type, Map<String, String> headers, Writer writer) implements LegacyReply {
        public Streamed {
            headers = Map.copyOf(headers);
        }
    }

    /** An answer that is not there yet: no thread waits for it. */
    record Later(CompletionStage<Whole> whole) implements LegacyReply {}

    /** Writes a body; a client that has gone is an {@link IOException}. */
    @FunctionalInterface
    interface Writer {
        void writeTo(OutputStream out) throws IOException, InterruptedException;
    }

    static Whole text(int status, String type, String text, Map<String, String> headers) {
        return new Whole(status, type, text.getBytes(StandardCharsets.ISO_8859_1), headers);
    }
}

package io.tollgate.proxy.tls;

import java.io.IOException;
import java.util.List;
import org.bouncycastle.tls.TlsServerProtocol;
import org.jspecify.annotations.Nullable;

/**
 * One handshake by Bouncy Castle's protocol without blocking: records in, records out, and at its end the keys.
 *
 * <p>Afterwards nothing of it is needed: the records that follow are ours. Used by one thread at a time.
 */
final class ServerHandshake {

    private static final int CHANGE_CIPHER_SPEC = 20;

    private final TlsServerProtocol protocol = new TlsServerProtocol();
    private final HandshakePeer peer;
    private byte[] out = {};
    private int recordsUnderKey;
    private boolean changedCipher;

    /** A handshake that has not read its ClientHello yet, for the name that is in it. */
    ServerHandshake(HandshakeTerms terms, @Nullable String serverName) throws IOException {
        this.peer = new HandshakePeer(terms, serverName);
        protocol.accept(peer);
    }

    /**
     * Reads these records, but none behind the one that ends the handshake. What is to be sent is in {@link #takeOutput}
     * afterwards, also when this throws: the alert.
     *
     * @return how many bytes were read
     */
    int read(List<byte[]> records) throws IOException {
        int read = 0;
        try {
            for (byte[] record : records) {
                if (peer.established() == null) {
                    protocol.offerInput(record);
                    read += record.length;
                }
            }
        } finally {
            collect();
        }
        Established end = peer.established();
        if (end != null) {
            requireFirstNumber(end.keys().isTls13());
        }
        return read;
    }

    private void collect() {
        int size = protocol.getAvailableOutputBytes();
        out = new byte[size];
        protocol.readOutput(out, 0, size);
        for (int at = 0; at + RecordProtection.HEADER <= size; ) {
            if (out[at] == CHANGE_CIPHER_SPEC) {
                changedCipher = true;
                recordsUnderKey = 0;
            } else if (changedCipher) {
                recordsUnderKey++;
            }
            at += RecordProtection.HEADER + ((out[at + 3] & 0xFF) << 8 | (out[at + 4] & 0xFF));
        }
    }

    /** That the numbers of our records go on where Bouncy Castle's ended, lest one be used twice: with GCM that betrays the key. */
    private void requireFirstNumber(boolean isTls13) {
        boolean fits = isTls13 ? out.length == 0 : changedCipher && recordsUnderKey == 1;
        if (!fits) {
            throw new IllegalStateException("records were sent under the final key before the handshake was over");
        }
    }

    /** What to send to the client now. */
    byte[] takeOutput() {
        byte[] taken = out;
        out = new byte[0];
        return taken;
    }

    /** What came of it; null while it goes on. */
    @Nullable
    Established established() {
        return peer.established();
    }

    /** Whether the client's next records cost no more than reading others: then they need no thread of their own. */
    boolean isCheapFromHere() {
        return peer.isCheapFromHere();
    }
}

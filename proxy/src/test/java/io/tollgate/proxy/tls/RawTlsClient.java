package io.tollgate.proxy.tls;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Hashtable;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.ServerOnlyTlsAuthentication;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoUtils;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;

/** A client that shakes hands as it should and then sends whatever records a test likes; its cipher is its own. */
public final class RawTlsClient implements AutoCloseable {

    /** What a record holds once it is opened. */
    public static final class Opened {
        private final int type;
        private final byte[] bytes;

        Opened(int type, byte[] bytes) {
            this.type = type;
            this.bytes = bytes;
        }

        public int type() {
            return type;
        }

        public byte[] bytes() {
            return bytes;
        }
    }

    private static final int TAG = 16;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final Keys agreed;
    private final boolean isTls13;
    private Direction sending;
    private Direction receiving;

    public RawTlsClient(Socket socket, boolean isTls13) throws Exception {
        this(socket, isTls13, 0);
    }

    /** @param fragment the code of a length that records shall not exceed (RFC 6066 section 4), or 0 */
    public RawTlsClient(Socket socket, boolean isTls13, int fragment) throws Exception {
        this.socket = socket;
        this.isTls13 = isTls13;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
        this.agreed = new Keys(isTls13, fragment);
        new TlsClientProtocol(socket.getInputStream(), out).connect(agreed);
        this.sending = agreed.sending;
        this.receiving = agreed.receiving;
    }

    /** One record, sealed and sent. */
    public void send(int type, byte... bytes) throws Exception {
        out.write(sealed(type, bytes, 0));
        out.flush();
    }

    public void sendRaw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** A record as it goes over the wire; the next one has the next number, whether this is sent or not. */
    public byte[] sealed(int type, byte[] bytes, int padding) throws GeneralSecurityException {
        if (!isTls13) {
            byte[] header = {(byte) type, 3, 3, (byte) (bytes.length >> 8), (byte) bytes.length};
            byte[] explicit = ByteBuffer.allocate(8).putLong(sending.number).array();
            byte[] additional = ByteBuffer.allocate(13)
                    .putLong(sending.number++)
                    .put(header)
                    .array();
            byte[] text = sending.cipher(Cipher.ENCRYPT_MODE, joined(sending.iv, explicit), additional)
                    .doFinal(bytes);
            return joined(new byte[] {(byte) type, 3, 3}, length(explicit.length + text.length), explicit, text);
        }
        byte[] inner = Arrays.copyOf(bytes, bytes.length + 1 + padding);
        inner[bytes.length] = (byte) type;
        byte[] header = joined(new byte[] {23, 3, 3}, length(inner.length + TAG));
        return joined(
                header,
                sending.cipher(Cipher.ENCRYPT_MODE, sending.nonce(), header).doFinal(inner));
    }

    /** The next record of the server; null at the end. */
    public Opened read() throws Exception {
        byte[] header = new byte[5];
        try {
            in.readFully(header);
        } catch (EOFException e) {
            return null;
        }
        byte[] body = new byte[(header[3] & 0xFF) << 8 | (header[4] & 0xFF)];
        in.readFully(body);
        if (!isTls13) {
            byte[] explicit = Arrays.copyOf(body, 8);
            int length = body.length - 8 - TAG;
            byte[] additional = ByteBuffer.allocate(13)
                    .putLong(receiving.number++)
                    .put(header, 0, 3)
                    .putShort((short) length)
                    .array();
            return new Opened(
                    header[0],
                    receiving
                            .cipher(Cipher.DECRYPT_MODE, joined(receiving.iv, explicit), additional)
                            .doFinal(body, 8, body.length - 8));
        }
        byte[] inner =
                receiving.cipher(Cipher.DECRYPT_MODE, receiving.nonce(), header).doFinal(body);
        int end = inner.length - 1;
        while (inner[end] == 0) {
            end--;
        }
        return new Opened(inner[end], Arrays.copyOf(inner, end));
    }

    /** So many bytes of the application. */
    public byte[] readData(int length) throws Exception {
        byte[] all = new byte[0];
        while (all.length < length) {
            Opened next = read();
            if (next == null || next.type() != 23) {
                throw new IOException("not data");
            }
            all = joined(all, next.bytes());
        }
        return all;
    }

    /** Goes on under the next key, as after a KeyUpdate of ours. */
    public void updateSending() throws Exception {
        sending = sending.next();
    }

    /** Goes on under the next key, as after a KeyUpdate of the server. */
    public void updateReceiving() throws Exception {
        receiving = receiving.next();
    }

    public Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    public static byte[] joined(byte[]... parts) {
        ByteBuffer all =
                ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    private static byte[] length(int length) {
        return new byte[] {(byte) (length >> 8), (byte) length};
    }

    private static final class Direction {
        private final TlsSecret secret;
        private final int hash;
        private final byte[] key;
        private final byte[] iv;
        private long number;

        Direction(TlsSecret secret, int hash) throws IOException {
            this.secret = secret;
            this.hash = hash;
            this.key = TlsCryptoUtils.hkdfExpandLabel(secret, hash, "key", new byte[0], 16)
                    .extract();
            this.iv = TlsCryptoUtils.hkdfExpandLabel(secret, hash, "iv", new byte[0], 12)
                    .extract();
        }

        Direction(byte[] key, byte[] iv) {
            this.secret = null;
            this.hash = 0;
            this.key = key;
            this.iv = iv;
            this.number = 1; // The Finished was the first.
        }

        Direction next() throws IOException {
            return new Direction(TlsCryptoUtils.hkdfExpandLabel(secret, hash, "traffic upd", new byte[0], 32), hash);
        }

        byte[] nonce() {
            byte[] nonce = iv.clone();
            byte[] counted = ByteBuffer.allocate(12).putInt(0).putLong(number++).array();
            for (int i = 0; i < nonce.length; i++) {
                nonce[i] ^= counted[i];
            }
            return nonce;
        }

        Cipher cipher(int mode, byte[] nonce, byte[] additional) throws GeneralSecurityException {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG * 8, nonce));
            cipher.updateAAD(additional);
            return cipher;
        }
    }

    private static final class Keys extends DefaultTlsClient {
        private final boolean isTls13;
        private final int fragment;
        private Direction sending;
        private Direction receiving;

        Keys(boolean isTls13, int fragment) {
            super(new JcaTlsCryptoProvider()
                    .setProvider(new BouncyCastleProvider())
                    .create(new SecureRandom()));
            this.isTls13 = isTls13;
            this.fragment = fragment;
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return (isTls13 ? ProtocolVersion.TLSv13 : ProtocolVersion.TLSv12).only();
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return new int[] {
                isTls13 ? CipherSuite.TLS_AES_128_GCM_SHA256 : CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
            };
        }

        @Override
        @SuppressWarnings({"rawtypes", "unchecked"})
        public Hashtable getClientExtensions() throws IOException {
            Hashtable extensions = super.getClientExtensions();
            if (fragment > 0) {
                TlsExtensionsUtils.addMaxFragmentLengthExtension(extensions, (short) fragment);
            }
            return extensions;
        }

        @Override
        public TlsAuthentication getAuthentication() {
            return new ServerOnlyTlsAuthentication() {
                @Override
                public void notifyServerCertificate(TlsServerCertificate certificate) {
                    // Whoever it is, it is the server of this test.
                }
            };
        }

        @Override
        public void notifyHandshakeComplete() throws IOException {
            SecurityParameters agreed = context.getSecurityParametersConnection();
            if (isTls13) {
                int hash = agreed.getPRFCryptoHashAlgorithm();
                sending = new Direction(agreed.getTrafficSecretClient(), hash);
                receiving = new Direction(agreed.getTrafficSecretServer(), hash);
                return;
            }
            byte[] block = agreed.getMasterSecret()
                    .deriveUsingPRF(
                            agreed.getPRFAlgorithm(),
                            "key expansion",
                            joined(agreed.getServerRandom(), agreed.getClientRandom()),
                            40)
                    .extract();
            sending = new Direction(Arrays.copyOf(block, 16), Arrays.copyOfRange(block, 32, 36));
            receiving = new Direction(Arrays.copyOfRange(block, 16, 32), Arrays.copyOfRange(block, 36, 40));
        }
    }
}

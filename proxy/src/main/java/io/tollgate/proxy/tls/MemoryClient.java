package io.tollgate.proxy.tls;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Vector;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * A client of TLS 1.3 that has no socket: bytes in, bytes out. It believes any certificate, so it is good for talking to this
 * very process and for nothing else. Confined to one thread.
 */
public final class MemoryClient {
    private final TlsClientProtocol protocol = new TlsClientProtocol();
    private final Peer peer;

    /** Makes clients. Safe for use by any thread. */
    public static final class Maker {
        private final TlsCrypto crypto = new TunedCrypto(new TunedProviders(BouncyCastle.PROVIDER), new SecureRandom());

        /**
         * A client that says its first words.
         *
         * @param protocol what it asks for by ALPN
         * @param isHybrid whether it asks for the post-quantum group first, as browsers do
         */
        public MemoryClient client(String protocol, boolean isHybrid) throws IOException {
            return new MemoryClient(new Peer(crypto, protocol, isHybrid));
        }
    }

    private MemoryClient(Peer peer) throws IOException {
        this.peer = peer;
        protocol.connect(peer);
    }

    /** Whether the handshake is over and application data may be sent. */
    public boolean isConnected() {
        return peer.isComplete;
    }

    /** What is to be sent by now. */
    public byte[] output() {
        byte[] bytes = new byte[protocol.getAvailableOutputBytes()];
        protocol.readOutput(bytes, 0, bytes.length);
        return bytes;
    }

    /** Takes what the server sent. */
    public void input(byte[] bytes) throws IOException {
        protocol.offerInput(bytes);
    }

    /** Has application data sent by {@link #output}. */
    public void write(byte[] bytes) throws IOException {
        protocol.writeApplicationData(bytes, 0, bytes.length);
    }

    /** The application data that have come since. */
    public byte[] read() {
        byte[] bytes = new byte[protocol.getAvailableInputBytes()];
        protocol.readInput(bytes, 0, bytes.length);
        return bytes;
    }

    private static final class Peer extends DefaultTlsClient {
        private static final int[] SUITES = {CipherSuite.TLS_AES_128_GCM_SHA256, CipherSuite.TLS_AES_256_GCM_SHA384};

        private final String protocol;
        private final int group;
        private boolean isComplete;

        Peer(TlsCrypto crypto, String protocol, boolean isHybrid) {
            super(crypto);
            this.protocol = protocol;
            this.group = isHybrid ? NamedGroup.X25519MLKEM768 : NamedGroup.x25519;
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.TLSv13.only();
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return SUITES.clone();
        }

        @Override
        protected Vector<ProtocolName> getProtocolNames() {
            return vector(ProtocolName.asUtf8Encoding(protocol));
        }

        @Override
        @SuppressWarnings("rawtypes") // Bouncy Castle's types know no parameters.
        protected Vector<Integer> getSupportedGroups(Vector roles) {
            return vector(group);
        }

        @Override
        public Vector<Integer> getEarlyKeyShareGroups() {
            return vector(group);
        }

        @SuppressWarnings("JdkObsolete") // It is what Bouncy Castle takes.
        private static <T> Vector<T> vector(T only) {
            Vector<T> all = new Vector<>(1);
            all.add(only);
            return all;
        }

        @Override
        public void notifyHandshakeComplete() throws IOException {
            super.notifyHandshakeComplete();
            isComplete = true;
        }

        @Override
        public TlsAuthentication getAuthentication() {
            return new TlsAuthentication() {
                @Override
                public void notifyServerCertificate(TlsServerCertificate certificate) {
                    // It is this process's own: the bytes never left it.
                }

                @Override
                public @Nullable TlsCredentials getClientCredentials(CertificateRequest request) {
                    return null;
                }
            };
        }
    }
}

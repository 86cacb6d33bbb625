package io.tollgate.proxy.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.bouncycastle.jsse.BCX509ExtendedKeyManager;
import org.bouncycastle.jsse.BCX509Key;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the certificate of a handshake by two map look-ups. Safe for use by any thread.
 *
 * <p>The name the client asked for is the engine's peer host, put there by {@link HandshakeEngine}: Bouncy Castle's own
 * reading of the name, which fails the handshake over a malformed one, is never asked for.
 */
final class ServerKeys extends BCX509ExtendedKeyManager {

    private final Supplier<Certificates> certificates;

    ServerKeys(Supplier<Certificates> certificates) {
        this.certificates = certificates;
    }

    @Override
    public @Nullable BCX509Key chooseEngineServerKeyBC(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        // The order of the configuration decides, not the client's: put the cheaper key type first there.
        List<ServerCertificate> candidates = certificates.get().forName(engine.getPeerHost());
        for (ServerCertificate candidate : candidates) {
            for (String keyType : keyTypes) {
                BCX509Key key = candidate.keyFor(keyType);
                if (key != null) {
                    return key;
                }
            }
        }
        return null;
    }

    // What follows is asked of sockets, clients and key stores only, of which there are none here.

    @Override
    protected @Nullable BCX509Key getKeyBC(String keyType, String alias) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return null;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return null;
    }
}

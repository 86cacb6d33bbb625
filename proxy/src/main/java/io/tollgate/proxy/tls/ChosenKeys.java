package io.tollgate.proxy.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Hands an engine the certificate that was chosen for it before it was made. Safe for use by any thread.
 *
 * <p>The choice is the engine's peer host: the place of the certificate in {@link Certificates#all}, in digits. Engines would choose by
 * the name in the ClientHello after judging it, and some fail a handshake over a name that is none.
 */
final class ChosenKeys extends X509ExtendedKeyManager {

    private static final class Entry {
        private final String algorithm;
        private final PrivateKey key;
        // Not copied: the native engine knows material it has made by the identity of these.
        private final X509Certificate[] chain;

        Entry(String algorithm, PrivateKey key, X509Certificate[] chain) {
            this.algorithm = algorithm;
            this.key = key;
            this.chain = chain;
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final boolean isAlwaysRight;

    /**
     * @param conversion makes keys of a kind that the engine can use
     * @param isAlwaysRight whether to hand out the chosen one whatever kind of key is asked for, because the engine knows fewer kinds
     *     than can be served
     */
    ChosenKeys(Certificates certificates, Function<ServerCertificate, PrivateKey> conversion, boolean isAlwaysRight) {
        for (ServerCertificate each : certificates.all()) {
            entries.add(new Entry(
                    each.kind().algorithm(),
                    conversion.apply(each),
                    each.chain().toArray(X509Certificate[]::new)));
        }
        this.isAlwaysRight = isAlwaysRight;
    }

    /** What an engine is to be made for, so that it finds this certificate. */
    static String peerHost(int choice) {
        return Integer.toString(choice);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        String alias = engine.getPeerHost();
        return isAlwaysRight || entry(alias).algorithm.equals(keyType) ? alias : null;
    }

    private Entry entry(String alias) {
        return entries.get(Integer.parseInt(alias));
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return entry(alias).chain;
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return entry(alias).key;
    }

    // What follows is asked of sockets, clients and key stores only, of which there are none here.

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal[] issuers) {
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
}

package io.tollgate.proxy.tls;

import io.tollgate.config.ClientCertificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.AbstractTlsServer;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.SessionParameters;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.jspecify.annotations.Nullable;

/** The decisions of one handshake that Bouncy Castle leaves to the server. Confined to one thread at a time. */
final class HandshakePeer extends AbstractTlsServer {

    /** What a client's Certificate message may hold: our own judgement allows no longer chains either. */
    private static final int LONGEST_CHAIN = 10;

    private final HandshakeTerms terms;
    private final @Nullable String serverName;
    private @Nullable TlsCredentialedSigner credentials;
    private @Nullable X509Certificate client;
    private @Nullable Established established;
    private boolean asksClient;

    HandshakePeer(HandshakeTerms terms, @Nullable String serverName) {
        super(terms.crypto());
        this.terms = terms;
        this.serverName = serverName;
    }

    /** What the handshake has led to; null while it goes on. */
    @Nullable
    Established established() {
        return established;
    }

    /** Whether what comes next from the client is cheap to judge: no key agreement any more, and no certificate. */
    boolean isCheapFromHere() {
        SecurityParameters agreed = context.getSecurityParametersHandshake();
        return agreed != null
                && agreed.getTrafficSecretServer() != null
                && !asksClient
                && TlsUtils.isTLSv13(agreed.getNegotiatedVersion());
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return terms.versions().toArray(ProtocolVersion[]::new);
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return terms.suites().stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    protected boolean preferLocalCipherSuites() {
        return true;
    }

    @Override
    protected Vector<ProtocolName> getProtocolNames() {
        return terms.protocols();
    }

    @Override
    public int[] getSupportedGroups() {
        return HandshakeTerms.groups(TlsUtils.isTLSv13(context));
    }

    @Override
    protected int getMaximumNegotiableCurveBits() {
        return selectECDH(0) < 0 ? 0 : super.getMaximumNegotiableCurveBits();
    }

    @Override
    protected int getMaximumNegotiableFiniteFieldBits() {
        return 0;
    }

    @Override
    protected int selectECDH(int minimumCurveBits) {
        return HandshakeTerms.group12(context.getSecurityParametersHandshake().getClientSupportedGroups());
    }

    @Override
    public int getMaxCertificateChainLength() {
        return LONGEST_CHAIN;
    }

    @Override
    protected boolean selectCipherSuite(int suite) throws IOException {
        TlsCredentialedSigner found = credentials(TlsUtils.getKeyExchangeAlgorithm(suite));
        credentials = found;
        return found != null && super.selectCipherSuite(suite);
    }

    /** The order of the configuration decides over certificates, the client's over signatures. */
    private @Nullable TlsCredentialedSigner credentials(int keyExchange) {
        List<?> offered = context.getSecurityParametersHandshake().getClientSigAlgs();
        if (offered == null) {
            return null; // It would mean SHA-1.
        }
        boolean isTls13 = TlsUtils.isTLSv13(context);
        for (SigningCertificate signing : terms.certificates().forName(serverName)) {
            for (Object each : offered) {
                if (each instanceof SignatureAndHashAlgorithm algorithm
                        && signing.signs(algorithm, isTls13, keyExchange)) {
                    return signing.credentials(new TlsCryptoParameters(context), algorithm, isTls13);
                }
            }
        }
        return null;
    }

    @Override
    public TlsCredentials getCredentials() throws IOException {
        TlsCredentialedSigner chosen = credentials;
        if (chosen == null) {
            throw new TlsFatalAlert(AlertDescription.internal_error);
        }
        return chosen;
    }

    @Override
    public @Nullable CertificateRequest getCertificateRequest() throws IOException {
        if (terms.clients() == ClientCertificates.Mode.NONE) {
            return null;
        }
        asksClient = true;
        Vector<?> authorities = terms.authorities().isEmpty() ? null : terms.authorities();
        if (TlsUtils.isTLSv13(context)) {
            return new CertificateRequest(TlsUtils.EMPTY_BYTES, HandshakeTerms.signatures(), null, authorities);
        }
        short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
        return new CertificateRequest(types, HandshakeTerms.signatures(), authorities);
    }

    @Override
    public void notifyClientCertificate(@Nullable Certificate shown) throws IOException {
        if (shown == null || shown.isEmpty()) {
            if (terms.clients() == ClientCertificates.Mode.REQUIRED) {
                throw new TlsFatalAlert(
                        TlsUtils.isTLSv13(context)
                                ? AlertDescription.certificate_required
                                : AlertDescription.handshake_failure);
            }
            return;
        }
        X509Certificate[] chain = chain(shown);
        try {
            terms.trust().checkClientTrusted(chain, "TLS-client-auth");
        } catch (CertificateException e) {
            throw new TlsFatalAlert(AlertDescription.certificate_unknown, e);
        }
        client = chain[0];
    }

    private static X509Certificate[] chain(Certificate shown) throws IOException {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            TlsCertificate[] list = shown.getCertificateList();
            X509Certificate[] chain = new X509Certificate[list.length];
            for (int i = 0; i < list.length; i++) {
                chain[i] =
                        (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(list[i].getEncoded()));
            }
            return chain;
        } catch (GeneralSecurityException e) {
            throw new TlsFatalAlert(AlertDescription.bad_certificate, e);
        }
    }

    @Override
    public @Nullable TlsSession getSessionToResume(byte[] sessionId) {
        TlsSession found = areSessionsKept() ? terms.sessions().find(sessionId, serverName) : null;
        return found != null && mayResume(found) ? found : null;
    }

    /** Where clients show certificates a session would stand for one of them, whatever has become of it since. */
    private boolean areSessionsKept() {
        return terms.clients() == ClientCertificates.Mode.NONE && !TlsUtils.isTLSv13(context);
    }

    private boolean mayResume(TlsSession session) {
        SessionParameters kept = session.exportSessionParameters();
        if (kept == null) {
            return false;
        }
        boolean isOffered = contains(offeredCipherSuites, kept.getCipherSuite())
                && contains(getCipherSuites(), kept.getCipherSuite());
        boolean isSameVersion = context.getServerVersion().equals(kept.getNegotiatedVersion());
        return isOffered && isSameVersion;
    }

    private static boolean contains(int[] all, int one) {
        for (int each : all) {
            if (each == one) {
                return true;
            }
        }
        return false;
    }

    @Override
    public byte @Nullable [] getNewSessionID() {
        return areSessionsKept() ? context.getNonceGenerator().generateNonce(32) : null;
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        SecurityParameters agreed = context.getSecurityParametersConnection();
        boolean isTls13 = TlsUtils.isTLSv13(agreed.getNegotiatedVersion());
        if (areSessionsKept()) {
            terms.sessions().keep(context.getSession(), serverName);
        }
        int keyLength = HandshakeTerms.keyLength(agreed.getCipherSuite());
        ProtocolName protocol = agreed.getApplicationProtocol();
        established = new Established(
                new TlsDetails(
                        isTls13 ? "TLSv1.3" : "TLSv1.2",
                        HandshakeTerms.suite(agreed.getCipherSuite()),
                        serverName,
                        protocol == null ? null : protocol.getUtf8Decoding(),
                        client == null ? null : ClientName.of(client)),
                isTls13
                        ? RecordKeys.of13(agreed, keyLength, terms.ciphers())
                        : RecordKeys.of12(agreed, keyLength, terms.ciphers()),
                mostPlain(agreed.getMaxFragmentLength()));
    }

    /** RFC 6066 section 4. */
    private static int mostPlain(short code) {
        return code < 1 ? RecordProtection.MOST_PLAINTEXT : 1 << (8 + code);
    }
}

package io.tollgate.proxy.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Judges the certificates that clients show (RFC 5280 section 6): issued by a declared authority, valid now, for clients.
 *
 * <p>The chain is taken in the order in which it came: nobody can make this search for one. Safe for use by any thread.
 */
final class ClientTrust extends X509ExtendedTrustManager {

    /** Of listeners that ask nobody for a certificate. */
    static final ClientTrust NOBODY = new ClientTrust(List.of(), InstantSource.system());

    private static final int LONGEST_CHAIN = 6;
    private static final int DIGITAL_SIGNATURE = 0;
    private static final String FOR_CLIENTS = "1.3.6.1.5.5.7.3.2";
    private static final String FOR_ANYTHING = "2.5.29.37.0";

    private final X509Certificate[] authorities;
    private final Set<TrustAnchor> anchors;
    private final InstantSource clock;

    /** Trusts what these have issued, each of them by itself. */
    ClientTrust(List<X509Certificate> authorities, InstantSource clock) {
        this.authorities = authorities.toArray(X509Certificate[]::new);
        this.anchors = authorities.stream()
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        this.clock = clock;
    }

    /** Whether a certificate may be used for clients, as far as it says what it is for. */
    static boolean isForClients(X509Certificate certificate) throws CertificateParsingException {
        List<String> uses = certificate.getExtendedKeyUsage();
        return uses == null || uses.contains(FOR_CLIENTS) || uses.contains(FOR_ANYTHING);
    }

    private void check(X509Certificate[] chain) throws ClientCertificateException {
        X509Certificate leaf = chain[0];
        try {
            boolean[] usage = leaf.getKeyUsage();
            if (usage != null && !usage[DIGITAL_SIGNATURE]) {
                throw new ClientCertificateException(leaf, "its key may not be used to sign");
            }
            List<X509Certificate> path = path(chain);
            for (X509Certificate each : path) {
                if (!isForClients(each)) {
                    throw new ClientCertificateException(leaf, "it, or what issued it, is not for clients");
                }
            }
            validate(path).getTrustedCert().checkValidity(Date.from(clock.instant()));
        } catch (ClientCertificateException e) {
            throw e;
        } catch (CertPathValidatorException e) {
            throw new ClientCertificateException(leaf, reason(e));
        } catch (CertificateExpiredException | CertificateNotYetValidException e) {
            throw new ClientCertificateException(leaf, "its authority is expired or not valid yet");
        } catch (GeneralSecurityException e) {
            throw new ClientCertificateException(leaf, "it can't be read");
        }
    }

    private TrustAnchor validate(List<X509Certificate> path) throws GeneralSecurityException {
        PKIXParameters parameters;
        try {
            parameters = new PKIXParameters(anchors);
        } catch (InvalidAlgorithmParameterException e) {
            throw new CertPathValidatorException("nobody is trusted", e);
        }
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(clock.instant()));
        PKIXCertPathValidatorResult result = (PKIXCertPathValidatorResult) CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
        return result.getTrustAnchor();
    }

    /** What leads from the client to an authority: the authority itself and what comes after it is left out. */
    private List<X509Certificate> path(X509Certificate[] chain) throws CertPathValidatorException {
        List<X509Certificate> path = new ArrayList<>();
        for (X509Certificate each : chain) {
            if (!path.isEmpty() && Arrays.asList(authorities).contains(each)) {
                return path;
            }
            path.add(each);
        }
        if (path.size() > LONGEST_CHAIN) {
            throw new CertPathValidatorException("too long");
        }
        return path;
    }

    private static String reason(CertPathValidatorException e) {
        Object why = e.getReason();
        if (why == CertPathValidatorException.BasicReason.EXPIRED) {
            return "it, or what issued it, is expired";
        }
        if (why == CertPathValidatorException.BasicReason.NOT_YET_VALID) {
            return "it, or what issued it, is not valid yet";
        }
        if (why == CertPathValidatorException.BasicReason.ALGORITHM_CONSTRAINED) {
            return "it, or what issued it, is signed too weakly";
        }
        return "none of the authorities in trust has issued it";
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws ClientCertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws ClientCertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws ClientCertificateException {
        check(chain);
    }

    /** Named in the request for a certificate, so that people are offered those that fit. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.clone();
    }

    // This end is the server: it judges no servers.

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws ClientCertificateException {
        throw new ClientCertificateException(chain[0], "this end is the server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws ClientCertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws ClientCertificateException {
        checkServerTrusted(chain, authType);
    }
}

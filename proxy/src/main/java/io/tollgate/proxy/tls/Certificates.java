package io.tollgate.proxy.tls;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of a listener, found by the name a client asks for. Immutable.
 *
 * <p>An exact name goes before a wildcard; whoever names nothing, something unknown or something that is no name at all is
 * served with the first certificate (and its siblings of another key type).
 */
public final class Certificates {

    private final List<ServerCertificate> all;
    private final List<ServerCertificate> fallback;
    private final Map<String, List<ServerCertificate>> byName = new HashMap<>();

    /** Certificates in the order of the configuration; the first is the one for everybody else. */
    public Certificates(List<ServerCertificate> certificates) {
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("no certificate");
        }
        this.all = List.copyOf(certificates);
        for (ServerCertificate certificate : all) {
            for (String name : certificate.names()) {
                byName.computeIfAbsent(name, n -> new ArrayList<>()).add(certificate);
            }
        }
        // The same site may have an ECDSA and an RSA certificate: both are the fallback, for clients of either kind.
        List<String> names = all.get(0).names();
        this.fallback = all.stream()
                .filter(c -> c == all.get(0) || (!names.isEmpty() && c.names().containsAll(names)))
                .toList();
    }

    /** Every certificate, in the order of the configuration. */
    public List<ServerCertificate> all() {
        return all;
    }

    /** Whether the other has the same in the same order. */
    boolean isSameAs(Certificates other) {
        return chains().equals(other.chains());
    }

    private List<List<X509Certificate>> chains() {
        return all.stream().map(ServerCertificate::chain).toList();
    }

    /** Where in {@link #all} the certificate stands that answers this client: the first for its name that it accepts. */
    int choice(@Nullable ClientHello hello) {
        List<ServerCertificate> candidates = forName(hello == null ? null : hello.serverName());
        for (ServerCertificate candidate : candidates) {
            if (candidates.size() == 1 || hello == null || hello.accepts(candidate.kind())) {
                return all.indexOf(candidate);
            }
        }
        return all.indexOf(candidates.get(0)); // Nothing fits: the protocol proper finds the words for it.
    }

    /** Those that fit a name in lower case without a final dot, in the order of the configuration; never empty. */
    List<ServerCertificate> forName(@Nullable String name) {
        if (name == null) {
            return fallback;
        }
        List<ServerCertificate> exact = byName.get(name);
        if (exact != null) {
            return exact;
        }
        int dot = name.indexOf('.');
        List<ServerCertificate> wildcard = dot > 0 ? byName.get("*" + name.substring(dot)) : null;
        return wildcard != null ? wildcard : fallback;
    }
}

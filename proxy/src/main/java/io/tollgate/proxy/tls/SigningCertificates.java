package io.tollgate.proxy.tls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The certificates of a listener as {@link SigningCertificate}s. Immutable. */
final class SigningCertificates {

    private final Certificates certificates;
    private final Map<ServerCertificate, SigningCertificate> signing = new HashMap<>();

    SigningCertificates(TunedCrypto crypto, Certificates certificates) {
        this.certificates = certificates;
        certificates.all().forEach(each -> signing.put(each, new SigningCertificate(crypto, each)));
    }

    /** Those that fit a name, in the order of the configuration; never empty. */
    List<SigningCertificate> forName(@Nullable String serverName) {
        List<SigningCertificate> found = new ArrayList<>(2);
        for (ServerCertificate certificate : certificates.forName(serverName)) {
            SigningCertificate one = signing.get(certificate);
            if (one != null) {
                found.add(one);
            }
        }
        return found;
    }
}

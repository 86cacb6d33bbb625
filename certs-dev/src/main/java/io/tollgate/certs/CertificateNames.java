package io.tollgate.certs;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.util.IPAddress;

/**
 * What a server is reached by: DNS names in lower case (a first label {@code *} is allowed) and IP addresses, without
 * repeats. Immutable.
 */
record CertificateNames(List<String> names) {
    private static final Pattern DNS =
            Pattern.compile("(?:\\*\\.)?[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\\.[a-z0-9_][a-z0-9_-]{0,62})*");
    private static final int LONGEST_DNS = 253;
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "::1");

    CertificateNames {
        Set<String> distinct = new LinkedHashSet<>();
        for (String name : names) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!isAddress(lower) && !isDns(lower)) {
                throw new IllegalArgumentException("'" + name + "' is neither a DNS name nor an IP address");
            }
            distinct.add(lower);
        }
        if (distinct.isEmpty()) {
            throw new IllegalArgumentException("a server certificate needs at least one name");
        }
        names = List.copyOf(distinct);
    }

    /** These names and those of the machine itself: all that a throw-away authority may ever vouch for. */
    CertificateNames withLoopback() {
        return new CertificateNames(
                Stream.concat(names.stream(), LOOPBACK.stream()).toList());
    }

    /** The subject alternative names, RFC 5280 section 4.2.1.6. */
    GeneralNames alternatives() {
        return new GeneralNames(names.stream()
                .map(name -> new GeneralName(isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }

    /** The constraint to these names and what is below them, RFC 5280 section 4.2.1.10. */
    NameConstraints constraints() {
        return new NameConstraints(
                names.stream()
                        .map(CertificateNames::permitted)
                        .map(GeneralSubtree::new)
                        .toArray(GeneralSubtree[]::new),
                null);
    }

    private static GeneralName permitted(String name) {
        if (isAddress(name)) {
            return new GeneralName(GeneralName.iPAddress, name + (IPAddress.isValidIPv4(name) ? "/32" : "/128"));
        }
        return new GeneralName(GeneralName.dNSName, name.startsWith("*.") ? name.substring(2) : name);
    }

    private static boolean isAddress(String name) {
        return IPAddress.isValid(name);
    }

    private static boolean isDns(String name) {
        return name.length() <= LONGEST_DNS && DNS.matcher(name).matches() && !name.matches("[0-9.]+");
    }
}

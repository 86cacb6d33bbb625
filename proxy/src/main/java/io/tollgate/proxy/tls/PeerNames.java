package io.tollgate.proxy.tls;

import io.netty.util.NetUtil;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a server's certificate is for the host that was asked for (RFC 9525 section 6): by its alternative names alone, never
 * by its subject. Stateless.
 */
final class PeerNames {
    private static final int DNS = 2;
    private static final int ADDRESS = 7;
    private static final int MOST_TOLD = 5;

    private PeerNames() {}

    /** Whether the certificate names this host: a DNS name, or an address as a literal. */
    static boolean isFor(X509Certificate leaf, String host) {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
        for (String name : names(leaf, address == null ? DNS : ADDRESS)) {
            boolean isSame = address == null
                    ? isNamed(name.toLowerCase(Locale.ROOT), host.toLowerCase(Locale.ROOT))
                    : Arrays.equals(address, NetUtil.createByteArrayFromIpAddressString(name));
            if (isSame) {
                return true;
            }
        }
        return false;
    }

    /** A wildcard is the whole of the leftmost label and stands for one label. */
    private static boolean isNamed(String pattern, String host) {
        if (!pattern.startsWith("*.")) {
            return pattern.equals(host);
        }
        int dot = host.indexOf('.');
        return dot > 0 && pattern.indexOf('*', 1) < 0 && host.substring(dot).equals(pattern.substring(1));
    }

    /** What it is for, in words for an operator. */
    static String told(X509Certificate leaf) {
        List<String> all = new ArrayList<>(names(leaf, DNS));
        all.addAll(names(leaf, ADDRESS));
        if (all.isEmpty()) {
            return "no host at all (it has no alternative names)";
        }
        List<String> first =
                all.stream().limit(MOST_TOLD).map(PeerNames::printable).toList();
        return String.join(", ", first) + (all.size() > MOST_TOLD ? " and others" : "");
    }

    /** What a stranger wrote, fit for a line of a log. */
    static String printable(String text) {
        String cut = text.length() > 100 ? text.substring(0, 100) + "..." : text;
        return cut.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static List<String> names(X509Certificate leaf, int type) {
        List<String> names = new ArrayList<>();
        Collection<List<?>> alternatives = alternatives(leaf);
        if (alternatives != null) {
            for (List<?> alternative : alternatives) {
                if (alternative.get(0).equals(type) && alternative.get(1) instanceof String name) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private static @Nullable Collection<List<?>> alternatives(X509Certificate leaf) {
        try {
            return leaf.getSubjectAlternativeNames();
        } catch (CertificateParsingException e) {
            return null; // Names that can't be read name nobody.
        }
    }
}

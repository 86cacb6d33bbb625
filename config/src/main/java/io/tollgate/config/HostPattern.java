package io.tollgate.config;

import java.util.Locale;

/**
 * A host that an app answers for: a name or address, or {@code *.} and a name for everything below it.
 *
 * @param wildcard whether any name below {@code name} is meant (but not {@code name} itself)
 * @param name lower case, without port, IPv6 in brackets as in a Host field
 */
public record HostPattern(boolean wildcard, String name) {

    private static final String REMEDY = "write a name such as billing.clinic.example or *.clinic.example";

    public HostPattern {
        boolean six = name.startsWith("[") && name.endsWith("]");
        String bare = six ? name.substring(1, name.length() - 1) : name;
        boolean address = AddressText.parse(bare) != null;
        if (!HostName.isAddressOrName(bare) || six != (bare.indexOf(':') >= 0) || (wildcard && address)) {
            throw new MalformedValueException("\"" + (wildcard ? "*." : "") + name + "\" is not a host", REMEDY);
        }
        name = name.toLowerCase(Locale.ROOT);
    }

    public static HostPattern parse(String text) {
        if (text.indexOf('/') >= 0) {
            throw new MalformedValueException(
                    "\"" + text + "\" is more than a host", "leave out the scheme and the path");
        }
        int colon = text.lastIndexOf(':');
        if ((colon > text.lastIndexOf(']') && text.indexOf(':') == colon) || text.contains("]:")) {
            throw new MalformedValueException(
                    "\"" + text + "\" names a port", "leave it out: hosts are compared without their port");
        }
        boolean wildcard = text.startsWith("*.");
        return new HostPattern(wildcard, wildcard ? text.substring(2) : text);
    }

    /** Whether a host in lower case and without port is meant. */
    public boolean matches(String host) {
        if (!wildcard) {
            return host.equals(name);
        }
        int dot = host.length() - name.length() - 1;
        return dot > 0 && host.charAt(dot) == '.' && host.endsWith(name);
    }

    /** As it is written in the YAML. */
    @Override
    public String toString() {
        return wildcard ? "*." + name : name;
    }
}

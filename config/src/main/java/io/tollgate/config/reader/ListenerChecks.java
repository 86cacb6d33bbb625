package io.tollgate.config.reader;

import io.tollgate.config.HostPort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What listeners must not have in common, and where they may send clients. */
final class ListenerChecks {

    private final Map<String, Boolean> secureByName = new LinkedHashMap<>();
    private final Map<String, Placed<HostPort>> addresses = new LinkedHashMap<>();
    private final List<Placed<String>> redirects = new ArrayList<>();

    void listener(Placed<String> name, boolean secure) {
        if (secureByName.putIfAbsent(name.value(), secure) != null) {
            name.problem("a second listener is called \"" + name.value() + "\"", "give each its own name");
        }
    }

    void redirect(Placed<String> redirect) {
        redirects.add(redirect);
    }

    boolean isAnySecure() {
        return secureByName.containsValue(true);
    }

    /** Tells of an address that another listener has already; port 0 is never taken. */
    void address(Placed<HostPort> address, String name) {
        addresses.forEach((other, taken) -> {
            if (address.value().port() != 0
                    && address.value().port() == taken.value().port()
                    && meet(address.value().host(), taken.value().host())) {
                address.problem(
                        "\"" + address.value() + "\" is taken by \"" + other + "\" at "
                                + taken.place().at(),
                        "choose another port");
            }
        });
        addresses.putIfAbsent(name, address);
    }

    private static boolean meet(String a, String b) {
        return a.equalsIgnoreCase(b) || takes(a, b) || takes(b, a);
    }

    /** Whether listening on one takes the other with it. */
    private static boolean takes(String every, String one) {
        return every.isEmpty() || every.equals("::") || (every.equals("0.0.0.0") && one.indexOf(':') < 0);
    }

    /** Comes after all listeners are known. */
    void redirects() {
        for (Placed<String> redirect : redirects) {
            Boolean secure = secureByName.get(redirect.value());
            List<String> targets = secureByName.entrySet().stream()
                    .filter(Map.Entry::getValue)
                    .map(Map.Entry::getKey)
                    .toList();
            if (secure == null) {
                String otherwise =
                        targets.isEmpty() ? "add a listener with tls" : "name one of " + String.join(", ", targets);
                redirect.problem(
                        "\"" + redirect.value() + "\" is no listener",
                        Nearest.remedy(redirect.value(), targets, otherwise));
            } else if (!secure) {
                redirect.problem("\"" + redirect.value() + "\" has no tls", "name a listener that has");
            }
        }
    }
}

package io.tollgate.proxy.demo;

import java.util.List;

/**
 * Somebody to log in as in the demo. The password is published with the product and printed: it is good only for a gateway that
 * listens on loopback.
 *
 * @param name an e-mail address, as all names are
 * @param may what the roles come to, in words
 */
public record DemoUser(String name, List<String> roles, String password, String may) {

    public DemoUser {
        roles = List.copyOf(roles);
        if (roles.isEmpty() || !name.contains("@") || password.length() < 12) {
            throw new IllegalArgumentException(
                    "a demo user has an e-mail address, a role and a password of 12 characters");
        }
    }
}

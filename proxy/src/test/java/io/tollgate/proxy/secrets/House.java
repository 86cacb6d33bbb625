package io.tollgate.proxy.secrets;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;

/** What every part of the day needs: where secrets are written down, where what they led to, and whom browsers trust. */
record House(Secrets secrets, Evidence evidence, AtomicReference<SSLContext> trust, SecureRandom random) {
    House() {
        this(new Secrets(), new Evidence(), new AtomicReference<>(), new SecureRandom());
    }

    /** Something that stands nowhere by chance. */
    String word(String beginning) {
        byte[] bytes = new byte[9];
        random.nextBytes(bytes);
        return beginning + "-" + HexFormat.of().formatHex(bytes);
    }

    String secret(String kind) {
        return secrets.add(kind, word(kind.replace(' ', '-')));
    }

    /** Good enough for every rule, and with characters that are spelt in many ways. */
    String password(String kind) {
        return secrets.add(kind, word("Reiher & Söhne/7 ") + "\"<?>");
    }

    String wrong() {
        return password("wrong password");
    }

    Visitor visitor(GatewayRun gateway) {
        return new Visitor(trust.get(), "localhost", gateway.port(), secrets, evidence);
    }

    Visitor visitorAt(String host, GatewayRun gateway) {
        return new Visitor(trust.get(), host, gateway.port(), secrets, evidence);
    }
}

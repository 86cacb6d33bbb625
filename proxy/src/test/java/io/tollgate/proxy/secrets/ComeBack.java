package io.tollgate.proxy.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody whose session outlived the crash: confirms what they send, walks away until it locks, and comes back. */
final class ComeBack {
    private static final Pattern KEPT = Pattern.compile("kept=([A-Za-z0-9_-]+)");

    private final House house;
    private final Visitor visitor;
    private final String[] proof;

    /** @param proof the field and the value that the step-up page asks for */
    ComeBack(House house, Visitor visitor, String... proof) {
        this.house = house;
        this.visitor = visitor;
        this.proof = proof;
    }

    /** Sends a form that waits on the disk until it is confirmed. */
    void confirms(Path data) throws Exception {
        HttpResponse<String> asked = visitor.post("/payments/new", "note", house.secret("kept body"));
        assertThat(asked.statusCode()).isEqualTo(303);
        String page = asked.headers().firstValue("location").orElseThrow();
        Matcher kept = KEPT.matcher(page);
        assertThat(kept.find()).isTrue();
        house.evidence().addAll("data while a body waits", data);
        assertThat(visitor.get(page).statusCode()).isEqualTo(200);
        assertThat(confirm(kept.group(1), proof[0].equals("code") ? "135246" : house.wrong()))
                .isIn(401, 422);
        assertThat(confirm(kept.group(1), proof[1])).isEqualTo(303);
        assertThat(visitor.get("/payments/new").body()).isEqualTo("paid!");
    }

    private int confirm(String kept, String value) throws Exception {
        return visitor.post("/.tollgate/step-up", "return-to", "/payments/new", "kept", kept, proof[0], value)
                .statusCode();
    }

    /** Until the session locks, and in again by the password. */
    void walksAway(String password) throws Exception {
        long giveUp = System.nanoTime() + 20_000_000_000L;
        while (System.nanoTime() < giveUp - 14_000_000_000L) {
            LockSupport.parkNanos(100_000_000); // Nobody is there: that is what locks it.
        }
        HttpResponse<String> locked = visitor.get("/claims");
        assertThat(locked.statusCode()).isEqualTo(303);
        assertThat(locked.headers().firstValue("location").orElseThrow()).startsWith("/.tollgate/lock");
        visitor.get("/.tollgate/lock");
        assertThat(visitor.post("/.tollgate/lock", "password", house.wrong(), "return-to", "/claims")
                        .statusCode())
                .isEqualTo(401);
        assertThat(visitor.post("/.tollgate/lock", "password", password, "return-to", "/claims")
                        .statusCode())
                .isEqualTo(303);
        assertThat(visitor.get("/claims").statusCode()).isEqualTo(200);
    }
}

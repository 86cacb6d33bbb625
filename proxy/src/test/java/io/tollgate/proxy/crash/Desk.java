package io.tollgate.proxy.crash;

import io.tollgate.proxy.Browser;
import java.io.IOException;
import java.net.http.HttpResponse;
import javax.net.ssl.SSLContext;

/** Where people meet a gateway that runs now. Immutable. */
record Desk(SSLContext trust, int port, Aftermath aftermath) {
    /** Somebody who has never been here. */
    Browser browser() {
        return new Browser(trust, port);
    }

    /** The status of a login. */
    static int login(Browser browser, String name, String password) throws IOException, InterruptedException {
        return browser.post("/.tollgate/login", "username", name, "password", password)
                .statusCode();
    }

    /** Whether these cookies belong to a session that lives. */
    boolean isIn(String cookie) throws IOException, InterruptedException {
        Browser browser = browser();
        HttpResponse<String> page = browser.send(browser.to("/claims").header("Cookie", cookie));
        return switch (page.statusCode()) {
            case 200 -> true;
            case 401 -> false;
            default -> throw new IllegalStateException("neither in nor out: " + page.statusCode());
        };
    }
}

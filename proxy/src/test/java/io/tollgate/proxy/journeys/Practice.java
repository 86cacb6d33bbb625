package io.tollgate.proxy.journeys;

import io.tollgate.proxy.FakeTime;
import io.tollgate.proxy.GatewayRig;
import io.tollgate.proxy.demo.LegacyBilling;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;

/** A legacy billing app, a gateway in front of it and a browser at its door; the clock jumps when told. Confined to one thread. */
final class Practice implements AutoCloseable {
    private static final String APPS = """
        apps:
          billing:
            hosts: [localhost]
            upstream: http://127.0.0.1:%d
            home: /invoices/
            public: ["GET /static/**"]
            app-cookies: [BILLINGSID]
            access:
              biller: { allow: ["GET /", "/claims/**", "/invoices/**", "GET /patients/**"] }
              front-desk: { allow: ["GET /patients/**"] }
              cashier: { allow: ["/invoices/**", "/payments/**", { match: "POST /payments/**", step-up: true }] }
        """;

    final FakeTime time = new FakeTime();
    final LegacyBilling app;
    final GatewayRig rig;
    final Chromium browser;

    /** Opens one; {@code more} are further apps, indented by two, and further top-level keys of the YAML. */
    static Practice open(Path folder, String more) throws Exception {
        return new Practice(folder, APPS + more);
    }

    private Practice(Path folder, String yaml) throws Exception {
        app = LegacyBilling.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), InstantSource.system());
        rig = GatewayRig.start(folder, yaml.formatted(app.address().getPort()), time::in);
        browser = Chromium.start(rig, folder);
    }

    /** Logs in with a mouse, from the login page on. */
    void logIn(String user, String password) {
        browser.go("/.tollgate/login");
        browser.fill("username", user);
        browser.fill("password", password);
        browser.click("Log in");
    }

    @Override
    public void close() {
        browser.close();
        rig.close();
        app.close();
    }
}

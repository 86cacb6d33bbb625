package io.tollgate.proxy.apps;

import io.tollgate.proxy.Browser;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** LedgerSMB, which wants Basic credentials with every request and keeps a cookie beside them. */
final class LedgerSmb implements LegacyApp {
    static final String CHECKED = "/login.pl?action=authenticate&company=acme";

    private final Installed installed = Installed.named("ledgersmb");

    @Override
    public String document() {
        return "ledgersmb";
    }

    @Override
    public int port() {
        return installed.port();
    }

    @Override
    public String role() {
        return "biller";
    }

    @Override
    public String inside() {
        return "/menu.pl?action=root_doc";
    }

    @Override
    public boolean greets(HttpResponse<String> page, String name) {
        return page.statusCode() == 200
                && page.body().contains("id=\"login_info\" class=\"header_left\">" + name + "<");
    }

    /** The database writes down whose password was wrong; the server, who asked for that address. */
    @Override
    public int looked() throws IOException {
        return (int) installed.log("access.log").stream()
                .filter(line -> line.contains("action=authenticate"))
                .count();
    }

    @Override
    public Visitor visitor(Browser browser) {
        return new WithCredentials(browser);
    }

    static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** The page's script asks with credentials, and from its 200 on the browser adds them to whatever it asks for. */
    private static final class WithCredentials implements Visitor {
        private final Browser browser;
        private String remembered = "";

        WithCredentials(Browser browser) {
            this.browser = browser;
        }

        @Override
        public HttpResponse<String> login(String name, String password) throws IOException, InterruptedException {
            browser.get("/login.pl");
            String credentials = basic(name, password);
            HttpResponse<String> answer = browser.send(browser.to(CHECKED)
                    .header("Authorization", credentials)
                    .header("X-Requested-With", "XMLHttpRequest")
                    .header("Sec-Fetch-Mode", "cors")
                    .header("Sec-Fetch-Dest", "empty")
                    .header("Sec-Fetch-Site", "same-origin"));
            if (answer.statusCode() == 200) {
                remembered = credentials;
            }
            return answer;
        }

        @Override
        public HttpResponse<String> open(String path) throws IOException, InterruptedException {
            HttpRequest.Builder request =
                    browser.to(path).header("Sec-Fetch-Mode", "navigate").header("Sec-Fetch-Dest", "document");
            return browser.send(remembered.isEmpty() ? request : request.header("Authorization", remembered));
        }

        @Override
        public HttpResponse<String> logout() throws IOException, InterruptedException {
            return open("/login.pl?action=logout&company=acme");
        }

        @Override
        public Browser browser() {
            return browser;
        }
    }
}

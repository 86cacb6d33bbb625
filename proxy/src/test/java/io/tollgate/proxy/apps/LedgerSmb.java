package io.tollgate.proxy.apps;

import io.tollgate.proxy.Browser;
import io.tollgate.proxy.SameAnswers.Ask;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

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

    @Override
    public List<Step> day() {
        String wrong = basic("ann", "wrong");
        String right = basic("ann", PASSWORD);
        return List.of(
                Step.get("/login.pl"),
                Step.get("/login.js"),
                Step.get("/css/ledgersmb.css"),
                page -> Ask.of("GET", CHECKED, "", "Authorization", wrong),
                page -> Ask.of("GET", CHECKED, "", "Authorization", right),
                page -> Ask.of("GET", "/login.pl?action=login&company=acme", "", "Authorization", right),
                page -> Ask.of("GET", inside(), "", "Authorization", right),
                page -> Ask.of("GET", "/contact.pl?action=add&entity_class=2", "", "Authorization", right),
                page -> Ask.of("GET", "/journal.pl?action=search", "", "Authorization", right),
                page -> Ask.of("GET", "/user.pl?action=preference_screen", "", "Authorization", right),
                page -> Ask.of("GET", "/login.pl?action=logout&company=acme", "", "Authorization", right),
                Step.get("/login.pl"));
    }

    @Override
    public String settled(String text) {
        return text.replaceAll("(?s)<script type=\"text/javascript\">\\s*window\\.alert.*?</script>\\s*", "")
                .replaceAll("LedgerSMB-1\\.6-ds=[0-9][^;]*", "LedgerSMB-1.6-ds=…")
                .replaceAll("(csrf_token|form_id)(\"?[^>]*value=\")[^\"]*", "$1$2…")
                .replaceAll("\\d\\d:\\d\\d:\\d\\d", "…")
                .replaceAll("dijit[A-Za-z0-9_-]*", "dijit");
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

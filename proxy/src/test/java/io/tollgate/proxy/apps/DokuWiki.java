package io.tollgate.proxy.apps;

import io.tollgate.proxy.Browser;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** DokuWiki, which takes a login on every page and answers a wrong one with 403. */
final class DokuWiki implements LegacyApp {
    private static final String PAGE = "/doku.php?id=start";
    private static final Pattern LOGOUT = Pattern.compile("(/doku\\.php\\?[^\"]*do=logout[^\"]*)\"");

    private final Installed installed = Installed.named("dokuwiki");

    @Override
    public String document() {
        return "dokuwiki";
    }

    @Override
    public int port() {
        return installed.port();
    }

    @Override
    public String role() {
        return "staff";
    }

    @Override
    public String inside() {
        return PAGE;
    }

    @Override
    public boolean greets(HttpResponse<String> page, String name) {
        return page.statusCode() == 200 && page.body().contains("(<bdi>" + name + "</bdi>)");
    }

    @Override
    public int looked() throws IOException {
        return installed.log("logins.log").size();
    }

    @Override
    public Visitor visitor(Browser browser) {
        return new AtForm(browser);
    }

    private record AtForm(Browser browser) implements Visitor {
        @Override
        public HttpResponse<String> login(String name, String password) throws IOException, InterruptedException {
            browser.get("/doku.php?do=login");
            return browser.post(PAGE, "sectok", "", "id", "start", "do", "login", "u", name, "p", password);
        }

        @Override
        public HttpResponse<String> open(String path) throws IOException, InterruptedException {
            return browser.get(path);
        }

        @Override
        public HttpResponse<String> logout() throws IOException, InterruptedException {
            Matcher logout = LOGOUT.matcher(browser.get(PAGE).body());
            return browser.get(logout.find() ? logout.group(1).replace("&amp;", "&") : PAGE + "&do=logout");
        }
    }
}

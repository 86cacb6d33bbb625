package io.tollgate.proxy.apps;

import io.tollgate.proxy.Browser;
import io.tollgate.proxy.SameAnswers.Ask;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
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

    @Override
    public List<Step> day() {
        return List.of(
                Step.get("/doku.php?do=login"),
                Step.get("/lib/exe/css.php?t=dokuwiki"),
                Step.get("/lib/exe/js.php?t=dokuwiki"),
                Step.get("/lib/tpl/dokuwiki/images/logo.png"),
                page -> check("wrong"),
                page -> check(PASSWORD),
                Step.get(PAGE),
                Step.get("/doku.php?id=start&do=edit"),
                Step.get("/doku.php?id=start&do=revisions"),
                Step.get("/doku.php?do=recent"),
                Step.get("/doku.php?do=profile"),
                Step.get("/doku.php?id=none:such"),
                Step.get(PAGE),
                page -> Ask.of("GET", logoutTarget(page), ""));
    }

    private static Ask check(String password) {
        return Ask.of(
                "POST",
                PAGE,
                "sectok=&id=start&do=login&u=ann&p=" + password,
                "Content-Type",
                "application/x-www-form-urlencoded");
    }

    private static String logoutTarget(String page) {
        Matcher logout = LOGOUT.matcher(page);
        return logout.find() ? logout.group(1).replace("&amp;", "&") : PAGE + "&do=logout";
    }

    @Override
    public String settled(String text) {
        // It knows from X-Forwarded-Proto that its cookies go over TLS, and tells its scripts.
        return text.replace("\"secure\":true", "\"secure\":false")
                .replaceAll("(DW[0-9a-f]{32}=)(?!deleted)[^;]*", "$1id")
                .replaceAll("DokuWiki=[0-9a-z]{26}", "DokuWiki=id")
                .replaceAll("\"[0-9a-f]{32}\"", "tag") // Of style sheets that it puts together once a host.
                .replaceAll("[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT", "time")
                .replaceAll("(sectok(=|\" value=\"))[0-9a-f]{32}", "$1token")
                .replaceAll("(sectok\":\"|name=\"changecheck\" value=\")[0-9a-f]{32}", "$1token")
                .replaceAll("(name=\"date\" value=\"|\\?|&(amp;)?)(t?=?)[0-9]{10}\\b", "$1$3time")
                .replaceAll("taskrunner\\.php\\?id=[^&]*&amp;[0-9]+", "taskrunner.php");
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
            return browser.get(logoutTarget(browser.get(PAGE).body()));
        }
    }
}

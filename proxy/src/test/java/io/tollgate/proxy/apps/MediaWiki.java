package io.tollgate.proxy.apps;

import io.tollgate.proxy.Browser;
import io.tollgate.proxy.SameAnswers.Ask;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** MediaWiki, whose answer to a wrong password is a 200. */
final class MediaWiki implements LegacyApp {
    static final String LOGIN = "/index.php/Special:UserLogin";
    private static final String LOGOUT = "/index.php/Special:UserLogout";
    private static final Pattern TOKEN = Pattern.compile("name=\"wpLoginToken\" type=\"hidden\" value=\"([^\"]*)\"");
    private static final Pattern LOGOUT_TOKEN = Pattern.compile("value=['\"]([^'\"]*)['\"] name=['\"]wpEditToken['\"]"
            + "|name=['\"]wpEditToken['\"][^>]*value=['\"]([^'\"]*)['\"]");

    private final Installed installed = Installed.named("mediawiki");

    @Override
    public String document() {
        return "mediawiki";
    }

    @Override
    public int port() {
        return installed.port();
    }

    @Override
    public String ann() {
        return "Ann";
    }

    @Override
    public String bob() {
        return "Bob";
    }

    @Override
    public String role() {
        return "staff";
    }

    @Override
    public String inside() {
        return "/index.php/Main_Page";
    }

    @Override
    public boolean greets(HttpResponse<String> page, String name) {
        return page.statusCode() == 200 && page.body().contains("\"wgUserName\":\"" + name + "\"");
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
                Step.get(LOGIN),
                Step.get("/load.php?lang=en&modules=startup&only=scripts&raw=1&skin=vector"),
                Step.get(LOGIN),
                page -> check(page, "wrong"),
                page -> check(page, PASSWORD),
                Step.get(inside()),
                Step.get("/index.php?title=Main_Page&action=history"),
                Step.get("/index.php?title=Special:RecentChanges"),
                Step.get("/index.php/Special:Preferences"),
                Step.get("/index.php?title=Main_Page&action=edit"),
                Step.get("/skins/Vector/resources/common/images/arrow-down.svg?9426f"),
                Step.get("/api.php?action=query&meta=userinfo&format=json"),
                Step.get(LOGOUT),
                page -> Ask.of(
                        "POST",
                        LOGOUT,
                        "title=Special%3AUserLogout&wpEditToken=" + encoded(logoutToken(page)),
                        "Content-Type",
                        "application/x-www-form-urlencoded"));
    }

    private static Ask check(String page, String password) {
        return Ask.of(
                "POST",
                LOGIN,
                "title=Special%3AUserLogin&wpName=ann&wpPassword=" + password + "&authAction=login&wpLoginToken="
                        + encoded(token(page)),
                "Content-Type",
                "application/x-www-form-urlencoded");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String logoutToken(String page) {
        Matcher token = LOGOUT_TOKEN.matcher(page);
        return !token.find() ? "none" : token.group(1) == null ? token.group(2) : token.group(1);
    }

    @Override
    public String settled(String text) {
        return text.replaceAll("[0-9a-f]{40}(\\+|\\\\)", "token")
                .replaceAll("notes_session=[0-9a-z]{32}", "notes_session=id")
                .replaceAll("(wgRequestId\":\")?[0-9a-f]{24}", "request")
                .replaceAll("[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT", "time")
                .replaceAll("[A-Z][a-z]{2}, [0-9]{2}-[A-Z][a-z]{2}-[0-9]{4} [0-9:]{8} GMT", "time")
                .replaceAll("\\b20[0-9]{12}\\b", "time")
                .replaceAll("\\b20[0-9-]{8}T[0-9:]{8}\\b|\\b[0-9]{2}:[0-9]{2}, [0-9]{1,2}", "time")
                .replaceAll("\"(cpu|wall)time\":\"[0-9.]+\"", "n")
                .replaceAll("\\b[0-9]+\\.[0-9]{3} (seconds|ms)", "n")
                .replaceAll("[0-9.]+%? +[0-9.]+ +[0-9]+ +-total", "n")
                .replaceAll("\"wgBackendResponseTime\":[0-9]+", "n");
    }

    /** The token of a form, which belongs to the session that asked for it. */
    static String token(String form) {
        Matcher token = TOKEN.matcher(form);
        return token.find() ? token.group(1) : "none";
    }

    private record AtForm(Browser browser) implements Visitor {
        @Override
        public HttpResponse<String> login(String name, String password) throws IOException, InterruptedException {
            String token = token(browser.get(LOGIN).body());
            return browser.post(
                    LOGIN, "wpName", name, "wpPassword", password, "authAction", "login", "wpLoginToken", token);
        }

        @Override
        public HttpResponse<String> open(String path) throws IOException, InterruptedException {
            return browser.get(path);
        }

        @Override
        public HttpResponse<String> logout() throws IOException, InterruptedException {
            String token = logoutToken(browser.get(LOGOUT).body());
            return browser.post(LOGOUT, "wpEditToken", token, "title", "Special:UserLogout");
        }
    }
}

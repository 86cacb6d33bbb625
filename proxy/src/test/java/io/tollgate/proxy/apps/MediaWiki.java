package io.tollgate.proxy.apps;

import io.tollgate.proxy.Browser;
import java.io.IOException;
import java.net.http.HttpResponse;
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
            Matcher token = LOGOUT_TOKEN.matcher(browser.get(LOGOUT).body());
            String value = !token.find() ? "none" : token.group(1) == null ? token.group(2) : token.group(1);
            return browser.post(LOGOUT, "wpEditToken", value, "title", "Special:UserLogout");
        }
    }
}

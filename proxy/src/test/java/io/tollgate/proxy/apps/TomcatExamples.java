package io.tollgate.proxy.apps;

import io.tollgate.proxy.Browser;
import io.tollgate.proxy.SameAnswers.Ask;
import io.tollgate.proxy.Tomcat;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tomcat's own example of a {@code FORM} login. */
final class TomcatExamples implements LegacyApp {
    static final String PROTECTED = "/examples/jsp/security/protected/";
    private static final Pattern ACTION = Pattern.compile("action='([^']*)'");

    private final Tomcat tomcat;

    TomcatExamples(Tomcat tomcat) {
        this.tomcat = tomcat;
    }

    @Override
    public String document() {
        return "tomcat";
    }

    @Override
    public int port() {
        return tomcat.port();
    }

    @Override
    public String role() {
        return "clerk";
    }

    @Override
    public String inside() {
        return PROTECTED + "index.jsp";
    }

    @Override
    public String further() {
        return "/examples/servlets/servlet/HelloWorldExample";
    }

    @Override
    public boolean greets(HttpResponse<String> page, String name) {
        return page.statusCode() == 200
                && page.body().contains("You are logged in as remote user")
                && page.body().contains("<b>" + name + "</b>");
    }

    /** It writes no failures down, but every request; and looks at the password of each that gets to this address. */
    @Override
    public int looked() throws IOException {
        return (int) tomcat.accessLog().stream()
                .filter(line -> line.contains("j_security_check"))
                .count();
    }

    @Override
    public Visitor visitor(Browser browser) {
        return new AtForm(browser);
    }

    @Override
    public List<Step> day() {
        return List.of(
                Step.get(inside()),
                page -> check(page, "j_username=ann&j_password=wrong"),
                Step.get(inside()),
                page -> check(page, "j_username=ann&j_password=" + PASSWORD),
                Step.get(inside()),
                Step.get(inside() + "?role=tomcat"),
                Step.get("/examples/servlets/servlet/SessionExample?dataname=claim&datavalue=2003-0117"),
                Step.get("/examples/servlets/servlet/SessionExample"),
                Step.get("/examples/jsp/jsp2/el/basic-arithmetic.jsp"),
                Step.get("/examples/servlets/nothing"),
                Step.get(inside() + "?logoff=true"));
    }

    private static Ask check(String page, String form) {
        Matcher action = ACTION.matcher(page);
        String target = action.find() ? action.group(1) : "j_security_check";
        return Ask.of("POST", PROTECTED + target, form, "Content-Type", "application/x-www-form-urlencoded");
    }

    @Override
    public String settled(String text) {
        return text.replaceAll("[0-9A-F]{32}", "id")
                .replaceAll("\\b[A-Z][a-z]{2} [A-Z][a-z]{2} [0-9: ]+ [A-Z]+ [0-9]{4}", "time");
    }

    private record AtForm(Browser browser) implements Visitor {
        @Override
        public HttpResponse<String> login(String name, String password) throws IOException, InterruptedException {
            Matcher action = ACTION.matcher(browser.get(PROTECTED + "index.jsp").body());
            String target = action.find() ? action.group(1) : "j_security_check";
            return browser.post(PROTECTED + target, "j_username", name, "j_password", password);
        }

        @Override
        public HttpResponse<String> open(String path) throws IOException, InterruptedException {
            return browser.get(path);
        }

        @Override
        public HttpResponse<String> logout() throws IOException, InterruptedException {
            return browser.get(PROTECTED + "index.jsp?logoff=true");
        }
    }
}

package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.SameAnswers.Ask;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Tomcat answers through the gateway is what it answers directly. */
final class TomcatSameAnswersIT {
    private static final String MANAGER =
            "Basic " + Base64.getEncoder().encodeToString("tomcat:clinic-2003".getBytes(StandardCharsets.UTF_8));
    private static final String FORM = "application/x-www-form-urlencoded";

    @Test
    void every_answer_is_the_one_given_directly(@TempDir Path folder) throws Exception {
        try (Tomcat tomcat = Tomcat.start(folder.resolve("tomcat"));
                GatewayRig rig = GatewayRig.start(folder, """
                    apps:
                      tomcat:
                        upstream: http://127.0.0.1:%d
                        access: { operator: { allow: ["/**"] } }
                    """.formatted(tomcat.port()))) {
            rig.user("ann@clinic.example", "operator");
            Browser browser = rig.browser();
            assertThat(browser.login("ann@clinic.example").statusCode()).isEqualTo(303);
            SameAnswers answers = new SameAnswers(browser, tomcat.port(), rig.port(), TomcatSameAnswersIT::settled);
            SoftAssertions all = new SoftAssertions();
            for (Ask ask : DAY) {
                all.assertThat(answers.differences(ask))
                        .as(ask.method() + " " + ask.path())
                        .isEmpty();
            }
            all.assertAll();
            assertThat(answers.asked()).isEqualTo(DAY.size());
        }
    }

    private static String settled(String text) {
        return text.replaceAll("[0-9A-F]{32}", "id")
                .replaceAll("\\b1[0-9]{12}\\b", "now")
                .replaceAll("\\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [0-9: ]+ [A-Z]+ [0-9]{4}", "time")
                .replaceAll("(Free|Total|Max) memory: [0-9.]+ MB", "memory")
                .replaceAll("[0-9.]+ (MB|s|ms)\\b", "n");
    }

    private static final String EXAMPLES = "/examples/servlets/servlet/";

    private static final List<Ask> DAY = List.of(
            Ask.of("GET", "/", ""),
            Ask.of("GET", "/examples", ""),
            Ask.of("GET", "/examples/", ""),
            Ask.of("GET", "/examples/index.html", "", "Range", "bytes=5-80"),
            Ask.of("GET", "/examples/index.html", "", "Range", "bytes=5-8,20-30"),
            Ask.of("GET", "/examples/index.html", "", "If-None-Match", "*"),
            Ask.of("HEAD", "/examples/index.html", ""),
            Ask.of("OPTIONS", "/examples/index.html", ""),
            Ask.of("PUT", "/examples/index.html", "nothing"),
            Ask.of("DELETE", "/examples/index.html", ""),
            Ask.of("GET", EXAMPLES + "HelloWorldExample", ""),
            Ask.of("GET", EXAMPLES + "SessionExample", ""),
            Ask.of("POST", EXAMPLES + "SessionExample", "dataname=claim&datavalue=2003-0117", "Content-Type", FORM),
            Ask.of("GET", EXAMPLES + "SessionExample?dataname=a&datavalue=%C3%A9+b&&x", ""),
            Ask.of("GET", EXAMPLES + "CookieExample?cookiename=c&cookievalue=v", ""),
            Ask.of("POST", EXAMPLES + "CookieExample", "cookiename=plan&cookievalue=a%3Ab", "Content-Type", FORM),
            Ask.of("POST", EXAMPLES + "RequestParamExample", "firstname=Ann&lastname=%E9", "Content-Type", FORM),
            Ask.of("GET", "/examples/jsp/jsp2/el/basic-arithmetic.jsp", ""),
            Ask.of("GET", "/examples/jsp/jsp2/el/functions.jsp?foo=JSP+2.0", ""),
            Ask.of("GET", "/examples/jsp/forward/forward.jsp", ""),
            Ask.of("GET", "/examples/jsp/include/include.jsp", ""),
            Ask.of("GET", "/examples/jsp/security/protected/index.jsp", ""),
            Ask.of(
                    "POST",
                    "/examples/jsp/security/protected/j_security_check",
                    "j_username=tomcat&j_password=clinic-2003",
                    "Content-Type",
                    FORM),
            Ask.of("GET", "/examples/jsp/security/protected/index.jsp", ""),
            Ask.of("GET", "/examples/servlets/nothing", ""),
            Ask.of("GET", "/manager/html", ""),
            Ask.of("GET", "/manager/html", "", "Authorization", "Basic bm9ib2R5OndAcm9uZw=="),
            Ask.of("GET", "/manager/images/tomcat.svg", "", "Authorization", MANAGER),
            Ask.of("GET", "/manager", "", "Authorization", MANAGER));
}

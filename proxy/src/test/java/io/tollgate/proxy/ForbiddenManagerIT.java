package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may not have Tomcat's manager gets nothing of it however it is spelt, and Tomcat never hears of the attempt. */
final class ForbiddenManagerIT {
    /** Targets that some server somewhere takes for the manager. */
    private static final List<String> SPELLINGS = List.of(
            "/manager",
            "/manager/",
            "/manager/html",
            "/manager/text/list",
            "/manager/jmxproxy/?get=java.lang",
            "/manager/status/all",
            "/MANAGER/html",
            "/Manager/HTML",
            "/manager;x/html",
            "/manager;jsessionid=A1/html",
            "/manager/;/html",
            "/manager/html;x=y",
            "/;/manager/html",
            "/;a=b/manager/html",
            "//manager/html",
            "///manager//html",
            "/./manager/html",
            "/manager/./html",
            "/%2e/manager/html",
            "/%2E%2f/manager/html",
            "/examples/../manager/html",
            "/examples/..;/manager/html",
            "/examples/..;a=b/manager/html",
            "/examples/%2e%2e/manager/html",
            "/examples/.%2e/manager/html",
            "/examples/%2e%2e;/manager/html",
            "/examples/%2e%2e%2fmanager/html",
            "/examples/..%2fmanager/html",
            "/examples/..\\manager/html",
            "/examples/..%5cmanager/html",
            "/examples/%252e%252e/manager/html",
            "/examples/%c0%ae%c0%ae/manager/html",
            "/examples/%u002e%u002e/manager/html",
            "/examples/x/../../manager/html",
            "/%6danager/html",
            "/%6D%61%6e%61%67%65%72/html",
            "/%256danager/html",
            "/manager%2fhtml",
            "/%2fmanager/html",
            "/manager%3b/html",
            "/manager%00/html",
            "/manager%20/html",
            "/manager%09/html",
            "/manager./html",
            "/manager.../html",
            "/manager%2e/html",
            "/\\manager\\html",
            "/%5cmanager/html",
            "/manager\u00ad/html",
            "/%ef%bd%8danager/html",
            "/manager%e2%88%95html",
            "manager/html",
            "http://localhost/manager/html",
            "https://localhost/manager/html",
            "HTTP://LOCALHOST/examples/../manager/html",
            "https://localhost//manager/html",
            "https://localhost",
            "*");

    private static final List<String> METHODS = List.of("HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "get");

    @TempDir
    Path folder;

    private Tomcat tomcat;
    private GatewayRig rig;

    @BeforeEach
    void start() throws Exception {
        tomcat = Tomcat.start(folder.resolve("tomcat"));
        rig = GatewayRig.start(folder, """
                apps:
                  tomcat:
                    upstream: http://127.0.0.1:%d
                    access:
                      reader: { allow: ["/examples/**"] }
                      anything-else: { allow: ["/**"], deny: ["/manager/**"] }
                """.formatted(tomcat.port()));
    }

    @AfterEach
    void stop() {
        tomcat.close();
        rig.close();
    }

    @Test
    void no_spelling_of_the_manager_reaches_it() throws Exception {
        SoftAssertions softly = new SoftAssertions();
        for (String role : List.of("reader", "anything-else")) {
            rig.user(role + "@clinic.example", role);
            Browser browser = rig.browser();
            browser.login(role + "@clinic.example");
            assertThat(browser.get("/examples/servlets/servlet/HelloWorldExample?who=" + role)
                            .statusCode())
                    .isEqualTo(200);
            String cookie = browser.cookie();
            for (String spelling : SPELLINGS) {
                if (spelling.equals("https://localhost") && role.equals("anything-else")) {
                    continue; // The root page, which this role may have.
                }
                softly.assertThat(status("GET", spelling, cookie))
                        .as("%s %s", role, spelling)
                        .isIn(400, 403, 404, 421);
            }
            for (String method : METHODS) {
                softly.assertThat(status(method, "/manager/html", cookie))
                        .as("%s %s", role, method)
                        .isIn(400, 403, 405, 501);
            }
        }
        softly.assertAll();

        List<String> log = tomcat.endedWithAccessLog();
        assertThat(log).anyMatch(line -> line.contains("who=reader"));
        assertThat(log).allMatch(line -> line.contains("HelloWorldExample"));
        assertThat(String.join("\n", log).toLowerCase(Locale.ROOT)).doesNotContain("probe");
    }

    private int status(String method, String target, String cookie) throws Exception {
        try (RawConnection connection = new RawConnection(rig.trust(), rig.port())) {
            String probe = target.equals("*") ? "" : target.contains("?") ? "&probe=1" : "?probe=1";
            connection.send(method + " " + target + probe + " HTTP/1.1\r\nHost: localhost:" + rig.port()
                    + "\r\nCookie: " + cookie + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            return connection.status();
        }
    }
}

package io.tollgate.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.AppConfig;
import io.tollgate.config.Spelling;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppProblemsTest {

    private static final String UP = "upstream: http://127.0.0.1:8080";

    @TempDir
    Path temporary;

    private ConfigFolder folder;

    @BeforeEach
    void begin() {
        folder = new ConfigFolder(temporary);
    }

    private static String apps(String... apps) {
        return ConfigFolder.LISTENERS + "apps:\n  " + String.join("\n  ", apps) + "\n";
    }

    @Test
    void two_apps_may_share_a_host_by_path() {
        folder.loaded(apps(
                "a: { hosts: [x.example], " + UP + " }",
                "b: { hosts: [x.example, \"*.x.example\"], path: /b, " + UP + " }",
                "c: { path: /b, " + UP + " }",
                "d: { " + UP + " }"));
    }

    @Test
    void an_overlapping_host_and_path_names_both_apps() {
        assertThat(folder.problems(apps(
                        "a: { hosts: [x.example], path: /b, " + UP + " }",
                        "b: { hosts: [y.example, X.EXAMPLE], path: /b, " + UP + " }")))
                .containsExactly("tollgate.yaml:4:27: apps.b.hosts[1]: \"x.example\" with the path \"/b\" belongs "
                        + "already to the app \"a\" at tollgate.yaml:3:3; give one of them another host or path");
    }

    @Test
    void an_external_origin_is_https_host_and_port() {
        AppConfig plain = folder.loaded(apps("a: { external: \"https://Billing.Example\", " + UP + " }"))
                .apps()
                .get(0);
        assertThat(plain.reach().external()).hasToString("https://billing.example");
        assertThat(folder.loaded(apps("a: { external: \"https://[::1]:444/\", " + UP + " }"))
                        .apps()
                        .get(0)
                        .reach()
                        .external())
                .hasToString("https://[::1]:444");
        assertThat(folder.problems(apps("a: { external: \"http://b.example\", " + UP + " }")))
                .containsExactly(
                        "tollgate.yaml:3:18: apps.a.external: \"http://b.example\" is not encrypted, and browsers keep"
                                + " a login only over https; write https://host[:port], such as"
                                + " https://billing.clinic.example");
        for (String wrong : new String[] {"https://b.example/x", "https://a@b.example", "b.example", "https://b:0"}) {
            assertThat(folder.whats(apps("a: { external: \"" + wrong + "\", " + UP + " }")))
                    .as(wrong)
                    .hasSize(1);
        }
    }

    @Test
    void a_path_that_others_post_back_to_is_a_path_and_no_more() {
        assertThat(folder.loaded(apps("a: { path: /b, returns: [/pay/*/back], " + UP + " }"))
                        .apps()
                        .get(0)
                        .reach()
                        .returns())
                .singleElement()
                .satisfies(pattern -> assertThat(pattern.segments()).hasSize(4));
        assertThat(folder.whats(apps("a: { returns: [\"POST /back\", \"/back?x=1\"], " + UP + " }")))
                .containsExactly(
                        "apps.a.returns[0]: \"POST /back\" is more than a path; write the path alone",
                        "apps.a.returns[1]: \"/back?x=1\" is more than a path; write the path alone");
    }

    @Test
    void paths_are_strict_or_accept_spellings_by_name() {
        assertThat(folder.loaded(apps("a: { paths: strict, " + UP + " }"))
                        .apps()
                        .get(0)
                        .reach()
                        .accept())
                .isEmpty();
        assertThat(folder.loaded(apps("a: { paths: { accept: [latin-1, encoded-slash] }, " + UP + " }"))
                        .apps()
                        .get(0)
                        .reach()
                        .accept())
                .containsExactlyInAnyOrder(Spelling.LATIN_1, Spelling.ENCODED_SLASH);
        for (String wrong : new String[] {"loose", "{ accept: [dot-segment] }", "{ accept: strict }", "[strict]"}) {
            assertThat(folder.whats(apps("a: { paths: " + wrong + ", " + UP + " }")))
                    .as(wrong)
                    .hasSize(1)
                    .allMatch(what -> what.startsWith("apps.a.paths"));
        }
    }

    @Test
    void an_exact_host_may_lie_below_a_wildcard() {
        folder.loaded(apps("a: { hosts: [\"*.x.example\"], " + UP + " }", "b: { hosts: [a.x.example], " + UP + " }"));
    }

    @Test
    void one_app_takes_what_no_other_names() {
        assertThat(folder.whats(apps("a: { " + UP + " }", "b: { " + UP + " }")))
                .containsExactly("apps.b: names no hosts, and neither does the app \"a\" at tollgate.yaml:3:3; "
                        + "name the hosts of one of them, or give it a path of its own");
    }

    @Test
    void a_path_that_is_wrong_overlaps_with_nothing() {
        assertThat(folder.whats(apps("a: { " + UP + " }", "b: { path: /b/, " + UP + " }")))
                .containsExactly("apps.b.path: \"/b/\" ends with a slash; write \"/b\"");
    }

    @Test
    void a_host_has_neither_port_nor_scheme_nor_a_star_within() {
        assertThat(folder.whats(ConfigFolder.app(
                        "hosts: [\"a:80\", \"http://a\", \"a.*.b\", \"1.2.3\", A.example, a.example]")))
                .containsExactly(
                        "apps.billing.hosts[0]: \"a:80\" names a port; "
                                + "leave it out: hosts are compared without their port",
                        "apps.billing.hosts[1]: \"http://a\" is more than a host; leave out the scheme and the path",
                        "apps.billing.hosts[2]: \"a.*.b\" is not a host; "
                                + "write a name such as billing.clinic.example or *.clinic.example",
                        "apps.billing.hosts[3]: \"1.2.3\" is not a host; "
                                + "write a name such as billing.clinic.example or *.clinic.example",
                        "apps.billing.hosts[5]: \"a.example\" is named twice; keep one of them");
    }

    @Test
    void a_star_without_quotes_is_told_plainly() {
        assertThat(folder.whats(ConfigFolder.app("hosts: [*.clinic.example]")))
                .containsExactly("(file): has a value that begins with \"*\"; put the value in quotes");
    }

    @Test
    void the_figures_of_an_app_are_read() {
        AppConfig app = folder.loaded(ConfigFolder.app(
                        "home: /",
                        "forms: 1KiB",
                        "body: 1GB",
                        "origins: [\"https://PAY.example:443\"]",
                        "app-cookies: [BILLING*]"))
                .apps()
                .get(0);
        assertThat(app.forms()).isEqualTo(1024);
        assertThat(app.body()).isEqualTo(1_000_000_000);
        assertThat(app.origins()).containsExactly("https://pay.example");
        assertThat(app.isAppCookie("billing_7")).isTrue();
        assertThat(app.isAppCookie("bill")).isFalse();
    }

    @Test
    void home_is_a_page_of_the_app() {
        for (String home : new String[] {"//x", "/a/../b", "/\\x", "x", "/.tollgate/login", "/a b"}) {
            assertThat(folder.whats(ConfigFolder.app("home: '" + home + "'")))
                    .singleElement()
                    .asString()
                    .startsWith("apps.billing.home: ");
        }
    }

    @Test
    void home_is_below_the_path_of_the_app() {
        for (String home : new String[] {"/invoices/", "/billing/invoices/"}) {
            AppConfig app = folder.loaded(ConfigFolder.app("path: /billing", "home: " + home))
                    .apps()
                    .get(0);
            assertThat(app.home()).isEqualTo("/billing/invoices/");
        }
        assertThat(folder.loaded(ConfigFolder.app("path: /billing"))
                        .apps()
                        .get(0)
                        .home())
                .isEqualTo("/billing/");
    }

    @Test
    void a_path_of_an_app_is_plain_and_not_the_gateways_own() {
        assertThat(folder.whats(apps(
                        "a: { path: /.tollgate/x, " + UP + " }",
                        "b: { path: \"/b/*\", " + UP + " }",
                        "c: { path: /c/../d, " + UP + " }")))
                .containsExactly(
                        "apps.a.path: is the gateway's own (prefix: /.tollgate); choose another path",
                        "apps.b.path: \"/b/*\" is not a plain path; write one such as /billing",
                        "apps.c.path: \"/c/../d\" has a dot segment; write the path it leads to");
    }

    @Test
    void sign_on_headers_are_names_without_another_meaning() {
        assertThat(folder.whats(ConfigFolder.app(
                        "sign-on: { headers: { user: Content-Length, roles: \"a b\" }, keep: [x y] }")))
                .containsExactly(
                        "apps.billing.sign-on.headers.user: \"Content-Length\" has another meaning in HTTP; "
                                + "choose a name of your own, such as X-Forwarded-User",
                        "apps.billing.sign-on.headers.roles: \"a b\" is not a name for a header; "
                                + "use letters, digits and \"-\"",
                        "apps.billing.sign-on.keep[0]: \"x y\" is not a name for a header; "
                                + "use letters, digits and \"-\"");
    }

    @Test
    void user_and_roles_travel_apart_and_no_client_sends_them() {
        assertThat(folder.whats(ConfigFolder.app("sign-on: { headers: { user: X-Who, roles: x-who }, keep: [X-WHO] }")))
                .containsExactly(
                        "apps.billing.sign-on.headers.roles: is the header that carries the user; choose another name",
                        "apps.billing.sign-on.keep[0]: \"X-WHO\" tells the app who it is, so that no client may send "
                                + "it; remove it, or choose another sign-on header");
    }

    @Test
    void cookies_and_origins_have_their_grammar() {
        assertThat(folder.whats(ConfigFolder.app(
                        "app-cookies: [\"a=b\", \"*x\", __Host-tollgate-device]",
                        "origins: [\"https://a/\", \"ftp://a\", a.example, \"https://u@a\"]")))
                .containsExactly(
                        "apps.billing.app-cookies[0]: \"a=b\" is not a name for a cookie; use its name without value",
                        "apps.billing.app-cookies[1]: \"*x\" has a star that is not at its end; "
                                + "write the beginning of the name and one star",
                        "apps.billing.app-cookies[2]: \"__Host-tollgate-device\" is the gateway's own; remove it",
                        "apps.billing.origins[0]: \"https://a/\" ends with a slash; "
                                + "write scheme://host[:port], such as https://pay.example",
                        "apps.billing.origins[1]: \"ftp://a\" is neither https nor http; "
                                + "write scheme://host[:port], such as https://pay.example",
                        "apps.billing.origins[2]: \"a.example\" is not an origin; "
                                + "write scheme://host[:port], such as https://pay.example",
                        "apps.billing.origins[3]: \"https://u@a\" is not an origin; "
                                + "write scheme://host[:port], such as https://pay.example");
    }

    @Test
    void sizes_carry_a_unit_and_have_bounds() {
        assertThat(folder.whats(ConfigFolder.app("forms: 64", "body: 99999999999999TB")))
                .containsExactly(
                        "apps.billing.forms: \"64\" has no unit; "
                                + "write a whole number and a unit (B, KB, MB, GB, KiB, MiB, GiB), such as 100MiB",
                        "apps.billing.body: \"99999999999999TB\" is out of bounds; give from 1B to 1TiB");
    }

    @Test
    void a_file_without_an_app_is_refused() {
        assertThat(folder.whats(ConfigFolder.LISTENERS + "apps: {}\n"))
                .containsExactly("apps: names no app; add one, with its upstream");
    }
}

package io.tollgate.filters.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CookieHeaderTest {
    private static String kept(String cookie, String... dropped) {
        List<String> names = List.of(dropped);
        return CookieHeader.forUpstream(
                HeaderFields.of("Cookie", cookie), 0, (name, value) -> !names.contains(name + "=" + value));
    }

    @Test
    void what_the_app_may_see_stays_as_it_came() {
        assertThat(kept("a=1;b=\"x y\";  c; $Version=1")).isEqualTo("a=1;b=\"x y\";  c; $Version=1");
        assertThat(kept("")).isEmpty();
    }

    @Test
    void no_cookie_of_ours_goes_upstream_in_any_spelling() {
        assertThat(kept("__Host-tollgate=t")).isNull();
        assertThat(kept("a=1; __Host-tollgate=t; b=2")).isEqualTo("a=1; b=2");
        assertThat(kept("__Host-tollgate=t; b=2")).isEqualTo("b=2");
        assertThat(kept("a=1; __Host-tollgate=t")).isEqualTo("a=1");
        for (String cookie : List.of(
                "__host-TOLLGATE=t",
                "__Host-tollgate-device=t",
                "__Host-tollgate-admin=t",
                " __Host-tollgate = t",
                "\"__Host-tollgate\"=t",
                "__Host-tollgate",
                "a=x,__Host-tollgate=t",
                "=__Host-tollgate=t")) {
            assertThat(kept("x=1; " + cookie + "; y=2")).as(cookie).isEqualTo("x=1; y=2");
        }
        assertThat(kept("x=\"1; __Host-tollgate=t; y=\""))
                .as("quotes do not hide it from who ignores them")
                .doesNotContain("ollgate");
    }

    @Test
    void attributes_of_old_cookies_go_with_their_cookie() {
        assertThat(kept("$Version=1; __Host-tollgate=t; $Path=/; $Domain=x; a=1; $Path=/"))
                .isEqualTo("$Version=1; a=1; $Path=/");
    }

    @Test
    void a_cookie_that_is_not_to_be_kept_goes_with_quotes_blanks_and_commas() {
        assertThat(kept("a=1; JSESSIONID=x; b=2", "JSESSIONID=x")).isEqualTo("a=1; b=2");
        assertThat(kept("JSESSIONID=\"x\"", "JSESSIONID=x")).isNull();
        assertThat(kept("a=1; JSESSIONID = x ", "JSESSIONID=x")).isEqualTo("a=1");
        assertThat(kept("a=1,JSESSIONID=x; b=2", "JSESSIONID=x")).isEqualTo("b=2");
        assertThat(kept("JSESSIONID=x,y; b=2", "JSESSIONID=x,y")).isEqualTo("b=2");
        assertThat(kept("JSESSIONID=x; JSESSIONID=y", "JSESSIONID=x")).isEqualTo("JSESSIONID=y");
    }

    @Test
    void every_cookie_is_asked_for_by_name_and_value() {
        List<String> asked = new ArrayList<>();
        CookieHeader.forUpstream(
                HeaderFields.of("Cookie", "a=1; b; c=\"2\"; d=x=y"), 0, (name, value) -> asked.add(name + "=" + value));

        assertThat(asked).containsExactly("a=1", "b=", "c=2", "d=x=y");
    }
}

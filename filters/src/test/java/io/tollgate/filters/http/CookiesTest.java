package io.tollgate.filters.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CookiesTest {
    private static final String NAME = "__Host-tollgate";

    private static String value(String... cookies) {
        String[] fields = new String[cookies.length * 2];
        for (int i = 0; i < cookies.length; i++) {
            fields[i * 2] = "Cookie";
            fields[i * 2 + 1] = cookies[i];
        }
        HeaderFields all = HeaderFields.of(fields);
        long found = Cookies.locate(all, NAME);
        int start = (int) (found >>> 32);
        return found < 0 ? null : new String(all.bytes(), start, (int) found - start, StandardCharsets.ISO_8859_1);
    }

    @Test
    void the_one_cookie_of_the_name_is_found_among_others() {
        assertThat(value("__Host-tollgate=abc")).isEqualTo("abc");
        assertThat(value("a=1; __Host-tollgate= abc ; b=2")).isEqualTo("abc");
        assertThat(value("a=1", "b=2;__Host-tollgate=a=b")).isEqualTo("a=b");
        assertThat(value("__Host-tollgate=")).isEmpty();
        assertThat(value("__Host-tollgate-device=x; __Host-tollgate=abc; x__Host-tollgate=y"))
                .isEqualTo("abc");
    }

    @Test
    void none_is_none() {
        assertThat(value()).isNull();
        assertThat(value("a=1; b")).isNull();
        assertThat(value("__Host-tollgate-device=x")).isNull();
        assertThat(Cookies.locate(HeaderFields.EMPTY, NAME)).isEqualTo(Cookies.NONE);
    }

    @Test
    void two_cookies_of_our_name_are_no_session() {
        assertThat(value("__Host-tollgate=a; __Host-tollgate=b")).isNull();
        assertThat(value("__Host-tollgate=a; __Host-tollgate=a")).isNull();
        assertThat(value("__Host-tollgate=a", "__Host-tollgate=b")).isNull();
    }

    @Test
    void another_spelling_of_our_name_is_one_too_many() {
        for (String odd :
                List.of("__host-tollgate=b", "\"__Host-tollgate\"=b", "__Host-tollgate", "__HOST-TOLLGATE=")) {
            assertThat(value("__Host-tollgate=a; " + odd)).as(odd).isNull();
            assertThat(value(odd)).as(odd).isNull();
        }
    }
}

package io.tollgate.filters.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CookieSpellingTest {
    @Test
    void a_name_is_as_a_platform_that_decodes_it_has_it() {
        assertThat(CookieSpelling.name("PHPSESSID")).isEqualTo("PHPSESSID");
        assertThat(CookieSpelling.name("%50HPSESSID")).isEqualTo("PHPSESSID");
        assertThat(CookieSpelling.name("laravel.session")).isEqualTo("laravel_session");
        assertThat(CookieSpelling.name("laravel%20session")).isEqualTo("laravel_session");
        assertThat(CookieSpelling.name("laravel[session")).isEqualTo("laravel_session");
    }

    @Test
    void a_value_is_without_its_escapes() {
        assertThat(CookieSpelling.value("abc")).isEqualTo("abc");
        assertThat(CookieSpelling.value("%61b%63")).isEqualTo("abc");
        assertThat(CookieSpelling.value("a\\bc")).isEqualTo("abc");
        assertThat(CookieSpelling.value("\"abc\"")).isEqualTo("abc");
        assertThat(CookieSpelling.value("100%")).isEqualTo("100%");
        assertThat(CookieSpelling.value("%zz%4")).isEqualTo("%zz%4");
        assertThat(CookieSpelling.value("a+b")).isEqualTo("a+b");
    }
}

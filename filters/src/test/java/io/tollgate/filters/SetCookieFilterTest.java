package io.tollgate.filters;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.http.Field;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.ResponseHead;
import io.tollgate.filters.login.Browser;
import io.tollgate.filters.session.AppCookies;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SetCookieFilterTest {
    private final List<String> issued = new ArrayList<>();
    private final SetCookieFilter filter = new SetCookieFilter(new AppCookies() {
        @Override
        public boolean mayForward(String app, String name, String value, String userId) {
            return true;
        }

        @Override
        public void issued(String app, String name, String value, String userId) {
            issued.add(app + " " + name + "=" + value + " to " + userId);
        }
    });

    private List<String> amended(Exchange exchange, String... cookies) {
        String[] fields = new String[cookies.length * 2 + 2];
        fields[0] = "content-type";
        fields[1] = "text/html";
        for (int i = 0; i < cookies.length; i++) {
            fields[2 + i * 2] = i % 2 == 0 ? "Set-Cookie" : "set-cookie";
            fields[3 + i * 2] = cookies[i];
        }
        ResponseHead head = new ResponseHead(200, "OK", HeaderFields.of(fields));
        filter.amend(exchange, head);
        List<String> written = new ArrayList<>();
        for (int i = head.original().find("set-cookie", 0);
                i >= 0;
                i = head.original().find("set-cookie", i + 1)) {
            if (!head.isRemoved(i)) {
                written.add(head.original().value(i));
            }
        }
        head.added().stream().map(Field::value).forEach(written::add);
        return written;
    }

    private List<String> amended(String... cookies) {
        return amended(Browser.modern().get("/claims"), cookies);
    }

    @Test
    void cookies_keep_their_order_and_words_and_get_what_is_missing() {
        assertThat(amended(
                        "theme=dark; Path=/x; Expires=Wed, 21 Oct 2026 07:28:00 GMT",
                        "JSESSIONID=1F; Path=/; HttpOnly",
                        "odd",
                        "a=b=c,d \"e\"; secure; samesite=None",
                        "JSESSIONID=2F"))
                .containsExactly(
                        "theme=dark; Path=/x; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Secure; SameSite=Lax",
                        "JSESSIONID=1F; Path=/; HttpOnly; Secure; SameSite=Lax",
                        "odd; Secure; SameSite=Lax",
                        "a=b=c,d \"e\"; secure; samesite=None",
                        "JSESSIONID=2F; Secure; SameSite=Lax; HttpOnly");
        assertThat(issued).containsExactly("billing JSESSIONID=1F to null", "billing JSESSIONID=2F to null");
    }

    @Test
    void an_attribute_in_a_value_is_none() {
        assertThat(amended("a=secure httponly samesite"))
                .containsExactly("a=secure httponly samesite; Secure; SameSite=Lax");
    }

    @Test
    void nothing_is_set_in_our_name() {
        assertThat(amended(
                        "__Host-tollgate=x; Path=/; Secure",
                        " __host-TOLLGATE-device=x",
                        "=__Host-tollgate=x",
                        "__Host-tollgate",
                        "a=1"))
                .containsExactly("a=1; Secure; SameSite=Lax");
    }

    @Test
    void a_cookie_that_is_taken_back_is_nobodys() {
        amended("PHPSESSID=deleted; Max-Age=0", "PHPSESSID=; Path=/", "PHPSESSID=gone; max-age=-1");

        assertThat(issued).isEmpty();
    }

    @Test
    void a_cookie_that_no_browser_takes_is_left_out() {
        assertThat(amended("a=b\u0001c", "d=1\tx")).containsExactly("d=1\tx; Secure; SameSite=Lax");
    }

    @Test
    void our_own_answers_are_left_alone() {
        assertThat(amended(Browser.modern().get("/.tollgate/login"), "__Host-tollgate=x; Path=/"))
                .containsExactly("__Host-tollgate=x; Path=/");
    }
}

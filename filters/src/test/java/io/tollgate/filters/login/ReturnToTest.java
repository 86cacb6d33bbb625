package io.tollgate.filters.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ReturnToTest {
    private static final String PREFIX = "/.tollgate";

    @Test
    void a_path_of_this_host_is_gone_back_to() {
        for (String path :
                List.of("/", "/x", "/x/.y/...z?a=../b#c/..", "/x/..y", "/.well-known/x", "/x/%2e.y/%41", "/...")) {
            assertThat(ReturnTo.read(path, PREFIX)).as(path).isEqualTo(path);
        }
    }

    @Test
    void what_leads_elsewhere_than_it_says_is_not() {
        for (String path : List.of(
                "//x.example",
                "/\\x.example",
                "x",
                "https://x.example/",
                "/a/../b",
                "/..",
                "/.",
                "/a/.",
                "/a/./b",
                "/%2e%2E/.tollgate/logout",
                "/x/.%2e/b?y",
                "/x/..;v=1/b",
                "/a\tb",
                PREFIX + "/logout",
                PREFIX)) {
            assertThat(ReturnTo.read(path, PREFIX)).as(path).isNull();
        }
        assertThat(ReturnTo.of("/a/../b", PREFIX)).isNull();
    }
}

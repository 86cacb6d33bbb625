package io.tollgate.proxy.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DemoPlanTest {

    private final DemoPlaces places = DemoPlaces.below(Path.of("/srv/it's a demo"), 40_123);

    @Test
    void the_yaml_has_every_place_filled_in() {
        assertThat(DemoPlan.yaml(places))
                .contains("upstream: http://127.0.0.1:40123")
                .contains("address: 127.0.0.1:8443")
                .contains("address: 127.0.0.1:9443")
                .contains("data: '/srv/it''s a demo/data'")
                .contains("key: '/srv/it''s a demo/certs/localhost.key'")
                .doesNotContain("@");
    }

    @Test
    void the_yaml_declares_every_role_that_a_user_has() {
        String roles = DemoPlan.yaml(places)
                .lines()
                .filter(line -> line.startsWith("roles:"))
                .findFirst()
                .orElse("");
        assertThat(DemoPlan.users())
                .hasSize(3)
                .allSatisfy(user -> assertThat(roles).contains(user.roles()));
    }

    @Test
    void the_greeting_tells_where_to_go_and_whom_to_be() {
        assertThat(DemoPlan.greeting(places))
                .contains("https://localhost:8443/", "http://127.0.0.1:40123/", "'/srv/it'\\''s a demo/tollgate.yaml'");
        assertThat(DemoPlan.users())
                .allSatisfy(user -> assertThat(DemoPlan.greeting(places)).contains(user.name(), user.password()));
    }

    @Test
    void no_password_holds_the_name_of_its_user() {
        assertThat(DemoPlan.users())
                .allSatisfy(user -> assertThat(user.password())
                        .doesNotContain(user.name().substring(0, user.name().indexOf('@'))));
    }

    @Test
    void a_user_without_a_role_or_with_a_short_password_is_refused() {
        assertThatThrownBy(() -> new DemoUser("a@b.example", List.of(), "long enough password", ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DemoUser("a@b.example", List.of("biller"), "short", ""))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

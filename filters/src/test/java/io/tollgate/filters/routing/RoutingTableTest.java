package io.tollgate.filters.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.AppConfig;
import io.tollgate.filters.Exchanges;
import io.tollgate.filters.access.Readings;
import io.tollgate.filters.access.Rules;
import io.tollgate.filters.http.Form;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RoutingTableTest {
    private static final Rules RULES = new Rules().allow("biller", "/**");

    private static AppConfig app(String name, String path, String... hosts) {
        return Exchanges.app(name, List.of(hosts), path, RULES);
    }

    private static RoutingTable table(AppConfig... apps) {
        return RoutingTable.of(List.of(apps), "/.tollgate");
    }

    private static String route(RoutingTable table, String host, String target) {
        Routing routing = table.route(host, (Readings) Readings.of(target));
        if (routing instanceof Misrouted misrouted) {
            return misrouted.status() + " " + misrouted.reason();
        }
        Route route = (Route) routing;
        return route.target() instanceof Target.Own own
                ? "own:" + own.page()
                : ((Target.Upstream) route.target()).name();
    }

    @Test
    void an_exact_host_goes_before_a_wildcard_and_any_before_the_rest() {
        RoutingTable table = table(
                app("rest", "/"),
                app("wild", "/", "*.x.example"),
                app("deep", "/", "*.y.x.example"),
                app("exact", "/", "a.x.example"));

        assertThat(route(table, "a.x.example", "/")).isEqualTo("exact");
        assertThat(route(table, "A.X.example.:8443", "/")).isEqualTo("exact");
        assertThat(route(table, "b.x.example", "/")).isEqualTo("wild");
        assertThat(route(table, "c.b.x.example", "/")).isEqualTo("wild");
        assertThat(route(table, "c.y.x.example", "/")).isEqualTo("deep");
        assertThat(route(table, "x.example", "/")).isEqualTo("rest");
        assertThat(route(table, "[::1]:8443", "/")).isEqualTo("rest");
    }

    @Test
    void an_unknown_host_is_421_and_one_that_cant_be_read_400() {
        RoutingTable table = table(app("a", "/", "a.example", "[::1]"));

        assertThat(route(table, "evil.example", "/")).isEqualTo("421 host.unknown");
        assertThat(route(table, "[::1]:1", "/")).isEqualTo("a");
        for (String host : List.of(
                "",
                "a.example:99999",
                "a.example?x",
                "u@a.example",
                "a.example:x",
                "a..example",
                ".",
                "[::1",
                "a b",
                "[::1]x",
                "a.example/")) {
            assertThat(route(table, host, "/")).as(host).isEqualTo("400 host.malformed");
        }
    }

    @Test
    void the_longest_path_wins_on_segment_boundaries() {
        RoutingTable table =
                table(app("root", "/", "h"), app("billing", "/billing", "h"), app("deep", "/billing/x", "h"));

        assertThat(route(table, "h", "/billing")).isEqualTo("billing");
        assertThat(route(table, "h", "/billing/")).isEqualTo("billing");
        assertThat(route(table, "h", "/billing/%78")).isEqualTo("deep");
        assertThat(route(table, "h", "/billing/x?y")).isEqualTo("deep");
        assertThat(route(table, "h", "/billing/xy")).isEqualTo("billing");
        assertThat(route(table, "h", "/billings")).isEqualTo("root");
        assertThat(route(table, "h", "/")).isEqualTo("root");
    }

    @Test
    void a_target_whose_readings_fall_into_different_apps_is_refused() {
        RoutingTable table = table(app("root", "/", "h"), app("billing", "/billing", "h"));

        for (String target :
                List.of("//billing/x", "/billing;x/y", "/Billing/x", "/billing%20/x", "/;/billing", "/billing./x")) {
            assertThat(route(table, "h", target)).as(target).isEqualTo("400 target.ambiguous");
        }
        assertThat(route(table, "h", "/billing/x;jsessionid=1")).isEqualTo("billing");
    }

    @Test
    void a_path_that_no_app_of_the_host_has_gets_an_app_that_allows_nothing() {
        Routing routing =
                table(app("billing", "/billing", "h"), app("rest", "/")).route("h", (Readings) Readings.of("/other"));

        Route route = (Route) routing;
        assertThat(route.app().name()).isEqualTo("billing");
        assertThat(route.app().access().judge("GET", (Readings) Readings.of("/other"), Set.of("biller"), Form.NONE))
                .hasToString("Denied[reason=access.none, rule=null]");
    }

    @Test
    void own_pages_are_on_every_host_in_one_spelling() {
        RoutingTable table = table(app("root", "/", "h"), app("billing", "/billing", "g"));

        assertThat(route(table, "h", "/.tollgate/login?return-to=/x")).isEqualTo("own:login");
        assertThat(route(table, "g", "/.tollgate/assets/a.css")).isEqualTo("own:assets/a.css");
        assertThat(route(table, "g", "/.tollgate")).isEqualTo("own:");
        assertThat(route(table, "g", "/.tollgate/")).isEqualTo("own:");
        for (String target : List.of(
                "/.Tollgate/login",
                "/.tollgate;x/login",
                "/.tollgate/login;x",
                "//.tollgate/login",
                "//h/.tollgate/login",
                "/.tollgate//login",
                "/%2etollgate/login",
                "/.tollgate/%6cogin",
                "/;x/.tollgate/login",
                "/.tollgate%20/login",
                "/.tollgate./login",
                "/.tollgate:x/login")) {
            assertThat(route(table, "h", target)).as(target).isEqualTo("400 target.own");
        }
        assertThat(route(table, "h", "/.tollgatex/login")).isEqualTo("root");
        assertThat(route(table, "h", "/x/.tollgate/login")).isEqualTo("root");
    }
}

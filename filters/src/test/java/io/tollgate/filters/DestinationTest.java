package io.tollgate.filters;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.access.Denied;
import io.tollgate.filters.access.Rules;
import io.tollgate.filters.chain.Exchange;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DestinationTest {
    private static final Set<String> BILLER = Set.of("biller");

    private final Exchanges exchanges = new Exchanges(
            Exchanges.app(
                    "billing",
                    List.of(),
                    "/",
                    new Rules()
                            .open("PUT /drop/**")
                            .allow("biller", "/claims/**", "/kept/**")
                            .deny("biller", "DELETE /kept/**")
                            .stepUp("biller", "DELETE /marked/**")
                            .allow("biller", "PUT /marked/**", "GET /marked/**")
                            .stepUp("biller", "PUT /signed/**")),
            Exchanges.app("ledger", List.of(), "/ledger", new Rules().allow("biller", "/ledger/**")));

    private Denied objection(Set<String> roles, boolean isFresh, Exchange exchange) {
        return new Destination(exchanges.router).objection(exchange, roles, isFresh);
    }

    private Denied objection(String method, String target, String... fields) {
        String[] all = new String[fields.length + 2];
        all[0] = "Host";
        all[1] = "billing.example";
        System.arraycopy(fields, 0, all, 2, fields.length);
        return objection(BILLER, false, exchanges.exchange(method, target, all));
    }

    private static String reason(Denied denied) {
        return denied == null ? "none" : denied.reason();
    }

    @Test
    void nothing_is_said_against_a_place_that_may_be_written() {
        assertThat(objection("MOVE", "/claims/a")).isNull();
        assertThat(objection("MOVE", "/claims/a", "Destination", "/claims/b")).isNull();
        assertThat(objection("COPY", "/claims/a", "Destination", "https://billing.example/claims/b"))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/x",
                "https://billing.example/admin/x",
                "https://evil.example/claims/b",
                "//evil.example/claims/b",
                "https://billing.example",
                "/ledger/x",
                "/.tollgate/login",
                "/claims/%zz",
                "/claims/../admin/x",
                "claims"
            })
    void whatever_leads_elsewhere_is_refused(String place) {
        assertThat(reason(objection("MOVE", "/claims/a", "Destination", place))).isEqualTo("access.destination");
    }

    @Test
    void two_places_are_refused() {
        assertThat(reason(objection("MOVE", "/claims/a", "Destination", "/claims/b", "Destination", "/claims/c")))
                .isEqualTo("access.destination");
    }

    @Test
    void a_word_is_no_place_unless_webdav_reads_it() {
        assertThat(objection("POST", "/claims/a", "Destination", "Boston")).isNull();
        assertThat(reason(objection("POST", "/claims/a", "Destination", "/admin/x")))
                .isEqualTo("access.destination");
    }

    @Test
    void what_would_be_removed_there_or_here_may_not_be_denied() {
        assertThat(reason(objection("COPY", "/claims/a", "Destination", "/kept/b")))
                .isEqualTo("access.destination");
        assertThat(objection("COPY", "/claims/a", "Destination", "/kept/b", "Overwrite", "F"))
                .isNull();
        assertThat(reason(objection("COPY", "/claims/a", "Destination", "/kept/b", "Overwrite", "F", "Overwrite", "T")))
                .as("said twice counts as said otherwise")
                .isEqualTo("access.destination");
        assertThat(reason(objection("MOVE", "/kept/a", "Destination", "/claims/b", "Overwrite", "F")))
                .as("a move removes what it takes")
                .isEqualTo("access.destination");
        assertThat(objection("COPY", "/kept/a", "Destination", "/claims/b")).isNull();
    }

    @Test
    void a_fresh_factor_opens_what_asks_for_one_and_no_more() {
        Denied written = objection("COPY", "/claims/a", "Destination", "/signed/b", "Overwrite", "F");
        Denied overwritten = objection("COPY", "/claims/a", "Destination", "/marked/b");
        Denied moved = objection("MOVE", "/marked/a", "Destination", "/claims/b");

        for (Denied denied : new Denied[] {written, overwritten, moved}) {
            assertThat(reason(denied)).isEqualTo(Denied.STEP_UP);
            assertThat(denied.rule()).isNotNull();
        }
        Exchange asking = exchanges.exchange("MOVE", "/marked/a", "Destination", "/signed/b");
        assertThat(objection(BILLER, true, asking)).isNull();
        Exchange denied = exchanges.exchange("MOVE", "/kept/a", "Destination", "/signed/b");
        assertThat(reason(objection(BILLER, true, denied))).isEqualTo("access.destination");
    }

    @Test
    void somebody_without_a_session_writes_where_everybody_may() {
        assertThat(objection(null, false, exchanges.exchange("COPY", "/drop/a", "Destination", "/drop/b")))
                .isNull();
        assertThat(reason(objection(null, true, exchanges.exchange("COPY", "/drop/a", "Destination", "/claims/b"))))
                .isEqualTo("access.destination");
    }
}

package io.tollgate.filters;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.access.Rules;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.ResponseHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CachingFilterTest {
    private final Exchanges exchanges = new Exchanges(new Rules());

    private String amended(String target, int status, String... fields) {
        ResponseHead head = new ResponseHead(status, "", HeaderFields.of(fields));
        new CachingFilter().amend(exchanges.exchange("GET", target), head);
        return head.added().isEmpty() ? "as it was" : head.first("cache-control");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "text/html; charset=utf-8",
                "TEXT/HTML ;charset=latin1",
                "application/json",
                "application/fhir+json; charset=utf-8",
                "application/atom+xml",
                "application/pdf",
                "text/csv",
                "application/vnd.ms-excel",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "application/vnd.oasis.opendocument.text"
            })
    void what_people_read_is_kept_out_of_caches(String type) {
        assertThat(amended("/claims", 200, "content-type", type)).isEqualTo("no-store");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"image/png", "image/svg+xml", "text/css", "text/javascript", "font/woff2", "text/htmlx", ""})
    void pictures_styles_and_scripts_stay_as_they_are(String type) {
        assertThat(amended("/claims", 200, "content-type", type)).isEqualTo("as it was");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cache-control", "expires", "pragma", "Cache-Control"})
    void where_the_app_says_something_its_word_counts(String name) {
        assertThat(amended("/claims", 200, "content-type", "text/html", name, "x"))
                .isEqualTo("as it was");
    }

    @Test
    void interim_answers_those_without_a_type_and_our_own_are_left_alone() {
        assertThat(amended("/claims", 103, "content-type", "text/html")).isEqualTo("as it was");
        assertThat(amended("/claims", 200)).isEqualTo("as it was");
        assertThat(amended("/.tollgate/login", 200, "content-type", "text/html"))
                .isEqualTo("as it was");
        assertThat(amended("/claims", 500, "content-type", "text/html"))
                .as("an error page, too")
                .isEqualTo("no-store");
    }
}

package io.tollgate.filters.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AppCookieOwnersTest {
    private static final String NAME = "JSESSIONID";

    private final FakeTime time = new FakeTime();
    private final FakeAppCookieJournal journal = new FakeAppCookieJournal();
    private AppCookieOwners owners;

    @BeforeEach
    void start() {
        owners = new AppCookieOwners(journal, time, "a key of sixteen bytes".getBytes(StandardCharsets.US_ASCII), 1000);
    }

    private boolean may(String value, String userId) {
        return owners.mayForward("billing", NAME, value, userId);
    }

    @Test
    void a_value_belongs_to_the_user_who_brought_it_first() {
        assertThat(may("A1", "ada")).isTrue();

        assertThat(may("A1", "bo")).isFalse();
        assertThat(may("A1", null)).isFalse();
        assertThat(may("A1", "ada")).isTrue();
        assertThat(may("B2", "bo")).isTrue();
    }

    @Test
    void a_value_belongs_to_the_user_to_whom_the_app_gave_it() {
        owners.issued("billing", NAME, "A1", "ada");

        assertThat(may("A1", "bo")).isFalse();
        assertThat(may("A1", "ada")).isTrue();
    }

    @Test
    void a_value_given_to_nobody_is_everybodys_until_a_user_brings_it() {
        owners.issued("billing", NAME, "A1", null);
        assertThat(may("A1", null)).isTrue();
        assertThat(may("A1", "ada")).isTrue();

        assertThat(may("A1", "bo")).isFalse();
        assertThat(may("A1", null)).isFalse();
    }

    @Test
    void a_value_or_name_in_another_spelling_is_the_same_cookie() {
        assertThat(may("abc", "ada")).isTrue();

        assertThat(may("%61bc", "bo")).isFalse();
        assertThat(may("a\\bc", "bo")).isFalse();
        assertThat(owners.mayForward("billing", "%4aSESSIONID", "abc", "bo")).isFalse();
        assertThat(owners.mayForward("billing", "laravel_session", "abc", "ada"))
                .isTrue();
        assertThat(owners.mayForward("billing", "laravel.session", "abc", "bo")).isFalse();
    }

    @Test
    void a_name_in_another_case_is_the_same_cookie_and_another_app_has_its_own() {
        assertThat(may("A1", "ada")).isTrue();

        assertThat(owners.mayForward("billing", "jsessionid", "A1", "bo")).isFalse();
        assertThat(owners.mayForward("ledger", NAME, "A1", "bo")).isTrue();
        assertThat(owners.mayForward("billing" + NAME, "", "A1", "cy")).isTrue();
    }

    @Test
    void owners_survive_a_restart_and_the_journal_never_sees_a_value() {
        may("A1", "ada");
        time.restart();
        start();

        assertThat(may("A1", "bo")).isFalse();
        assertThat(may("A1", "ada")).isTrue();
        assertThat(journal.rows.values()).allMatch(row -> !row.toString().contains("A1"));
    }

    @Test
    void what_the_journal_refused_holds_in_memory_and_is_written_later() {
        journal.isDown = true;
        may("A1", "ada");
        assertThat(may("A1", "bo")).isFalse();
        owners.sweep();
        journal.isDown = false;
        owners.sweep();
        start();

        assertThat(may("A1", "bo")).isFalse();
    }

    @Test
    void a_value_in_use_is_written_once_a_day_and_one_that_nobody_brings_is_forgotten() {
        may("A1", "ada");
        may("B2", "ada");
        journal.calls.clear();
        for (int hour = 0; hour < 24 * 89; hour++) {
            time.pass(Duration.ofHours(1));
            may("A1", "ada");
            owners.sweep();
        }
        assertThat(journal.calls).filteredOn("bound 1"::equals).hasSize(89);
        time.pass(Duration.ofDays(2));
        owners.sweep();

        assertThat(may("A1", "bo")).isFalse();
        assertThat(may("B2", "bo")).isTrue();
    }

    @Test
    void there_are_never_more_than_the_most() {
        for (int i = 0; i < 5000; i++) {
            may("v" + i, "ada");
        }
        assertThat(owners.count()).isLessThanOrEqualTo(1000);
    }
}

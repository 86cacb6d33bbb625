package io.tollgate.filters.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.http.Form;
import io.tollgate.filters.http.Parameter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StepUpTest {
    private static final Set<String> BILLER = Set.of("biller");

    private final Access access = new Rules()
            .open("GET /open/**")
            .allow("biller", "/payments/**", "/ledger.cgi", "/invoices/**")
            .deny("biller", "DELETE /payments/locked")
            .stepUp("biller", "POST|DELETE /payments/**", "/ledger.cgi?action=void", "/open/**", "DELETE /invoices/**")
            .allow("clerk", "/payments/**")
            .compile();

    private AccessDecision judge(String method, String target, Form form, String... roles) {
        return access.judge(method, ReadingsTest.readings(target), Set.of(roles), form);
    }

    private AccessDecision judge(String method, String target) {
        return judge(method, target, Form.NONE, "biller");
    }

    @Test
    void a_marked_rule_asks_and_says_which_it_is() {
        assertThat(judge("POST", "/payments/7")).isInstanceOfSatisfying(StepUp.class, asked -> {
            assertThat(asked.rule().text()).isEqualTo("POST|DELETE /payments/**");
            assertThat(asked.permit().target()).isEqualTo("/payments/7");
            assertThat(asked.permit().method()).isEqualTo("POST");
        });
        assertThat(judge("GET", "/payments/7")).isInstanceOf(Permit.class);
        assertThat(access.hasMarks()).isTrue();
        assertThat(new Rules().allow("biller", "/**").compile().hasMarks()).isFalse();
    }

    @Test
    void another_role_that_allows_it_takes_nothing_away() {
        assertThat(judge("POST", "/payments/7", Form.NONE, "biller", "clerk")).isInstanceOf(StepUp.class);
        assertThat(judge("POST", "/payments/7", Form.NONE, "clerk")).isInstanceOf(Permit.class);
    }

    @Test
    void what_is_denied_is_not_asked_to_be_confirmed() {
        assertThat(judge("DELETE", "/payments/locked")).isInstanceOf(Denied.class);
        assertThat(judge("POST", "/other")).isInstanceOf(Denied.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/payments/7;x=1", "/payments//7", "/payments/7.", "/payments/%37", "/payments"})
    void any_reading_counts(String target) {
        assertThat(judge("POST", target)).isInstanceOf(StepUp.class);
    }

    @Test
    void letter_case_counts_for_nothing() {
        Access folding = new Rules()
                .allow("biller", "/**")
                .stepUp("biller", "POST /payments/**")
                .compile();

        assertThat(folding.judge("POST", ReadingsTest.readings("/PayMents/7"), BILLER, Form.NONE))
                .isInstanceOf(StepUp.class);
        assertThat(folding.judge("post", ReadingsTest.readings("/payments/7"), BILLER, Form.NONE))
                .isInstanceOf(StepUp.class);
    }

    @Test
    void any_occurrence_of_a_parameter_counts_in_query_and_form() {
        assertThat(judge("GET", "/ledger.cgi?action=list&ACTION=Void")).isInstanceOf(StepUp.class);
        assertThat(judge("GET", "/ledger.cgi?action=list")).isInstanceOf(Permit.class);
        assertThat(judge("POST", "/ledger.cgi", null, "biller")).isInstanceOf(NeedsForm.class);
        Form voiding =
                new Form(List.of(new Parameter("action", "list", true), new Parameter("action", " void ", true)));
        assertThat(judge("POST", "/ledger.cgi", voiding, "biller")).isInstanceOf(StepUp.class);
        assertThat(judge("GET", "/ledger.cgi?a=%")).isInstanceOf(Denied.class);
    }

    @Test
    void a_hidden_method_counts_and_the_permit_is_for_the_line() {
        assertThat(judge("POST", "/invoices/7?_method=DELETE")).isInstanceOfSatisfying(StepUp.class, asked -> {
            assertThat(asked.permit().method()).isEqualTo("POST");
            assertThat(asked.rule().text()).isEqualTo("DELETE /invoices/**");
        });
        Form hidden = new Form(List.of(new Parameter("_method", "delete", true)));
        assertThat(judge("POST", "/invoices/7", hidden, "biller")).isInstanceOf(StepUp.class);
        assertThat(judge("POST", "/payments/locked", hidden, "biller"))
                .as("a hidden method that is denied is denied, though the line asks for a fresh factor")
                .isInstanceOf(Denied.class);
        assertThat(access.isMethodDecisive(ReadingsTest.readings("/invoices/7"), BILLER))
                .isTrue();
    }

    @Test
    void what_an_upload_hides_is_asked_for_too() {
        Parameter field = new Parameter("_method", "DELETE", true);
        HiddenMethods stale = new HiddenMethods(access, ReadingsTest.readings("/invoices/7"), false, BILLER, false);
        HiddenMethods fresh = new HiddenMethods(access, ReadingsTest.readings("/invoices/7"), false, BILLER, true);

        assertThat(stale.mayPass(field)).isFalse();
        assertThat(stale.denied().reason()).isEqualTo(Denied.STEP_UP);
        assertThat(stale.denied().rule().text()).isEqualTo("DELETE /invoices/**");
        assertThat(fresh.mayPass(field)).isTrue();
        assertThat(fresh.denied()).isNull();
    }

    @Test
    void what_is_public_is_asked_of_nobody() {
        assertThat(access.judgePublic("GET", ReadingsTest.readings("/open/x"), Form.NONE))
                .isInstanceOf(Permit.class);
    }

    @Test
    void an_explanation_calls_it_allowed() {
        Explanation explained = access.explain("POST", ReadingsTest.readings("/payments/7"), BILLER);

        assertThat(explained.isAllowed()).isTrue();
        assertThat(access.mark("DELETE", ReadingsTest.readings("/invoices/7"), BILLER)
                        .text())
                .isEqualTo("DELETE /invoices/**");
        assertThat(access.mark("GET", ReadingsTest.readings("/invoices/7"), BILLER))
                .isNull();
    }
}

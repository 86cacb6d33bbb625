package io.tollgate.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.Control;
import io.tollgate.config.Control.Source;
import io.tollgate.config.ControlsConfig;
import io.tollgate.config.FactorUse;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.PasswordHistory;
import io.tollgate.config.Profile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileReaderTest {

    private static final String USE = "second-factor.use";
    private static final String ALONE = "second-factor: { use: off }";

    @TempDir
    Path temporary;

    private ConfigFolder folder;

    @BeforeEach
    void begin() {
        folder = new ConfigFolder(temporary);
    }

    private static String accepted(String setting, String until) {
        return "accepted-risks: { " + setting + ": { why: \"kiosk, locked by policy\", until: " + until + " } }";
    }

    private ControlsConfig controls(String... lines) {
        return folder.loaded(ConfigFolder.top(lines)).controls();
    }

    private static Control of(ControlsConfig controls, Profile profile, String setting) {
        return controls.controls().stream()
                .filter(control -> control.profile() == profile && setting.equals(control.setting()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void without_a_profile_nothing_is_asked_for() {
        assertThat(controls("session: { idle: 20h }")).isEqualTo(ControlsConfig.NONE);
    }

    @Test
    void a_profile_sets_what_is_left_out() {
        GatewayConfig config = folder.loaded(ConfigFolder.top("profile: pci-dss-4"));
        assertThat(config.lockout().first()).isEqualTo(Duration.ofMinutes(30));
        assertThat(config.lockout().longest()).isEqualTo(Duration.ofMinutes(30));
        assertThat(of(config.controls(), Profile.PCI_DSS_4, "lockout.first"))
                .returns("30m", Control::value)
                .returns("at least 30m", Control::bound)
                .returns(Source.PROFILE, Control::source);
    }

    @Test
    void a_default_that_is_strict_enough_stays() {
        ControlsConfig controls = controls("profile: [hipaa]");
        assertThat(of(controls, Profile.HIPAA, "session.idle"))
                .returns("10m", Control::value)
                .returns(Source.DEFAULT, Control::source);
    }

    @Test
    void a_written_value_that_is_strict_enough_stays() {
        GatewayConfig config = folder.loaded(ConfigFolder.top("profile: pci-dss-4", "session: { idle: 15m }"));
        assertThat(config.session().idle()).isEqualTo(Duration.ofMinutes(15));
        assertThat(of(config.controls(), Profile.PCI_DSS_4, "session.idle"))
                .returns("15m", Control::value)
                .returns(Source.WRITTEN, Control::source)
                .satisfies(control -> assertThat(control.at().line()).isEqualTo(4));
    }

    @Test
    void a_weaker_value_is_told_with_place_clause_bound_and_remedy() {
        assertThat(folder.problems(ConfigFolder.top("profile: pci-dss-4", "session: { idle: 16m }")))
                .containsExactly("tollgate.yaml:4:18: session.idle: \"16m\" is weaker than pci-dss-4 (PCI DSS 4.0.1,"
                        + " 8.2.8: at most 15m) asks for; give at most 15m, or accept the risk: accepted-risks: {"
                        + " session.idle: { why: ..., until: YYYY-MM-DD } }");
    }

    @Test
    void a_figure_that_is_not_the_clauses_own_is_told_as_ours() {
        assertThat(folder.whats(ConfigFolder.top("profile: hipaa", "session: { idle: 16m }")))
                .singleElement()
                .asString()
                .contains("hipaa (45 CFR 164.312(a)(2)(iii), by Tollgate's figure: at most 15m)");
    }

    @Test
    void all_that_is_weaker_is_told_at_once_and_nothing_that_follows_from_it() {
        assertThat(folder.problems(ConfigFolder.top(
                        "profile: [hipaa, pci-dss-4]",
                        "session: { idle: 1h, warn: 12m }",
                        "lockout: { after: 11, first: 1m }",
                        "audit: { required: false }")))
                .hasSize(4)
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("tollgate.yaml:4:18: session.idle: ")
                        .contains("hipaa (45 CFR", " and pci-dss-4 (PCI DSS"))
                .anySatisfy(problem -> assertThat(problem).startsWith("tollgate.yaml:5:19: lockout.after: "))
                .anySatisfy(problem -> assertThat(problem).startsWith("tollgate.yaml:5:30: lockout.first: "))
                .anySatisfy(problem -> assertThat(problem).startsWith("tollgate.yaml:6:20: audit.required: "));
    }

    @Test
    void of_several_profiles_the_strictest_bound_is_the_remedy() {
        assertThat(folder.whats(ConfigFolder.top("profile: [asvs-l2, pci-dss-4]", "session: { idle: 45m }")))
                .anySatisfy(problem -> assertThat(problem).contains("at most 30m", "; give at most 15m, or"));
    }

    @Test
    void an_accepted_risk_lets_a_weaker_value_pass_on_its_last_day() {
        GatewayConfig config = folder.loaded(ConfigFolder.top(
                "profile: pci-dss-4", "session: { idle: 30m }", accepted("session.idle", "2026-11-22")));
        assertThat(config.session().idle()).isEqualTo(Duration.ofMinutes(30));
        assertThat(of(config.controls(), Profile.PCI_DSS_4, "session.idle"))
                .returns("30m", Control::value)
                .returns(Source.ACCEPTED, Control::source)
                .satisfies(control -> assertThat(control.risk().why()).isEqualTo("kiosk, locked by policy"));
    }

    @Test
    void the_day_after_it_is_an_error_again() {
        assertThat(folder.problems(ConfigFolder.top(
                        "profile: pci-dss-4", "session: { idle: 30m }", accepted("session.idle", "2026-11-21"))))
                .containsExactly("tollgate.yaml:4:18: session.idle: \"30m\" is weaker than pci-dss-4 (PCI DSS 4.0.1,"
                        + " 8.2.8: at most 15m) asks for, and the risk accepted at tollgate.yaml:5:19 ended with"
                        + " 2026-11-21; give at most 15m, or accept it anew with a later day");
    }

    @Test
    void an_accepted_risk_says_why_and_until_when() {
        assertThat(folder.whats(ConfigFolder.top(
                        "profile: pci-dss-4", "session: { idle: 30m }", "accepted-risks: { session.idle: {} }")))
                .containsExactly(
                        "accepted-risks.session.idle.why: is missing; add it: the reason, for whoever asks later",
                        "accepted-risks.session.idle.until: is missing; add it: the last day, in UTC; after it the"
                                + " value is an error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-30", "30.06.2027", "2027", "soon", "2027-6-1", "\"\"", "180d"})
    void an_accepted_risk_ends_with_a_day_of_the_calendar(String until) {
        assertThat(folder.whats(ConfigFolder.top(
                        "profile: pci-dss-4", "session: { idle: 30m }", accepted("session.idle", until))))
                .singleElement()
                .asString()
                .startsWith("accepted-risks.session.idle.until: ");
    }

    @Test
    void a_blank_reason_is_none() {
        assertThat(folder.whats(ConfigFolder.top(
                        "profile: pci-dss-4",
                        "session: { idle: 30m }",
                        "accepted-risks: { session.idle: { why: \" \", until: 2027-06-30 } }")))
                .containsExactly("accepted-risks.session.idle.why: is blank; say why, for whoever asks later");
    }

    @Test
    void an_accepted_risk_of_something_unknown_is_told() {
        assertThat(folder.problems(ConfigFolder.top("profile: pci-dss-4", accepted("session.idel", "2027-06-30"))))
                .containsExactly("tollgate.yaml:4:19: accepted-risks.session.idel: unknown setting; did you mean"
                        + " \"session.idle\"?");
    }

    @Test
    void an_accepted_risk_that_no_profile_asks_about_is_told() {
        assertThat(folder.whats(ConfigFolder.top("profile: nist-aal2", accepted("lockout.longest", "2027-06-30"))))
                .singleElement()
                .asString()
                .startsWith("accepted-risks.lockout.longest: no profile named here asks anything of it; remove it;"
                        + " asked for here are session.idle, ");
    }

    @Test
    void an_accepted_risk_of_a_value_that_is_not_weaker_is_told() {
        assertThat(folder.whats(ConfigFolder.top(
                        "profile: pci-dss-4", "session: { idle: 15m }", accepted("session.idle", "2027-06-30"))))
                .containsExactly("accepted-risks.session.idle: \"15m\" is as strict as pci-dss-4 (PCI DSS 4.0.1, 8.2.8:"
                        + " at most 15m) asks for: there is nothing to accept; remove this entry");
    }

    @Test
    void an_accepted_risk_of_a_value_that_is_left_out_is_told() {
        assertThat(folder.whats(ConfigFolder.top("profile: pci-dss-4", accepted("session.idle", "2027-06-30"))))
                .containsExactly(
                        "accepted-risks.session.idle: the setting is left out, which leaves it as strict as the"
                                + " profiles ask for; write session.idle, or remove this entry");
    }

    @Test
    void an_accepted_risk_without_a_profile_is_told() {
        assertThat(folder.whats(ConfigFolder.top(accepted("session.idle", "2027-06-30"))))
                .containsExactly("accepted-risks.session.idle: there is no profile that asks for anything; name one by"
                        + " profile, or remove this");
    }

    @Test
    void an_unknown_profile_and_one_named_twice_are_told() {
        assertThat(folder.whats(ConfigFolder.top("profile: [hipaa, pci, hipaa]")))
                .containsExactly(
                        "profile[1]: \"pci\" is not known; write \"asvs-l2\" or \"hipaa\" or \"nist-aal2\" or"
                                + " \"pci-dss-4\"",
                        "profile[2]: \"hipaa\" is named twice; keep one of them");
        assertThat(folder.whats(ConfigFolder.top("profile: []")))
                .containsExactly("profile: is an empty list; name at least one, or leave out the key");
    }

    @Test
    void an_apps_weaker_value_is_told_at_its_place() {
        String yaml = ConfigFolder.app("session: { idle: 40m }") + "profile: pci-dss-4\n";
        assertThat(folder.problems(yaml))
                .containsExactly("tollgate.yaml:5:22: apps.billing.session.idle: \"40m\" is weaker than pci-dss-4 (PCI"
                        + " DSS 4.0.1, 8.2.8: at most 15m) asks for; give at most 15m, or leave it out");
    }

    @Test
    void an_included_apps_weaker_value_is_told_at_its_place() {
        folder.file(
                "apps/claims.yaml",
                "apps: { claims: { upstream: http://127.0.0.1:1, hosts: [c], session: { idle: 2h } } }\n");
        assertThat(folder.problems(ConfigFolder.top("profile: pci-dss-4", "include: [apps/*.yaml]")))
                .singleElement()
                .asString()
                .startsWith("apps/claims.yaml:1:78: apps.claims.session.idle: \"2h\" is weaker than pci-dss-4");
    }

    @Test
    void what_is_accepted_for_the_gateway_is_accepted_for_its_apps() {
        String yaml = ConfigFolder.app("session: { idle: 40m }")
                + "profile: pci-dss-4\nsession: { idle: 1h }\n"
                + accepted("session.idle", "2027-06-30") + "\n";
        ControlsConfig controls = folder.loaded(yaml).controls();
        assertThat(of(controls, Profile.PCI_DSS_4, "apps.billing.session.idle"))
                .returns("40m", Control::value)
                .returns(Source.ACCEPTED, Control::source);
    }

    @Test
    void a_value_that_is_none_is_told_once_by_its_own_reader() {
        assertThat(folder.whats(ConfigFolder.top("profile: pci-dss-4", "session: { idle: 15 }")))
                .singleElement()
                .asString()
                .contains("\"15\" has no unit");
    }

    @Test
    void each_tls_is_shown() {
        ControlsConfig controls = controls("profile: asvs-l2", "admin: { address: \":9443\" }");
        assertThat(of(controls, Profile.ASVS_L2, "listeners[0].tls.minimum"))
                .returns("TLSv1.2", Control::value)
                .returns("12.1.1", Control::clause)
                .returns("TLSv1.2 or TLSv1.3", Control::bound);
    }

    @Test
    void what_is_not_covered_is_said() {
        assertThat(controls("profile: pci-dss-4").open())
                .singleElement()
                .returns("8.2.6", Control::clause)
                .returns("accounts unused for 90 days", Control::topic);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pci-dss-4", "nist-aal2", "asvs-l2"})
    void a_second_factor_is_required_where_it_is_left_out_and_a_weaker_one_is_an_error(String profile) {
        GatewayConfig config = folder.loaded(ConfigFolder.top("profile: " + profile));
        assertThat(config.secondFactor().use()).isEqualTo(FactorUse.REQUIRED);
        assertThat(String.valueOf(config.secondFactor().at())).endsWith("tollgate.yaml:3:10");
        assertThat(folder.whats(ConfigFolder.top("profile: " + profile, "second-factor: { use: offered }")))
                .singleElement()
                .asString()
                .startsWith("second-factor.use: \"offered\" is not what " + profile)
                .contains("give required, or accept the risk: accepted-risks: { second-factor.use: ");
    }

    @Test
    void hipaa_as_in_force_asks_for_no_second_factor() {
        assertThat(folder.loaded(ConfigFolder.top("profile: hipaa"))
                        .secondFactor()
                        .use())
                .isEqualTo(FactorUse.OFF);
    }

    @Test
    void a_tenant_asks_for_no_less_than_a_profile() {
        assertThat(folder.whats(ConfigFolder.top(
                        "profile: nist-aal2", "tenants: { north: { second-factor: { use: offered } } }")))
                .singleElement()
                .asString()
                .startsWith("tenants.north.second-factor.use: \"offered\" is not what nist-aal2");
    }

    @Test
    void a_password_beside_a_second_factor_is_shorter_and_does_not_age() {
        assertThat(folder.loaded(ConfigFolder.top("profile: nist-aal2"))
                        .passwords()
                        .minLength())
                .isEqualTo(12);
        assertThat(folder.loaded(ConfigFolder.top("profile: nist-aal2", ALONE, accepted(USE, "2027-06-30")))
                        .passwords()
                        .minLength())
                .isEqualTo(15);
        assertThat(folder.whats(ConfigFolder.top(
                        "profile: nist-aal2", "passwords: { min-length: 14 }", ALONE, accepted(USE, "2027-06-30"))))
                .singleElement()
                .asString()
                .contains("3.1.1.2: at least 15");
        assertThat(folder.whats(ConfigFolder.top(
                        "profile: pci-dss-4", "passwords: { max-age: 91d }", ALONE, accepted(USE, "2027-06-30"))))
                .singleElement()
                .asString()
                .contains("8.3.9: at most 90d");
    }

    @Test
    void controls_stand_in_the_order_of_the_profiles() {
        assertThat(controls("profile: [pci-dss-4, hipaa]").controls())
                .extracting(Control::profile)
                .isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void rotation_is_each_profiles_own() {
        ControlsConfig alone = controls("profile: pci-dss-4", ALONE, accepted(USE, "2027-06-30"));
        assertThat(of(alone, Profile.PCI_DSS_4, "passwords.max-age").value()).isEqualTo("90d");
        assertThat(of(controls("profile: hipaa"), Profile.HIPAA, "passwords.max-age")
                        .value())
                .isEqualTo("90d");
        assertThat(of(controls("profile: nist-aal2"), Profile.NIST_AAL2, "passwords.max-age")
                        .value())
                .isEqualTo("off");
        assertThat(of(controls("profile: asvs-l2"), Profile.ASVS_L2, "passwords.max-age")
                        .value())
                .isEqualTo("off");
    }

    @Test
    void profiles_that_contradict_each_other_are_an_error_that_names_both_clauses() {
        assertThat(folder.problems(ConfigFolder.top("profile: [pci-dss-4, asvs-l2]")))
                .singleElement()
                .asString()
                .contains("contradict each other on passwords.composition");
        assertThat(folder.problems(
                        ConfigFolder.top("profile: [pci-dss-4, asvs-l2]", ALONE, accepted(USE, "2027-06-30"))))
                .containsExactly(
                        "tollgate.yaml:3:10: profile: pci-dss-4 (PCI DSS 4.0.1, 8.3.6: letters-and-digits) and asvs-l2"
                                + " (OWASP ASVS 5.0.0, 6.2.5: none) contradict each other on passwords.composition; write"
                                + " passwords.composition as you decide, and accept the risk: accepted-risks: {"
                                + " passwords.composition: { why: ..., until: YYYY-MM-DD } }",
                        "tollgate.yaml:3:10: profile: pci-dss-4 (PCI DSS 4.0.1, 8.3.9: at most 90d) and asvs-l2 (OWASP"
                                + " ASVS 5.0.0, 6.2.10: off) contradict each other on passwords.max-age; write"
                                + " passwords.max-age as you decide, and accept the risk: accepted-risks: {"
                                + " passwords.max-age: { why: ..., until: YYYY-MM-DD } }");
    }

    @Test
    void a_contradiction_stays_one_where_the_value_is_written_without_a_risk() {
        assertThat(folder.whats(ConfigFolder.top("profile: [hipaa, nist-aal2]", "passwords: { max-age: 90d }")))
                .containsExactly("passwords.max-age: hipaa (45 CFR 164.308(a)(5)(ii)(D), by Tollgate's figure: at most"
                        + " 180d) and nist-aal2 (NIST SP 800-63B-4, 3.1.1.2: off) contradict each other"
                        + " here; accept the risk: accepted-risks: { passwords.max-age: { why: ...,"
                        + " until: YYYY-MM-DD } }");
    }

    @Test
    void a_risk_settles_a_contradiction_only_with_the_value_that_was_decided_on() {
        assertThat(folder.whats(
                        ConfigFolder.top("profile: [hipaa, nist-aal2]", accepted("passwords.max-age", "2027-06-30"))))
                .singleElement()
                .asString()
                .startsWith("accepted-risks.passwords.max-age: hipaa (")
                .endsWith(
                        "contradict each other on passwords.max-age, which is left out; write passwords.max-age too, as"
                                + " you decide");
    }

    @Test
    void a_contradiction_that_was_settled_shows_which_profile_is_held_and_which_is_not() {
        GatewayConfig config = folder.loaded(ConfigFolder.top(
                "profile: [hipaa, nist-aal2]",
                "passwords: { max-age: 120d }",
                accepted("passwords.max-age", "2027-06-30")));
        assertThat(config.passwords().maxAge()).isEqualTo(Duration.ofDays(120));
        assertThat(of(config.controls(), Profile.HIPAA, "passwords.max-age").source())
                .isEqualTo(Source.WRITTEN);
        assertThat(of(config.controls(), Profile.NIST_AAL2, "passwords.max-age").source())
                .isEqualTo(Source.ACCEPTED);
    }

    @Test
    void a_contradiction_is_one_again_when_its_risk_is_past() {
        assertThat(folder.whats(ConfigFolder.top(
                        "profile: [hipaa, nist-aal2]",
                        "passwords: { max-age: 120d }",
                        accepted("passwords.max-age", "2026-11-21"))))
                .singleElement()
                .asString()
                .contains("contradict each other here, and the risk accepted at tollgate.yaml:5:19 ended with"
                        + " 2026-11-21");
    }

    @Test
    void a_history_by_time_and_one_by_count_hold_together() {
        GatewayConfig config = folder.loaded(ConfigFolder.top("profile: [hipaa, pci-dss-4]"));
        assertThat(config.passwords().history())
                .isEqualTo(PasswordHistory.within(Duration.ofDays(365)).and(PasswordHistory.last(4)));
        assertThat(folder.whats(ConfigFolder.top("profile: [hipaa, pci-dss-4]", "passwords: { history: 365d }")))
                .singleElement()
                .asString()
                .contains("8.3.7: at least 4")
                .contains("give at least 365d and at least 4");
    }

    @Test
    void a_tenants_weaker_value_is_told_at_its_place() {
        assertThat(folder.problems(
                        ConfigFolder.top("profile: nist-aal2", "tenants: { north: { passwords: { max-age: 90d } } }")))
                .containsExactly(
                        "tollgate.yaml:4:43: tenants.north.passwords.max-age: \"90d\" is not what nist-aal2 (NIST"
                                + " SP 800-63B-4, 3.1.1.2: off) asks for; give off, or leave it out");
    }

    @Test
    void a_tenant_takes_over_what_a_profile_sets() {
        GatewayConfig config = folder.loaded(
                ConfigFolder.top("profile: pci-dss-4", "tenants: { north: { passwords: { min-length: 16 } } }"));
        assertThat(config.tenants().get(0).passwords().history().last()).isEqualTo(4);
        assertThat(config.tenants().get(0).secondFactor().use()).isEqualTo(FactorUse.REQUIRED);
        assertThat(config.tenants().get(0).passwords().minLength()).isEqualTo(16);
    }

    @Test
    void a_declared_network_gets_no_more_than_a_clause_allows() {
        GatewayConfig config = folder.loaded(ConfigFolder.top(
                "profile: pci-dss-4", "lockout: { after: 3 }", "networks: { north: { from: [203.0.113.0/28] } }"));
        assertThat(config.networks().get(0).factor()).isEqualTo(3);
        assertThat(of(config.controls(), Profile.PCI_DSS_4, "networks.north.factor")
                        .source())
                .isEqualTo(Source.PROFILE);
    }

    @Test
    void how_declared_networks_are_bounded_is_said_where_there_is_one() {
        assertThat(said("profile: nist-aal2")).doesNotContain("consecutive failures from declared networks");
        assertThat(said("profile: nist-aal2", "networks: { north: { from: [203.0.113.0/28] } }"))
                .contains("consecutive failures from declared networks");
    }

    private List<String> said(String... lines) {
        return controls(lines).controls().stream().map(Control::topic).toList();
    }

    /** Whoever builds the key holds it to HIPAA and PCI, which it is told to meet by itself today. */
    @Test
    void nothing_of_the_trail_can_be_deleted_by_a_key() {
        assertThat(folder.whats(ConfigFolder.top("audit: { retain: 6y }")))
                .containsExactly("audit.retain: not in this release; remove it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hippa", "[asvs-l2, pci]"})
    void a_misspelt_profile_is_told_alone_and_not_the_risks_that_it_would_need(String profile) {
        assertThat(folder.whats(ConfigFolder.top(
                        "profile: " + profile, "session: { idle: 20m }", accepted("session.idle", "2027-06-30"))))
                .singleElement()
                .asString()
                .startsWith("profile")
                .contains("is not known; write ");
    }
}

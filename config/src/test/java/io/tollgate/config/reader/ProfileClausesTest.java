package io.tollgate.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.Control;
import io.tollgate.config.Control.Figure;
import io.tollgate.config.Control.Source;
import io.tollgate.config.Profile;
import io.tollgate.config.profile.ProfileTable;
import io.tollgate.config.profile.Requirement;
import io.tollgate.config.profile.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Each clause with its figure, as the standards say them: a table of its own, beside the one that is built in. */
class ProfileClausesTest {

    /** Profile, clause, setting, what is asked for, whose figure, a YAML that just holds, one that just does not. */
    private static final String TABLE = """
        hipaa     | 164.312(a)(2)(iii)   | session.idle                            | at most 15m        | ours   | session: { idle: 15m }                                  | session: { idle: 901s }
        hipaa     | 164.312(a)(2)(iii)   | session.lock-for                        | at most 1h         | ours   | session: { lock-for: 60m }                              | session: { lock-for: 61m }
        hipaa     | 164.312(a)(2)(iii)   | session.absolute                        | at most 12h        | ours   | session: { absolute: 12h }                              | session: { absolute: 13h }
        hipaa     | 164.312(d)           | lockout.after                           | at most 10         | ours   | lockout: { after: 10 }                                  | lockout: { after: 11 }
        hipaa     | 164.312(d)           | lockout.until-admin-after               | at most 100        | ours   | lockout: { until-admin-after: 100 }                     | lockout: { until-admin-after: 101 }
        hipaa     | 164.312(d)           | lockout.unknown-devices.after           | at most 10         | ours   | lockout: { unknown-devices: { after: 10 } }             | lockout: { unknown-devices: { after: 11 } }
        hipaa     | 164.312(d)           | lockout.per-user                        | at most 100/d      | ours   | lockout: { per-user: 100/d }                            | lockout: { per-user: 101/d }
        hipaa     | 164.308(a)(5)(ii)(D) | passwords.min-length                    | at least 12        | ours   | passwords: { min-length: 12 }                           | passwords: { min-length: 11 }
        hipaa     | 164.308(a)(5)(ii)(D) | passwords.max-age                       | at most 180d       | ours   | passwords: { max-age: 180d }                            | passwords: { max-age: off }
        hipaa     | 164.308(a)(5)(ii)(D) | passwords.history                       | at least 365d      | ours   | passwords: { history: 365d }                            | passwords: { history: 364d }
        hipaa     | 164.312(b)           | audit.required                          | true               | theirs | audit: { required: true }                               | audit: { required: false }
        hipaa     | 164.312(e)(2)(ii)    | tls.minimum                             | TLSv1.2 or TLSv1.3 | ours   |                                                         |
        pci-dss-4 | 8.2.8                | session.idle                            | at most 15m        | theirs | session: { idle: 15m }                                  | session: { idle: 16m }
        pci-dss-4 | 8.3.4                | lockout.after                           | at most 10         | theirs | lockout: { after: 10 }                                  | lockout: { after: 11 }
        pci-dss-4 | 8.3.4                | lockout.first                           | at least 30m       | theirs | lockout: { first: 30m }                                 | lockout: { first: 29m }
        pci-dss-4 | 8.3.4                | lockout.longest                         | at least 30m       | theirs | lockout: { longest: 30m }                               | lockout: { longest: 29m }
        pci-dss-4 | 8.3.4                | lockout.unknown-devices.after           | at most 10         | theirs | lockout: { unknown-devices: { after: 10 } }             | lockout: { unknown-devices: { after: 11 } }
        pci-dss-4 | 8.3.4                | lockout.unknown-devices.for             | at least 30m       | theirs | lockout: { unknown-devices: { for: 30m } }              | lockout: { unknown-devices: { for: 29m } }
        pci-dss-4 | 8.3.4                | networks.*.factor                       | at most 10         | theirs | networks: { north: { from: [203.0.113.0/28], factor: 2 } } | networks: { north: { from: [203.0.113.0/28], factor: 3 } }
        pci-dss-4 | 8.3.6                | passwords.min-length                    | at least 12        | theirs | passwords: { min-length: 12 }                           | passwords: { min-length: 11 }
        pci-dss-4 | 8.3.6                | passwords.composition                   | letters-and-digits | theirs | passwords: { composition: letters-and-digits }          | passwords: { composition: none }
        pci-dss-4 | 8.3.7                | passwords.history                       | at least 4         | theirs | passwords: { history: 4 }                               | passwords: { history: 3 }
        pci-dss-4 | 8.4.2                | second-factor.use                       | required           | theirs | second-factor: { use: required }                        | second-factor: { use: offered }
        pci-dss-4 | 8.5.1                | second-factor.remember                  | off                | ours   | second-factor: { remember: off }                        | second-factor: { remember: 1d }
        pci-dss-4 | 10.2.1               | audit.required                          | true               | theirs | audit: { required: true }                               | audit: { required: false }
        pci-dss-4 | 4.2.1                | tls.minimum                             | TLSv1.2 or TLSv1.3 | ours   |                                                         |
        nist-aal2 | 2.2                  | second-factor.use                       | required           | theirs | second-factor: { use: required }                        | second-factor: { use: off }
        nist-aal2 | 2.2                  | second-factor.remember                  | off                | ours   | second-factor: { remember: off }                        | second-factor: { remember: 30d }
        nist-aal2 | 2.2.3                | session.idle                            | at most 1h         | theirs | session: { idle: 1h }                                   | session: { idle: 61m }
        nist-aal2 | 2.2.3                | session.absolute                        | at most 24h        | theirs | session: { absolute: 24h }                              |
        nist-aal2 | 3.2.2                | lockout.until-admin-after               | at most 100        | theirs | lockout: { until-admin-after: 100 }                     | lockout: { until-admin-after: 101 }
        nist-aal2 | 3.2.2                | lockout.unknown-devices.until-admin-after | at most 100      | theirs | lockout: { unknown-devices: { until-admin-after: 100 } } | lockout: { unknown-devices: { until-admin-after: 101 } }
        nist-aal2 | 3.2.2                | lockout.per-user                        | at most 100/d      | ours   | lockout: { per-user: 4/h }                              | lockout: { per-user: 5/h }
        nist-aal2 | 3.1.1.2              | passwords.min-length                    | at least 8         | theirs | passwords: { min-length: 8 }                            | passwords: { min-length: 7 }
        nist-aal2 | 3.1.1.2              | passwords.composition                   | none               | theirs | passwords: { composition: none }                        | passwords: { composition: letters-and-digits }
        nist-aal2 | 3.1.1.2              | passwords.max-age                       | off                | theirs | passwords: { max-age: off }                             | passwords: { max-age: 180d }
        nist-aal2 | 5.1                  | tls.minimum                             | TLSv1.2 or TLSv1.3 | ours   |                                                         |
        asvs-l2   | 7.3.1                | session.idle                            | at most 30m        | ours   | session: { idle: 30m }                                  | session: { idle: 31m }
        asvs-l2   | 7.3.2                | session.absolute                        | at most 12h        | ours   | session: { absolute: 12h }                              | session: { absolute: 13h }
        asvs-l2   | 6.3.1                | lockout.after                           | at most 10         | ours   | lockout: { after: 10 }                                  | lockout: { after: 11 }
        asvs-l2   | 6.3.1                | lockout.unknown-devices.after           | at most 10         | ours   | lockout: { unknown-devices: { after: 10 } }             | lockout: { unknown-devices: { after: 11 } }
        asvs-l2   | 6.3.1                | lockout.per-user                        | at most 100/d      | ours   | lockout: { per-user: 100/d }                            | lockout: { per-user: 1/m }
        asvs-l2   | 6.3.3                | second-factor.use                       | required           | theirs | second-factor: { use: required }                        | second-factor: { use: offered }
        asvs-l2   | 6.2.1                | passwords.min-length                    | at least 8         | theirs | passwords: { min-length: 8 }                            | passwords: { min-length: 7 }
        asvs-l2   | 6.2.5                | passwords.composition                   | none               | theirs | passwords: { composition: none }                        | passwords: { composition: letters-and-digits }
        asvs-l2   | 6.2.10               | passwords.max-age                       | off                | theirs | passwords: { max-age: off }                             | passwords: { max-age: 90d }
        asvs-l2   | 6.2.12               | passwords.blocklist                     | one to be named    | theirs | passwords: { blocklist: breached.txt }                  |
        asvs-l2   | 3.4.1                | hsts                                    | at least 365d      | theirs | hsts: 365d                                              | hsts: 364d
        asvs-l2   | 12.1.1               | tls.minimum                             | TLSv1.2 or TLSv1.3 | theirs |                                                         |
        asvs-l2   | 16.3.1               | audit.required                          | true               | theirs | audit: { required: true }                               | audit: { required: false }
        """;

    static final List<Row> ROWS = TABLE.lines().map(Row::of).toList();

    /** One clause. */
    record Row(String profile, String clause, String setting, String asked, String figure, String good, String bad) {

        static Row of(String line) {
            String[] cells =
                    Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new);
            assertThat(cells).as(line).hasSize(7);
            return new Row(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6]);
        }
    }

    @TempDir
    Path temporary;

    private ConfigFolder folder;

    @BeforeEach
    void begin() {
        folder = new ConfigFolder(temporary).file("breached.txt", "hunter2\n");
    }

    @Test
    void what_is_built_in_is_this_table() {
        Stream<String> builtIn = Setting.of(List.of(Profile.values()), false).stream()
                .flatMap(setting -> setting.requirements().stream())
                .map(ProfileClausesTest::line);
        assertThat(builtIn)
                .containsExactlyInAnyOrderElementsOf(ROWS.stream()
                        .map(row -> String.join(" | ", row.profile, row.clause, row.setting, row.asked, row.figure))
                        .toList());
    }

    @Test
    void the_document_names_every_clause_with_its_figure() throws IOException {
        String document = Files.readString(Path.of("..", "docs", "controls.md"));
        assertThat(ROWS)
                .allSatisfy(row -> assertThat(document)
                        .contains("| " + row.clause + " | `" + row.setting + "` | " + row.asked
                                + (row.figure.equals("ours") ? "* |" : " |")));
    }

    @Test
    void the_document_names_every_clause_that_is_not_covered() throws IOException {
        String document = Files.readString(Path.of("..", "docs", "controls.md"));
        for (Profile profile : Profile.values()) {
            ProfileTable.of(profile, false).facts().stream()
                    .filter(fact -> fact.source() == Source.OPEN)
                    .forEach(fact ->
                            assertThat(document).contains("| " + fact.profile().word() + " | " + fact.clause() + " |"));
        }
    }

    @Test
    void only_the_length_and_the_age_of_a_password_are_other_figures_where_it_is_the_only_factor() {
        List<String> beside = lines(false);
        List<String> alone = lines(true);
        assertThat(alone.stream().filter(line -> !beside.contains(line)))
                .containsExactlyInAnyOrder(
                        "nist-aal2 | 3.1.1.2 | passwords.min-length | at least 15 | theirs",
                        "pci-dss-4 | 8.3.9 | passwords.max-age | at most 90d | theirs");
        assertThat(beside.stream().filter(line -> !alone.contains(line)))
                .containsExactly("nist-aal2 | 3.1.1.2 | passwords.min-length | at least 8 | theirs");
    }

    private static List<String> lines(boolean isOnlyFactor) {
        return Setting.of(List.of(Profile.values()), isOnlyFactor).stream()
                .flatMap(setting -> setting.requirements().stream())
                .map(ProfileClausesTest::line)
                .toList();
    }

    private static String line(Requirement requirement) {
        return String.join(
                " | ",
                requirement.profile().word(),
                requirement.clause(),
                requirement.setting(),
                requirement.bound().words(),
                requirement.figure() == Figure.STANDARD ? "theirs" : "ours");
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void what_just_holds_a_clause_is_taken_and_shown(Row row) {
        List<Control> controls = folder.loaded(ConfigFolder.top("profile: " + row.profile, row.good))
                .controls()
                .controls();
        Source source = row.good.isEmpty() ? Source.DEFAULT : Source.WRITTEN;
        assertThat(controls)
                .anySatisfy(control -> assertThat(control)
                        .returns(row.clause, Control::clause)
                        .returns(source, Control::source)
                        .satisfies(shown -> assertThat(String.valueOf(shown.setting()))
                                .endsWith(row.setting.replace("*", "north"))));
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void what_just_does_not_hold_a_clause_is_an_error_that_names_it(Row row) {
        if (row.bad.isEmpty()) {
            return; // No value that can be written is weaker.
        }
        assertThat(folder.problems(ConfigFolder.top("profile: " + row.profile, row.bad)))
                .singleElement()
                .asString()
                .startsWith("tollgate.yaml:4:")
                .contains(
                        ": " + row.setting.replace("*", "north") + ": ",
                        row.profile + " (",
                        row.clause,
                        row.setting.contains("*") ? "at most 2" : row.asked)
                .contains(", or accept the risk: accepted-risks: { ");
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void what_is_left_out_holds_every_clause_that_has_a_default(Row row) {
        List<Control> controls = folder.loaded(ConfigFolder.top("profile: " + row.profile))
                .controls()
                .controls();
        assertThat(controls)
                .filteredOn(control -> String.valueOf(control.setting()).endsWith(row.setting))
                .extracting(Control::source)
                .allMatch(source -> row.setting.equals("passwords.blocklist")
                        ? source == Source.OPEN
                        : source == Source.DEFAULT || source == Source.PROFILE);
    }
}

package io.tollgate.filters.identity;

import static io.tollgate.filters.identity.Stages.failure;
import static io.tollgate.filters.identity.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.audit.AuditEvent;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class UserImportTest {
    private static final String SSHA = "{SSHA}HC4179Ynr3Uo2614bPvg9uPHVVYAAQIDBAUGBw==";
    private static final String BCRYPT = "$2b$12$abcdefghijklmnopqrstuuv3etF6rwmyZze4n5k4bJI/k1DnFUWZe";
    private static final String PHC =
            "$pbkdf2-sha256$i=129000,l=32$AAECAwQFBgcICQoLDA0ODw$Y++UN7rYxSPlxh4Xn+dBZrG+Jo+81wNvwuosGm/iXUI";

    private final FakeClock clock = new FakeClock();
    private final FakeUserJournal journal = new FakeUserJournal();
    private final FakeTrail trail = new FakeTrail();
    private final DeclaredRoles roles = new DeclaredRoles(() -> Set.of("biller", "auditor"), () -> Set.of("northside"));
    private final UserDirectory users = new UserDirectory(journal, roles, clock, new SecureRandom());
    private final UserImport imports = new UserImport(users, roles, trail);

    @Test
    void every_user_of_a_file_is_taken_over_with_hash_and_roles() {
        String file = "\ufeffname,hash,roles\r\n"
                + "Anna@Clinic.example," + BCRYPT + ",biller auditor\r\n"
                + "\r\n"
                + "bert@x.example,\"" + PHC + "\",\"biller;auditor\"\r\n"
                + "cleo@x.example," + SSHA + ",";

        assertThat(run(file)).isEqualTo(new UserImport.Outcome.Done(3, 1));

        assertThat(users.byName("anna@clinic.example").roles()).containsExactlyInAnyOrder("biller", "auditor");
        assertThat(users.byName("anna@clinic.example").password().encoded()).isEqualTo(BCRYPT);
        assertThat(users.byName("anna@clinic.example").changeReason()).isNull();
        assertThat(users.byName("bert@x.example").password().encoded()).isEqualTo(PHC);
        assertThat(users.byName("cleo@x.example").changeReason()).isEqualTo(ChangeReason.WEAK_HASH);
        assertThat(journal.load()).hasSize(3);
        assertThat(trail.appended())
                .hasSize(3)
                .allSatisfy(event -> assertThat(event.type()).isEqualTo("users.imported"));
        assertThat(trail.appended().toString()).doesNotContain("abcdefghijkl").doesNotContain("SSHA");
    }

    @Test
    void tenants_and_roles_in_them_are_taken_over() {
        String file = "name,hash,roles,tenants\nanna@x.example," + BCRYPT + ",northside/biller,northside\n";
        assertThat(run(file)).isEqualTo(new UserImport.Outcome.Done(1, 0));
        assertThat(users.byName("anna@x.example").tenants()).containsExactly("northside");
        assertThat(users.byName("anna@x.example").belongsTo("northside")).isTrue();
        assertThat(problems("name,hash,tenants\nbert@x.example," + BCRYPT + ",northsid\n"))
                .singleElement()
                .asString()
                .startsWith("line 2: there is no tenant \"northsid\"");
    }

    @Test
    void a_dry_run_checks_and_changes_nothing() {
        assertThat(get(imports.run("local:0", "name,hash\nanna@x.example," + BCRYPT, true)))
                .isEqualTo(new UserImport.Outcome.Done(1, 0));
        assertThat(users.all()).isEmpty();
        assertThat(trail.appended()).isEmpty();
    }

    @Test
    void all_that_is_wrong_is_told_at_once_with_its_line_and_nothing_is_taken_over() {
        get(users.add("known@x.example", Set.of(), FakeHasher.of("x"), true, Evidence.NONE));
        String file = String.join(
                "\n",
                "hash,name,roles",
                BCRYPT + ",anna@x.example,biler",
                "5f4dcc3b5aa765d61d8327deb882cf99,bert,",
                BCRYPT + ",Anna@X.example,",
                BCRYPT + ",known@x.example,biller",
                BCRYPT + ",a@x.example",
                "\"" + BCRYPT + "\"x,b@x.example,",
                "$2b$31$" + "x".repeat(53) + ",c@x.example,",
                "\"$argon2id$v=19$m=1048576,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA\",d@x.example,",
                BCRYPT + ",fine@x.example,biller");

        List<String> told = problems(file);

        assertThat(told)
                .containsExactly(
                        "line 2: role \"biler\" is not declared by any app; did you mean \"biller\"?",
                        "line 3: user name \"bert\" is not an e-mail address: there is no @ in it",
                        "line 3: the hash is none of the forms that can be taken over (bcrypt, PBKDF2, SHA-crypt, LDAP"
                                + " {SSHA}, {SSHA256}, {SSHA512}, Argon2id)",
                        "line 4: \"anna@x.example\" stands in line 2 already",
                        "line 5: there is a user \"known@x.example\" already; leave out the line",
                        "line 6: has 2 columns, not 3; a value with a comma in it stands in double quotes",
                        "line 7: a double quote is never closed, or text stands beside one",
                        "line 8: the hash costs too much to compare with (a cost above 14); give this user a new"
                                + " password",
                        "line 9: the hash costs too much to compare with (above 128 MiB or 10 passes); give this user a"
                                + " new password");
        assertThat(users.all()).hasSize(1);
        assertThat(trail.appended()).isEmpty();
    }

    @Test
    void a_file_without_the_columns_is_told() {
        assertThat(problems("")).containsExactly("line 1: there is nothing; begin with name,hash,roles");
        assertThat(problems("anna@x.example," + BCRYPT))
                .containsExactly(
                        "line 1: column 1 is none of name, hash, roles, tenants; the first line names the columns");
        assertThat(ImportFile.parse("user,hash", false).problems())
                .as("where there are no tenants")
                .extracting(ImportFile.Problem::text)
                .containsExactly("column 1 is none of name, hash, roles; the first line names the columns");
        assertThat(problems("name,roles\na@x.example,")).containsExactly("line 1: there is no column hash");
        assertThat(problems("name,name,hash")).containsExactly("line 1: column name stands twice");
        assertThat(problems("name,hash\n" + "x\n".repeat(ImportFile.MOST_ROWS + 1)))
                .containsExactly("line 20002: more than 20000 users; take them over in several files");
    }

    @Test
    void a_value_may_be_quoted_over_lines() {
        ImportFile file = ImportFile.parse(
                "name,hash,roles\n\"a@x.example\",\"x\"\"y,z\",\"biller\nauditor\"\nb@x.example,h,\n", false);
        assertThat(file.problems()).isEmpty();
        assertThat(file.rows())
                .containsExactly(
                        new ImportFile.Row(2, "a@x.example", "x\"y,z", List.of("biller", "auditor"), List.of()),
                        new ImportFile.Row(4, "b@x.example", "h", List.of(), List.of()));
        assertThat(file.rows().toString()).doesNotContain("x\"y");
    }

    @Test
    void what_can_not_be_proved_or_kept_is_not_taken_over() {
        trail.breakDown();
        failure(imports.run("local:0", "name,hash\nanna@x.example," + BCRYPT, false));
        assertThat(users.all()).isEmpty();
        assertThat(journal.load()).isEmpty();
    }

    @Test
    void many_users_are_taken_over() {
        StringBuilder file = new StringBuilder("name,hash,roles\n");
        for (int i = 0; i < 3_000; i++) {
            file.append("user").append(i).append("@x.example,").append(BCRYPT).append(",biller\n");
        }
        assertThat(run(file.toString())).isEqualTo(new UserImport.Outcome.Done(3_000, 0));
        assertThat(trail.appended()).hasSize(3_000).extracting(AuditEvent::type).containsOnly("users.imported");
    }

    private UserImport.Outcome run(String file) {
        return get(imports.run("local:0", file, false));
    }

    private List<String> problems(String file) {
        UserImport.Outcome outcome = run(file);
        assertThat(outcome).isInstanceOf(UserImport.Outcome.Refused.class);
        return ((UserImport.Outcome.Refused) outcome)
                .problems().stream().map(Object::toString).toList();
    }
}

package io.tollgate.proxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where no gateway runs: the command owns the data for as long as it takes. */
final class UsersTest {
    private static final String ANN = "ann@clinic.example";
    private static final String PASSWORD = "three wet umbrellas";

    @TempDir
    Path folder;

    private FakeConsole console;
    private Places places;

    @BeforeEach
    void set_up() throws Exception {
        console = new FakeConsole(folder);
        places = Places.in(folder);
    }

    private int run(String... words) {
        return console.run(places.words(words));
    }

    private void addAnn() {
        console.stdin = PASSWORD + "\n";
        assertThat(run("users", "add", ANN, "--role", "biller", "--password-stdin", "--keep"))
                .as(console.err())
                .isZero();
    }

    @Test
    void a_user_is_added_listed_and_shown() {
        addAnn();
        assertThat(console.out()).contains(ANN + " is added with role biller", "may be kept");

        assertThat(run("users", "list")).isZero();
        assertThat(console.out()).containsPattern("NAME +ROLES +ENABLED").containsPattern(ANN + " +biller +yes");

        assertThat(run("users", "show", "ANN@Clinic.example")).isZero();
        assertThat(console.out()).containsPattern("must-change-password: +no");
    }

    @Test
    void without_keep_the_password_must_be_changed() {
        console.stdin = PASSWORD + "\r\n";
        assertThat(run("users", "add", ANN, "--role", "biller", "--password-stdin"))
                .isZero();

        assertThat(run("--json", "users", "show", ANN)).isZero();
        assertThat(console.json().at("/rows/0/must-change-password").asBoolean())
                .isTrue();
        assertThat(console.json().at("/rows/0/roles/0").asString()).isEqualTo("biller");
    }

    @Test
    void the_password_is_asked_for_twice_at_the_terminal_and_never_printed() {
        console.types(PASSWORD, PASSWORD);
        assertThat(run("users", "add", ANN, "--role", "biller")).isZero();
        assertThat(console.out() + console.err()).doesNotContain(PASSWORD);

        console.types(PASSWORD, "something else entirely");
        assertThat(run("users", "password", ANN)).isEqualTo(2);
        assertThat(console.err()).contains("not the same").doesNotContain(PASSWORD);
    }

    @Test
    void without_a_terminal_the_other_way_is_named() {
        assertThat(run("users", "add", ANN, "--role", "biller")).isEqualTo(2);
        assertThat(console.err()).contains("no terminal").contains("--password-stdin");
    }

    @Test
    void a_weak_password_is_refused_with_every_reason() {
        console.stdin = "ann\n";
        assertThat(run("users", "add", ANN, "--role", "biller", "--password-stdin"))
                .isEqualTo(2);
        assertThat(console.err()).contains("at least 12 are needed").doesNotContain("log above");

        assertThat(run("users", "list")).isZero();
        assertThat(console.out()).contains("there is no user yet");
    }

    @Test
    void an_undeclared_role_is_refused_with_a_suggestion() {
        console.stdin = PASSWORD + "\n";
        assertThat(run("users", "add", ANN, "--role", "biler", "--password-stdin"))
                .isEqualTo(2);
        assertThat(console.err()).contains("\"biler\"").contains("did you mean \"biller\"?");
    }

    @Test
    void a_name_that_is_taken_or_unknown_is_a_no() {
        addAnn();
        assertThat(run("users", "add", ANN, "--role", "biller", "--password-stdin"))
                .isEqualTo(1);
        assertThat(console.err()).contains("already");
        assertThat(run("users", "disable", "bob@clinic.example")).isEqualTo(1);
        assertThat(console.err()).contains("there is no user");
    }

    @Test
    void a_name_that_is_no_address_is_a_wrong_call() {
        console.stdin = PASSWORD + "\n";
        assertThat(run("users", "add", "ann", "--password-stdin")).isEqualTo(2);
        assertThat(console.err()).contains("not an e-mail address");
    }

    @Test
    void roles_are_set_as_a_whole_or_added_and_removed() {
        addAnn();
        assertThat(run("users", "roles", ANN, "--role", "front-desk")).isZero();
        assertThat(console.out()).contains("has role front-desk");
        assertThat(run("users", "roles", ANN, "--add", "biller", "--remove", "front-desk"))
                .isZero();
        assertThat(console.out()).contains("has role biller");
        assertThat(run("users", "roles", ANN)).isEqualTo(2);
        assertThat(run("users", "roles", ANN, "--role", "biller", "--add", "front-desk"))
                .isEqualTo(2);
    }

    @Test
    void a_user_is_disabled_enabled_unlocked_and_deleted() {
        addAnn();
        assertThat(run("users", "disable", ANN)).isZero();
        assertThat(run("explain", "--user", ANN, "GET /claims/7")).isEqualTo(1);
        assertThat(console.out()).startsWith("deny ").contains("disabled");
        assertThat(run("users", "enable", ANN)).isZero();
        assertThat(run("explain", "--user", ANN, "GET /claims/7")).isZero();
        assertThat(run("users", "unlock", ANN)).isZero();
        assertThat(run("users", "delete", ANN)).isZero();
        assertThat(run("users", "show", ANN)).isEqualTo(1);
    }

    @Test
    void sessions_and_lockouts_say_when_there_are_none() {
        assertThat(run("sessions", "list")).isZero();
        assertThat(console.out()).contains("nobody is logged in");
        assertThat(run("lockouts", "list")).isZero();
        assertThat(console.out()).contains("nobody has failed");
        assertThat(run("lockouts", "list", "--network", "192.0.2.1")).isZero();
        assertThat(console.out()).contains("there is no such failure");
        assertThat(run("lockouts", "clear", "--all")).isZero();
        assertThat(run("sessions", "end", "--all")).isZero();
        assertThat(run("sessions", "end", "nothing")).isEqualTo(1);
        assertThat(run("sessions", "end")).isEqualTo(2);
        assertThat(run("lockouts", "clear")).isEqualTo(2);
    }

    @Test
    void what_is_done_is_in_the_audit_trail_and_the_trail_is_whole() throws Exception {
        addAnn();
        assertThat(run("audit", "tail")).isZero();
        assertThat(console.out()).contains("users.added").contains(ANN).doesNotContain(PASSWORD);
        assertThat(run("audit", "verify")).isZero();
        assertThat(console.out()).startsWith("intact: 1 lines");

        Path segment = folder.resolve("data/audit/000000000001.jsonl");
        Files.writeString(segment, Files.readString(segment).replace("biller", "doctor"));

        assertThat(run("audit", "verify")).isEqualTo(1);
        assertThat(console.out())
                .contains("000000000001.jsonl:1: line 1 was changed")
                .contains("NOT intact");
        assertThat(run("audit", "verify", "--json")).isEqualTo(1);
        assertThat(console.json().path("intact").asBoolean()).isFalse();
        assertThat(console.json().at("/findings/0/line").asInt()).isEqualTo(1);
    }

    @Test
    void a_tail_that_was_cut_off_is_found_and_an_unfinished_line_is_not_counted() throws Exception {
        addAnn();
        run("users", "disable", ANN);
        Path segment = folder.resolve("data/audit/000000000001.jsonl");
        String whole = Files.readString(segment);
        Files.writeString(segment, whole + "{\"v\":1,\"unfini");
        assertThat(run("audit", "verify")).as(console.out()).isZero();
        assertThat(console.out()).startsWith("intact: 2 lines");

        Files.writeString(segment, whole.substring(0, whole.indexOf('\n') + 1));
        assertThat(run("audit", "verify")).isEqualTo(1);
        assertThat(console.out()).contains("line 2 is missing");
    }

    @Test
    void a_trail_without_its_key_is_a_wrong_file_and_no_new_key_is_made() throws Exception {
        addAnn();
        Files.delete(folder.resolve("tollgate.key"));

        assertThat(run("audit", "verify")).isEqualTo(2);
        assertThat(console.err()).contains("tollgate.key").contains("backup");
        assertThat(folder.resolve("tollgate.key")).doesNotExist();
    }

    @Test
    void a_socket_left_behind_by_a_gateway_that_died_is_in_nobodys_way() throws Exception {
        addAnn();
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(places.data().resolve("control.sock")));
        }

        assertThat(run("users", "list")).as(console.err()).isZero();
        assertThat(console.out()).contains(ANN);
    }

    @Test
    void a_tail_that_follows_prints_what_comes_once() throws Exception {
        addAnn();
        FakeConsole following = new FakeConsole(folder);
        Thread thread = new Thread(() -> following.run(places.words("audit", "tail", "--follow")));
        thread.start();
        assertThat(run("users", "disable", ANN)).isZero();
        long giveUp = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!following.out().contains("users.disabled") && System.nanoTime() < giveUp) {
            Thread.onSpinWait();
        }
        thread.interrupt();
        thread.join();

        assertThat(following.out()).containsOnlyOnce("users.added").containsOnlyOnce("users.disabled");
    }

    @Test
    void json_tail_is_the_lines_as_they_are() throws Exception {
        addAnn();
        assertThat(run("audit", "tail", "--json")).isZero();
        assertThat(console.out()).isEqualTo(Files.readString(folder.resolve("data/audit/000000000001.jsonl")));
    }

    @Test
    void a_broken_configuration_is_told_before_a_password_is_asked_for() throws Exception {
        Files.writeString(places.config, Files.readString(places.config) + "colour: blue\n");
        console.types(PASSWORD, PASSWORD);

        assertThat(run("users", "add", ANN)).isEqualTo(2);
        assertThat(console.err()).contains("tollgate.yaml:").contains("colour");
        assertThat(console.out()).isEmpty();
    }

    @Test
    void a_damaged_store_could_not_be_used_and_is_left_as_it_is() throws Exception {
        addAnn();
        Path store = folder.resolve("data/store.db");
        byte[] rubbish = new byte[8192];
        Files.write(store, rubbish);

        assertThat(run("users", "list")).isEqualTo(3);
        assertThat(console.err()).contains("damaged").doesNotContain("Exception");
        assertThat(Files.readAllBytes(store)).isEqualTo(rubbish);
    }

    @Test
    void second_factors_of_a_user_who_has_none() {
        addAnn();
        assertThat(run("users", "factors", ANN)).isZero();
        assertThat(console.out()).contains("this user has no second factor");
        assertThat(run("--json", "users", "factors", ANN)).isZero();
        assertThat(console.json().at("/rows").size()).isZero();
        assertThat(run("users", "reset-factors", ANN)).isEqualTo(1);
        assertThat(console.err()).contains(ANN + " has no second factor");
        assertThat(run("users", "reset-factors", ANN, "--passkey", "abc")).isEqualTo(1);
        assertThat(console.err()).contains(ANN + " has no such second factor");
        assertThat(run("users", "factors", "bob@clinic.example")).isEqualTo(1);
    }

    @Test
    void what_would_be_asked_is_shown_and_explained_with_its_line() throws Exception {
        addAnn();
        assertThat(run("users", "show", ANN)).isZero();
        assertThat(console.out())
                .containsPattern("second-factor: +off")
                .containsPattern("factors: +-")
                .containsPattern("remembered-devices: +0");
        assertThat(run("explain", "--user", ANN, "GET /claims/7")).isZero();
        assertThat(console.out()).doesNotContain("second factor");

        Path file = folder.resolve("tollgate.yaml");
        Files.writeString(
                file, Files.readString(file) + "second-factor: { use: offered, roles: { biller: required } }\n");
        int line = Files.readAllLines(file).size();
        assertThat(run("explain", "--user", ANN, "GET /claims/7")).isZero();
        assertThat(console.out())
                .contains("at a login: the password, then a second factor has to be set up")
                .contains("second factor required by second-factor.roles.biller  ")
                .contains("tollgate.yaml:" + line + ":41");
        assertThat(run("--json", "explain", "--user", ANN, "GET /claims/7")).isZero();
        assertThat(console.json().at("/second-factor/step").asString()).isEqualTo("enrol");
        assertThat(console.json().at("/second-factor/line").asInt()).isEqualTo(line);
        assertThat(run("users", "show", ANN)).isZero();
        assertThat(console.out()).containsPattern("second-factor: +required");
    }
}

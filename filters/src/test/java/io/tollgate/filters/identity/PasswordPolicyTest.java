package io.tollgate.filters.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.Blocklist;
import io.tollgate.config.PasswordComposition;
import io.tollgate.config.PasswordConfig;
import io.tollgate.config.PasswordHistory;
import io.tollgate.config.PasswordStrength;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class PasswordPolicyTest {
    private static final User FRIEDA = user("frieda.huber@clinic.example");

    private PasswordConfig rules = PasswordConfig.DEFAULT;
    private final PasswordPolicy policy = new PasswordPolicy(
            user -> rules, () -> List.of("billing", "north.clinic.example", "Northside Family Practice"));

    @Test
    void a_long_password_of_any_kind_is_taken() {
        for (String good : List.of(
                "vier schwarze Katzen",
                "tgbvfrujmnhz",
                "ünïcödé wörds",
                "🐈🐕🐎🐖🐄🐑🐐🐓🐇🐁🐀🐿",
                "f8!kQ2#zLp9@",
                "x y z 1 2 3 !",
                "q".repeat(20) + "w".repeat(80) + " and more")) {
            assertThat(objections(good)).as(good).isEmpty();
        }
    }

    @Test
    void characters_are_counted_as_a_person_counts_them() {
        assertThat(objections("🐈🐕🐎🐖🐄🐑🐐🐓🐇🐁🐀"))
                .containsExactly("It has 11 characters; at least 12 are needed.");
        assertThat(objections("u\u0308".repeat(6) + "abcde")).hasSize(1);
    }

    @Test
    void what_is_guessed_first_is_refused_with_or_without_a_year() {
        for (String bad : List.of(
                "passwordpassword",
                "Password2026!",
                "P@ssw0rd12345",
                "123456789012",
                "billing2026!!",
                "2026Tollgate!",
                "qwertyuiopasdf",
                "Summer!!2026",
                "ClinicAdmin1!",
                "correct horse battery staple")) {
            assertThat(objections(bad)).as(bad).anyMatch(text -> text.contains("guessed first"));
        }
    }

    @Test
    void a_password_of_repeated_characters_is_refused() {
        assertThat(objections("aaaaaaaaaaaaaaa")).containsExactly("It repeats the same few characters.");
        assertThat(objections("xk7!xk7!xk7!xk7")).containsExactly("It repeats the same few characters.");
        assertThat(objections("31.12.199931.12.1999")).containsExactly("It only repeats a shorter one.");
        assertThat(objections("three wet umbrellasthree wet umbrellas")).isEmpty();
    }

    @Test
    void the_users_own_name_is_refused() {
        assertThat(objections("Frieda.Huber-1989")).containsExactly("It has your own name in it.");
        assertThat(policy.objections("al kvetches daily".toCharArray(), user("al@x.example")))
                .isEmpty();
        assertThat(policy.objections("eva.clinic-19891".toCharArray(), user("eva@clinic.example")))
                .containsExactly("It is little more than your name or the name of this place.");
        assertThat(policy.objections("evasive cranes on stilts".toCharArray(), user("eva@clinic.example")))
                .isEmpty();
    }

    @Test
    void what_can_not_be_typed_or_compared_is_refused() {
        assertThat(objections("twelve\u0007letters")).hasSize(1);
        assertThat(objections("twelve\ud800letters")).hasSize(1);
        assertThat(objections("x".repeat(1025))).containsExactly("It is longer than 1024 characters.");
    }

    @Test
    void a_long_password_is_taken_whole() {
        String most = "a few words ".repeat(85) + "end!";
        assertThat(most).hasSize(1024);
        assertThat(objections(most)).isEmpty();
        assertThat(objections(most.substring(0, 64))).isEmpty();
    }

    @Test
    void letters_and_digits_are_asked_for_where_the_rules_say_so() {
        assertThat(objections("vier schwarze Katzen")).isEmpty();
        rules = with("letters-and-digits");
        assertThat(objections("vier schwarze Katzen")).containsExactly("It needs at least one letter and one digit.");
        assertThat(objections("4739-2850-1174-9963")).containsExactly("It needs at least one letter and one digit.");
        assertThat(objections("4 schwarze Katzen")).isEmpty();
    }

    @Test
    void the_list_that_ships_holds_the_commonest() {
        assertThat(CommonWords.load().size()).isGreaterThan(90_000);
        for (String bad :
                List.of("1qaz2wsx3edc", "Trustno1trustno1", "letmeinletmein", "Liverpool1892!", "monkey!!!!!!!")) {
            assertThat(objections(bad)).as(bad).anyMatch(text -> text.contains("guessed first"));
        }
    }

    @Test
    void an_operators_own_words_are_refused_with_or_without_a_year() {
        rules = new PasswordConfig(
                12,
                Duration.ZERO,
                Duration.ofDays(14),
                PasswordHistory.NONE,
                PasswordStrength.OFF,
                PasswordComposition.NONE,
                new Blocklist(List.of(), Set.of("sch\u00f6neweide", "our old wifi key")));
        for (String bad : List.of("Scho\u0308neweide2026!", "our old wifi KEY")) {
            assertThat(objections(bad))
                    .as(bad)
                    .containsExactly("It is on the list of passwords that are not accepted here.");
        }
        assertThat(objections("ein Baum in Sch\u00f6neweide")).isEmpty();
    }

    @Test
    void names_of_the_person_and_the_place_are_too_little() {
        for (String bad : List.of("Northside-Billing", "huber.frieda.89", "clinic-family-7!", "Tollgate-north-1")) {
            assertThat(objections(bad))
                    .as(bad)
                    .containsExactly("It is little more than your name or the name of this place.");
        }
        assertThat(objections("the northside of every hill")).isEmpty();
    }

    @Test
    void what_only_counts_is_refused() {
        for (String bad : List.of("mnopqrstuvwxyz", "zyxwvutsrqponm", "45678901234567")) {
            assertThat(objections(bad)).as(bad).hasSize(1);
        }
    }

    @Test
    void what_is_easy_for_a_good_guesser_is_refused_with_a_hint_a_person_understands() {
        for (String bad : List.of("Frederick-1971", "sunshine-2019-london", "asdfghjkl;qwerty")) {
            assertThat(weakness(bad, PasswordStrength.OFF)).isNull();
            assertThat(weakness(bad, PasswordStrength.STRONG))
                    .as(bad)
                    .startsWith("It is easier to guess than it looks: there is a ")
                    .endsWith("Another word or two that don't belong to the rest make it better.");
        }
        assertThat(weakness("correct otter paints eleven violins", PasswordStrength.STRONG))
                .isNull();
        assertThat(weakness("f8!kQ2#zLp9@", PasswordStrength.STRONG)).isNull();
    }

    @Test
    void a_stricter_estimate_refuses_no_less() {
        for (String password : List.of("Frederick-1971", "zebra-19710101", "qpwoeiruty", "vier schwarze Katzen")) {
            boolean isRefused = false;
            for (PasswordStrength strength : PasswordStrength.values()) {
                boolean now = weakness(password, strength) != null;
                assertThat(now || !isRefused).as(password + " at " + strength).isTrue();
                isRefused = now;
            }
        }
    }

    @Test
    @Timeout(20)
    void an_estimate_is_bounded_whatever_is_typed() {
        for (String nasty : List.of(
                "4@5$".repeat(256),
                "password".repeat(128),
                "a1".repeat(512),
                "31.12.1999".repeat(100),
                "\u00e9".repeat(1000))) {
            long start = System.nanoTime();
            weakness(nasty, PasswordStrength.STRONG);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as(nasty.substring(0, 8))
                    .isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void every_rule_is_told_before_it_is_broken() {
        assertThat(policy.hints(FRIEDA)).hasSize(2).first().asString().startsWith("At least 12 characters.");
        rules = new PasswordConfig(
                14,
                Duration.ofDays(90),
                Duration.ofDays(14),
                new PasswordHistory(Duration.ofDays(365), 4),
                PasswordStrength.GOOD,
                PasswordComposition.LETTERS_AND_DIGITS,
                Blocklist.NONE);
        assertThat(policy.hints(FRIEDA))
                .hasSize(6)
                .contains(
                        "At least one letter and one digit.",
                        "Not any of your last 4 or one that you have used in the last 365 days.",
                        "It is good for 90 days.");
    }

    private static PasswordConfig with(String composition) {
        return new PasswordConfig(
                12,
                Duration.ZERO,
                Duration.ofDays(14),
                PasswordHistory.NONE,
                PasswordStrength.OFF,
                composition.equals("none") ? PasswordComposition.NONE : PasswordComposition.LETTERS_AND_DIGITS,
                Blocklist.NONE);
    }

    private String weakness(String password, PasswordStrength strength) {
        rules = new PasswordConfig(
                12,
                Duration.ZERO,
                Duration.ofDays(14),
                PasswordHistory.NONE,
                strength,
                PasswordComposition.NONE,
                Blocklist.NONE);
        return policy.weakness(password.toCharArray(), FRIEDA);
    }

    private static User user(String name) {
        return new User("1", name, Set.of(), true, false, FakeHasher.of("x"), Instant.EPOCH, Instant.EPOCH, 1);
    }

    private List<String> objections(String password) {
        return policy.objections(password.toCharArray(), FRIEDA);
    }
}

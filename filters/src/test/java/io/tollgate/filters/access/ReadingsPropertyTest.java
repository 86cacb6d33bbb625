package io.tollgate.filters.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.Spelling;
import io.tollgate.filters.http.Form;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Targets made of what attacks are made of, judged by an oracle that reads them as the worst backends do. */
final class ReadingsPropertyTest {
    private static final String[] PIECES = {
        "/",
        "/",
        "/",
        "//",
        "admin",
        "public",
        "Admin",
        "x",
        "..",
        ".",
        "...",
        "%2e",
        "%2E%2e",
        "%2f",
        "%5c",
        "\\",
        ";",
        ";a=b",
        "%3b",
        "%20",
        "%00",
        "%25",
        "%252e",
        "%",
        "%u002e",
        "%c0%ae",
        "%ef%bc%8e",
        "%e2%88%95",
        "%EF%BC%8F",
        "%CC%87",
        "%fc",
        "%c0",
        "%2541",
        "%2561dmin",
        "%255c",
        "%252f",
        "%C2%BD",
        "%C2%A0",
        ":",
        "::$DATA",
        "%3f",
        "%23",
        "?",
        "?x=/../admin",
        "~1",
        "%61",
        "%41dmin",
        "\u00a0",
        "%E2%80%8B",
        "%0a",
        "*"
    };

    private static String target(Random random) {
        StringBuilder target = new StringBuilder(random.nextInt(4) == 0 ? "" : "/");
        int pieces = 1 + random.nextInt(8);
        for (int i = 0; i < pieces; i++) {
            target.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return target.toString();
    }

    @Test
    void no_reading_of_a_permitted_target_lies_outside_what_the_rules_allow() {
        Access access = new Rules().allow("user", "/public/**").compile();
        Random random = new Random(20_240_607);
        int permitted = 0;
        for (int i = 0; i < 100_000; i++) {
            String target = target(random);
            if (Readings.of(target) instanceof Readings readings
                    && access.judge("GET", readings, Set.of("user"), Form.NONE) instanceof Permit) {
                permitted++;
                for (String read : WorstBackend.readings(target)) {
                    assertThat(read).as(target).startsWith("/public");
                    assertThat(read).as(target).doesNotStartWith("/admin");
                }
            }
        }
        assertThat(permitted).isGreaterThan(200);
    }

    @Test
    void no_reading_of_a_permitted_target_lies_in_what_a_rule_denies() {
        Access access =
                new Rules().allow("user", "/**").deny("user", "/admin/**").compile();
        Random random = new Random(7);
        int permitted = 0;
        for (int i = 0; i < 100_000; i++) {
            String target = target(random);
            if (Readings.of(target) instanceof Readings readings
                    && access.judge("GET", readings, Set.of("user"), Form.NONE) instanceof Permit) {
                permitted++;
                for (String read : WorstBackend.readings(target)) {
                    assertThat(read.toLowerCase(Locale.ROOT) + "/").as(target).doesNotStartWith("/admin/");
                }
            }
        }
        assertThat(permitted).isGreaterThan(200);
    }

    private static Set<Spelling> some(Random random) {
        Set<Spelling> some = EnumSet.noneOf(Spelling.class);
        for (Spelling spelling : Spelling.values()) {
            if (random.nextInt(4) > 0) {
                some.add(spelling);
            }
        }
        return some;
    }

    @Test
    void accepting_a_spelling_lets_no_reading_through_that_the_rules_don_t() {
        Access access = new Rules()
                .allow("user", "/public/**", "/x/**")
                .deny("user", "/x/admin/**")
                .compile();
        Random random = new Random(11);
        int permitted = 0;
        for (int i = 0; i < 150_000; i++) {
            String target = (random.nextBoolean() ? "/x" : "/public") + target(random);
            if (Readings.of(target, some(random)) instanceof Readings readings
                    && !readings.spellings().isEmpty()
                    && access.judge("GET", readings, Set.of("user"), Form.NONE) instanceof Permit) {
                permitted++;
                for (String read : WorstBackend.readings(target)) {
                    assertThat(read).as(target).matches("(?s)/(public|x).*");
                    assertThat(read.toLowerCase(Locale.ROOT) + "/").as(target).doesNotStartWith("/x/admin/");
                }
            }
        }
        assertThat(permitted).isGreaterThan(200);
    }

    @Test
    void accepting_a_spelling_takes_no_reading_away_and_changes_nothing_else() {
        Random random = new Random(13);
        for (int i = 0; i < 50_000; i++) {
            String target = target(random);
            Set<Spelling> accepted = some(random);
            if (Readings.of(target) instanceof Readings strict) {
                Readings wide = (Readings) Readings.of(target, accepted);
                assertThat(wide.spellings()).isEmpty();
                assertThat(wide.count()).as(target).isEqualTo(strict.count());
            } else if (Readings.of(target, accepted) instanceof Readings wide) {
                assertThat(wide.spellings()).as(target).isNotEmpty().isSubsetOf(accepted);
                assertThat(wide.raw()).isEqualTo(target);
            }
        }
    }

    @Test
    void reading_never_throws_whatever_the_bytes_are() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            StringBuilder target = new StringBuilder("/");
            for (int n = random.nextInt(12); n > 0; n--) {
                target.append((char) random.nextInt(256));
            }
            assertThat(Readings.of(target.toString())).isNotNull();
        }
    }

    @Test
    void a_plain_target_and_its_encoded_spelling_are_judged_alike() {
        Access access = new Rules()
                .allow("user", "/a/*/c", "/b/**")
                .deny("user", "/b/x*")
                .compile();
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            List<String> segments = new ArrayList<>();
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                segments.add(String.valueOf("abcx".charAt(random.nextInt(4))));
            }
            String plain = "/" + String.join("/", segments);
            StringBuilder encoded = new StringBuilder();
            for (int n = 0; n < plain.length(); n++) {
                char c = plain.charAt(n);
                encoded.append(c == '/' || random.nextBoolean() ? String.valueOf(c) : String.format("%%%02x", (int) c));
            }
            boolean isPlainAllowed =
                    access.judge("GET", ReadingsTest.readings(plain), Set.of("user"), Form.NONE) instanceof Permit;
            boolean isEncodedAllowed =
                    access.judge("GET", ReadingsTest.readings(encoded.toString()), Set.of("user"), Form.NONE)
                            instanceof Permit;
            assertThat(isEncodedAllowed).as(encoded.toString()).isEqualTo(isPlainAllowed);
        }
    }

    @Test
    void the_readings_of_a_target_are_a_closed_set() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            if (Readings.of(target(random)) instanceof Readings readings) {
                Set<String> all = new LinkedHashSet<>();
                for (int n = 0; n < readings.count(); n++) {
                    all.add(readings.path(n).substring(0, readings.end(n)));
                }
                assertThat(all).hasSize(readings.count()).allMatch(path -> path.startsWith("/"));
                assertThat(all.size()).isLessThanOrEqualTo(64);
            }
        }
    }
}

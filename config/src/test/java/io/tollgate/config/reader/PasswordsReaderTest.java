package io.tollgate.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.PasswordComposition;
import io.tollgate.config.PasswordConfig;
import io.tollgate.config.PasswordHistory;
import io.tollgate.config.PasswordStrength;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordsReaderTest {

    @TempDir
    Path temporary;

    private ConfigFolder folder;

    @BeforeEach
    void begin() {
        folder = new ConfigFolder(temporary);
    }

    private PasswordConfig loaded(String table) {
        return folder.loaded(ConfigFolder.top("passwords: " + table)).passwords();
    }

    @Test
    void left_out_it_asks_for_length_only() {
        PasswordConfig passwords = loaded("{}");
        assertThat(passwords).isEqualTo(PasswordConfig.DEFAULT);
        assertThat(passwords.isExpiring()).isFalse();
        assertThat(passwords.history().isKept()).isFalse();
        assertThat(passwords.strength()).isEqualTo(PasswordStrength.OFF);
    }

    @Test
    void every_rule_is_read() {
        folder.file("words.txt", "# ours\nNorthside\n\n  Scho\u0308ne Gr\u00fc\u00dfe \n");
        PasswordConfig passwords = loaded("{ min-length: 14, max-age: 90d, warn: 7d, history: 365d, strength: good, "
                + "composition: letters-and-digits, blocklist: words.txt }");
        assertThat(passwords.minLength()).isEqualTo(14);
        assertThat(passwords.maxAge()).isEqualTo(Duration.ofDays(90));
        assertThat(passwords.warn()).isEqualTo(Duration.ofDays(7));
        assertThat(passwords.history()).isEqualTo(PasswordHistory.within(Duration.ofDays(365)));
        assertThat(passwords.strength()).isEqualTo(PasswordStrength.GOOD);
        assertThat(passwords.composition()).isEqualTo(PasswordComposition.LETTERS_AND_DIGITS);
        assertThat(passwords.blocklist().words()).containsExactlyInAnyOrder("northside", "sch\u00f6ne gr\u00fc\u00dfe");
        assertThat(passwords.blocklist().files()).containsExactly(temporary.resolve("words.txt"));
        assertThat(passwords.toString()).doesNotContain("northside");
    }

    @Test
    void a_history_is_a_time_or_a_count_or_off() {
        assertThat(loaded("{ history: 4 }").history()).isEqualTo(PasswordHistory.last(4));
        assertThat(loaded("{ history: 180d }").history()).isEqualTo(PasswordHistory.within(Duration.ofDays(180)));
        assertThat(loaded("{ history: off }").history()).isEqualTo(PasswordHistory.NONE);
    }

    @Test
    void what_is_out_of_bounds_is_told() {
        assertThat(folder.whats(ConfigFolder.top("passwords: { max-age: 29d, warn: 61d, history: 25, strength: super, "
                        + "composition: all, blocklist: nowhere.txt }")))
                .containsExactly(
                        "passwords.max-age: \"29d\" is out of bounds; give from 30d to 180d",
                        "passwords.warn: \"61d\" is out of bounds; give from 24h to 60d",
                        "passwords.history: \"25\" is out of bounds; give a time from 24h to 730d, a count from 1 to"
                                + " 24, or off",
                        "passwords.strength: \"super\" is not known; write \"fair\" or \"good\" or \"off\" or"
                                + " \"strong\" or \"weak\"",
                        "passwords.composition: \"all\" is not known; write \"letters-and-digits\" or \"none\"",
                        "passwords.blocklist: \"nowhere.txt\" does not exist; check the path "
                                + temporary.resolve("nowhere.txt").toString().replace(temporary + "/", "")
                                + " and its owner and mode");
        assertThat(folder.whats(ConfigFolder.top("passwords: { max-age: 181d, history: 731d }")))
                .hasSize(2)
                .allMatch(what -> what.contains("out of bounds"));
    }

    @Test
    void a_warning_comes_before_the_end() {
        assertThat(folder.whats(ConfigFolder.top("passwords: { max-age: 30d, warn: 30d }")))
                .containsExactly("passwords.warn: warn (30d) is not below max-age (30d); give warn less than max-age");
    }

    @Test
    void a_list_that_is_not_text_is_told() throws Exception {
        Files.write(temporary.resolve("latin.txt"), "gr\u00fc\u00dfe\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(folder.whats(ConfigFolder.top("passwords: { blocklist: latin.txt }")))
                .containsExactly(
                        "passwords.blocklist: \"latin.txt\" is not UTF-8; save it as UTF-8 text, one word a line");
    }

    @Test
    void two_histories_forbid_what_either_forbids() {
        PasswordHistory both = PasswordHistory.last(4).and(PasswordHistory.within(Duration.ofDays(365)));
        assertThat(both).isEqualTo(new PasswordHistory(Duration.ofDays(365), 4));
    }
}

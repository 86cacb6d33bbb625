package io.tollgate.filters.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.Exchanges;
import io.tollgate.filters.access.Permit;
import io.tollgate.filters.access.Rules;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.ExchangeListener.Outcome;
import io.tollgate.filters.http.Form;
import io.tollgate.filters.session.Caller;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class AccessLogTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00.5Z");
    private static final Outcome WENT_WELL = new Outcome(200, 3, 1_000, 2_500_000, null);

    @TempDir
    Path temp;

    private final Rules rules = new Rules().allow("biller", "/claims/**");
    private final Exchanges exchanges = new Exchanges(rules);

    private Exchange permitted(Caller caller, String target) {
        Exchange exchange = exchanges.exchange("GET", target);
        exchange.authenticated(caller);
        exchange.permitted((Permit) rules.compile().judge("GET", exchange.readings(), Set.of("biller"), Form.NONE));
        return exchange;
    }

    @Test
    void a_line_says_who_asked_what_by_which_rule_and_no_token_or_parameter() throws Exception {
        Caller.Known anna = exchanges.known("anna", "biller");
        try (AccessLog log = new AccessLog(temp.resolve("log"), () -> NOW)) {
            log.ended(permitted(anna, "/claims/7;jsessionid=SECRET/x?token=SECRET"), WENT_WELL);
        }

        Path file = temp.resolve("log/2026-11-22.jsonl");
        assertThat(Files.readString(file))
                .isEqualTo("{\"time\":\"" + NOW + "\",\"app\":\"billing\",\"listener\":\"public\","
                        + "\"protocol\":\"HTTP/1.1\",\"client\":\"192.0.2.7\",\"user\":\""
                        + anna.user().id() + "\",\"name\":\"anna@clinic.example\",\"session\":\""
                        + anna.session().id() + "\",\"method\":\"GET\",\"path\":\"/claims/7/x\","
                        + "\"rule\":\"/claims/**\",\"status\":200,\"request-bytes\":3,\"response-bytes\":1000,"
                        + "\"micros\":2500}\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve("log"))))
                .isEqualTo("rwx------");
    }

    @Test
    void of_a_stranger_no_name_is_written_and_a_fault_is() throws Exception {
        try (AccessLog log = new AccessLog(temp, () -> NOW)) {
            log.ended(permitted(Caller.Nobody.NOBODY, "/claims"), new Outcome(502, 0, 0, 9, "upstream.connect"));
        }

        assertThat(Files.readString(temp.resolve("2026-11-22.jsonl")))
                .contains("\"status\":502")
                .endsWith("\"fault\":\"upstream.connect\"}\n")
                .doesNotContain("\"user\"", "\"session\"", "\"tenant\"");
    }

    @Test
    void what_was_not_permitted_is_the_trails_and_not_in_the_log() {
        try (AccessLog log = new AccessLog(temp.resolve("log"), () -> NOW)) {
            log.ended(exchanges.exchange("GET", "/claims"), WENT_WELL);
        }

        assertThat(temp.resolve("log")).doesNotExist();
    }

    @Test
    void lines_that_cannot_be_written_are_counted_and_break_nothing() throws Exception {
        Path blocked = Files.writeString(temp.resolve("log"), "a file where the folder should be");
        AccessLog log = new AccessLog(blocked, () -> NOW);
        log.ended(permitted(Caller.Nobody.NOBODY, "/claims"), WENT_WELL);
        log.ended(permitted(Caller.Nobody.NOBODY, "/claims"), WENT_WELL);
        log.close();

        assertThat(log.dropped()).isEqualTo(2);
    }

    @Test
    void every_day_has_a_file_of_its_own_and_goes_on_where_it_was() throws Exception {
        byte[] line = "x\nrest".getBytes(StandardCharsets.UTF_8);
        for (int start = 0; start < 2; start++) {
            try (DailyFile file = new DailyFile(temp)) {
                file.append(Instant.parse("2026-11-22T23:59:59.999Z"), line, 2);
                file.append(Instant.parse("2026-11-23T00:00:00Z"), line, 2);
                file.append(Instant.parse("2026-11-23T00:00:01Z"), line, 2);
            }
        }

        assertThat(Files.readString(temp.resolve("2026-11-22.jsonl"))).isEqualTo("x\nx\n");
        assertThat(Files.readString(temp.resolve("2026-11-23.jsonl"))).isEqualTo("x\nx\nx\nx\n");
    }
}

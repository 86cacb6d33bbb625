package io.tollgate.proxy.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHelloTest {

    @ParameterizedTest
    @CsvSource({
        "billing.example, billing.example",
        "BILLING.Example., billing.example",
        "foo_bar.example, foo_bar.example",
        "10.0.0.1, 10.0.0.1",
        "xn--bcher-kva.example, xn--bcher-kva.example"
    })
    void a_name_is_read_in_lower_case_without_a_final_dot(String asked, String name) {
        assertThat(ClientHello.serverName(List.of(Hellos.withName(asked)))).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"billing.example:443", "", ".", "[::1]", "a b", "\u0000", "bücher.example", "a/b", "*.example"})
    void what_can_be_no_name_is_none(String asked) {
        assertThat(ClientHello.serverName(List.of(Hellos.withName(asked)))).isNull();
    }

    @Test
    void a_hello_without_extensions_names_nothing() {
        assertThat(ClientHello.serverName(List.of(Hellos.record(Hellos.message(new byte[0])))))
                .isNull();
    }

    @Test
    void a_name_of_another_type_is_passed_over() {
        byte[] list =
                Hellos.concat(Hellos.entry(7, "other".getBytes(UTF_8)), Hellos.entry(0, "a.example".getBytes(UTF_8)));
        assertThat(ClientHello.serverName(List.of(Hellos.withNameList(list)))).isEqualTo("a.example");
    }

    @Test
    void a_hello_in_many_records_is_read_as_one() {
        byte[] whole = Hellos.withName("a.example");
        List<byte[]> records = new ArrayList<>();
        for (int at = ClientHello.RECORD_HEADER; at < whole.length; at += 7) {
            records.add(Hellos.record(Arrays.copyOfRange(whole, at, Math.min(whole.length, at + 7))));
        }
        assertThat(ClientHello.serverName(records)).isEqualTo("a.example");
        assertThat(ClientHello.messageLength(records)).isEqualTo(whole.length - ClientHello.RECORD_HEADER);
    }

    @Test
    void nothing_that_was_cut_or_damaged_makes_it_fail() {
        byte[] whole = Hellos.withName("billing.example");
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = Arrays.copyOf(whole, ClientHello.RECORD_HEADER + random.nextInt(whole.length));
            for (int j = random.nextInt(4); j > 0; j--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            assertThatCode(() -> ClientHello.serverName(List.of(damaged))).doesNotThrowAnyException();
        }
    }
}

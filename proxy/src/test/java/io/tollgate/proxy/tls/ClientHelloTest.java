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

    private static ClientHello with(byte[]... extensions) {
        return ClientHello.of(List.of(Hellos.record(Hellos.message(Hellos.concat(extensions)))));
    }

    private static byte[] protocols(String... names) {
        byte[] list = new byte[0];
        for (String name : names) {
            list = Hellos.concat(list, new byte[] {(byte) name.length()}, name.getBytes(UTF_8));
        }
        return Hellos.concat(
                new byte[] {0, 16, 0, (byte) (list.length + 2), 0, (byte) list.length}, list); // RFC 7301 section 3.1
    }

    @Test
    void protocols_are_compared_with_ours_only_where_some_are_offered() {
        List<String> ours = List.of("h2", "http/1.1");
        assertThat(with(protocols("spdy/3", "h3")).offersNoneOf(ours)).isTrue();
        assertThat(with(protocols("spdy/3", "http/1.1")).offersNoneOf(ours)).isFalse();
        assertThat(with(new byte[0]).offersNoneOf(ours)).isFalse();
        assertThat(with(new byte[] {0, 16, 0, 4, 0, 9, 2, 'h'}).offersNoneOf(ours))
                .as("cut short: for the engine to judge")
                .isFalse();
    }

    @Test
    void a_key_is_accepted_where_its_signatures_and_suites_are() {
        byte[] ecdsa = {0, 13, 0, 4, 0, 2, 4, 3};
        byte[] both = {0, 13, 0, 6, 0, 4, 8, 4, 4, 3};
        byte[] tls13 = {0, 43, 0, 3, 2, 3, 4};
        assertThat(with(ecdsa).accepts(KeyKind.P256)).isTrue();
        assertThat(with(ecdsa).accepts(KeyKind.P384)).isFalse();
        assertThat(with(ecdsa, tls13).accepts(KeyKind.RSA)).isFalse();
        assertThat(with(both).accepts(KeyKind.RSA))
                .as("no RSA suite of TLS 1.2")
                .isFalse();
        assertThat(with(both, tls13).accepts(KeyKind.RSA))
                .as("suites of TLS 1.3 go with any key")
                .isTrue();
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
            assertThatCode(() -> {
                        ClientHello hello = ClientHello.of(List.of(damaged));
                        hello.offersNoneOf(List.of("h2", "http/1.1"));
                        hello.accepts(KeyKind.RSA);
                    })
                    .doesNotThrowAnyException();
        }
    }
}

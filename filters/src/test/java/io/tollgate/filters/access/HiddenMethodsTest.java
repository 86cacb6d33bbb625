package io.tollgate.filters.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.http.FieldScanner;
import io.tollgate.filters.http.Form;
import io.tollgate.filters.http.FormClaim;
import io.tollgate.filters.http.PairScanner;
import io.tollgate.filters.http.Parameter;
import io.tollgate.filters.http.PartScanner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HiddenMethodsTest {
    private static final String BOUNDARY = "--Form.B0unda-ry";
    private static final String OPEN = "--" + BOUNDARY + "\r\n";
    private static final String CLOSE = "\r\n--" + BOUNDARY + "--\r\n";
    private static final String PLAIN = "Content-Disposition: form-data; name=\"_method\"\r\n\r\n";

    /** What a scan came to; the methods it was shown. */
    private record Seen(boolean isRefused, boolean isUnclear, Set<String> methods) {}

    /** Lets everything pass that can be read, or nothing that asks for a method. */
    private static final class Recording implements FieldScanner.Sought {
        final Set<String> methods = new LinkedHashSet<>();
        final boolean isLax;
        boolean isUnclear;

        Recording(boolean isLax) {
            this.isLax = isLax;
        }

        @Override
        public boolean isSought(String name) {
            return MethodOverride.isName(name);
        }

        @Override
        public boolean mayBeSought(String head) {
            return MethodOverride.mayName(head);
        }

        @Override
        public boolean mayPass(Parameter field) {
            Set<String> asked = MethodOverride.asked("", new Form(List.of(field)));
            methods.addAll(asked);
            return isLax || asked.isEmpty();
        }

        @Override
        public void unclear() {
            isUnclear = true;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Also sees to it that whatever is not held back could be sent: nothing that was sent is refused later. */
    private static Seen scan(byte[] body, boolean isLax, int... cuts) {
        Recording recording = new Recording(isLax);
        return scan(body, recording, new PartScanner(BOUNDARY, true, recording), cuts);
    }

    private static Seen scanPairs(byte[] body, boolean isLax, int... cuts) {
        Recording recording = new Recording(isLax);
        return scan(body, recording, new PairScanner(recording), cuts);
    }

    private static Seen scan(byte[] body, Recording recording, FieldScanner scanner, int... cuts) {
        int from = 0;
        boolean isRefused = false;
        for (int i = 0; i <= cuts.length && !isRefused; i++) {
            int to = i < cuts.length ? cuts[i] : body.length;
            int held = scanner.look(ByteBuffer.wrap(body, from, to - from));
            assertThat(held).isLessThanOrEqualTo(to).isLessThan(4300);
            isRefused = held == FieldScanner.REFUSED;
            from = to;
        }
        isRefused |= scanner.end() == FieldScanner.REFUSED;
        return new Seen(isRefused, recording.isUnclear, recording.methods);
    }

    private static Seen scan(String body) {
        return scan(bytes(body), false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                OPEN + PLAIN + "DELETE" + CLOSE,
                OPEN + PLAIN + " \r\n\tdelete \r\n" + CLOSE,
                OPEN + PLAIN + "DELETE",
                OPEN + PLAIN + "DELETE\0x" + CLOSE,
                OPEN + "Content-Disposition: form-data; name=a\r\n\r\nb\r\n" + OPEN + PLAIN + "PUT" + CLOSE,
                OPEN + "content-disposition: form-data; name=.METHOD\r\n\r\nPUT" + CLOSE,
                OPEN + "Content-Disposition: form-data; name=\"[method\"\r\n\r\nPUT" + CLOSE,
                OPEN + "Content-Disposition: form-data; name=\"_method[]\"\r\n\r\nPUT" + CLOSE,
                OPEN + "Content-Disposition: form-data; name=\"X-HTTP-Method-Override\"\r\n\r\nPUT" + CLOSE,
                OPEN + "Content-Disposition: form-data; name=\"_method\"; filename=\"x\"\r\n\r\nPUT" + CLOSE,
                OPEN + "X: y\r\n\r\n--" + BOUNDARY + "\r\n" + PLAIN + "PUT" + CLOSE,
                "preamble\n" + OPEN + PLAIN + "DELETE" + CLOSE,
                "x" + OPEN + PLAIN + "DELETE--" + BOUNDARY + "--"
            })
    void a_method_is_found_wherever_the_pieces_end(String text) {
        byte[] body = bytes(text);
        Seen whole = scan(body, false);
        assertThat(whole.isRefused()).isTrue();
        assertThat(whole.methods()).hasSize(1).isSubsetOf("DELETE", "PUT");
        int[] each = new int[body.length - 1];
        for (int i = 1; i < body.length; i++) {
            assertThat(scan(body, false, i)).isEqualTo(whole);
            each[i - 1] = i;
        }
        assertThat(scan(body, false, each)).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Disposition: form-data; name*=utf-8''%5Fmethod\r\n\r\n",
                "Content-Disposition: form-data; name*0=_met; name*1=hod\r\n\r\n",
                "Content-Disposition: form-data;\r\n name=\"_method\"\r\n\r\n",
                "Content-Disposition: form-data; name=\"_met\\hod\"\r\n\r\n",
                "Content-Disposition: form-data; name='_method'\r\n\r\n",
                "Content-Disposition: form-data; name=\"_method\r\n\r\n",
                "Content-Disposition: form-data; name=\"=?utf-8?B?X21ldGhvZA==?=\"\r\n\r\n",
                "Content-Disposition: form-data; name=\"a\"; name=\"_method\"\r\n\r\n",
                "Content-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=_method\r\n\r\n",
                "Content-Disposition: form-data; filename=\"_method\"\r\n\r\n",
                "Content-ID: <_method>\r\n\r\n",
                "Content-Disposition: form-data; name=_method\n\n",
                "Content-Disposition: form-data; name=_method\r\r",
                "\r\nContent-Disposition: form-data; name=_method\r\n\r\n",
                PLAIN + "\u00e9",
                "Content-Transfer-Encoding: base64\r\n" + PLAIN,
                "Content-Type: text/plain; charset=utf-16\r\n" + PLAIN,
                "Content-Type: multipart/mixed; boundary=y\r\nContent-Disposition: form-data; name=z\r\n\r\n",
                "Content-Disposition: form-data; name=_charset_\r\n\r\nutf-7"
            })
    void what_can_be_read_in_several_ways_is_refused_where_it_may_be_a_method(String head) {
        byte[] body = bytes(OPEN + head + "REVTFVRF" + CLOSE);
        for (int i = 0; i < body.length; i++) {
            Seen seen = scan(body, false, i);
            assertThat(seen.isRefused()).isTrue();
            assertThat(seen.isUnclear()).isTrue();
        }
    }

    @Test
    void a_head_or_a_value_that_is_too_long_to_be_held_is_refused() {
        assertThat(scan(OPEN + "X: " + "y".repeat(4100) + "\r\n" + PLAIN + "DELETE" + CLOSE)
                        .isUnclear())
                .isTrue();
        assertThat(scan(OPEN + PLAIN + " ".repeat(200) + "DELETE" + CLOSE).isUnclear())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing of the kind; name=\"_method\"\r\n\r\nDELETE",
                OPEN + "Content-Disposition: form-data; name=\"payment_method\"\r\n\r\nDELETE" + CLOSE,
                OPEN + "Content-Disposition: form-data; name=\"f\"; filename=\"_method.html\"\r\n\r\n"
                        + "<input name=\"_method\" value=\"DELETE\">\r\n\r\n--Other\r\n" + PLAIN + "DELETE" + CLOSE,
                OPEN + "Content-Disposition: form-data; name=\"f\"; filename*=UTF-8''x\r\n\r\nx" + CLOSE,
                OPEN + PLAIN + CLOSE,
                OPEN + PLAIN + "\r\n\r\n" + CLOSE,
                OPEN + "Content-Disposition: form-data; name=_charset_\r\n\r\nUTF-8" + CLOSE,
                OPEN + "Content-Type: application/octet-stream\r\n\r\nx" + CLOSE
            })
    void what_hides_no_method_passes(String text) {
        byte[] body = bytes(text);
        for (int i = 0; i < body.length; i++) {
            assertThat(scan(body, false, i).isRefused()).isFalse();
        }
    }

    @Test
    void nothing_is_held_back_of_what_a_file_holds() {
        PartScanner scanner = new PartScanner(BOUNDARY, true, new Recording(false));
        String head = OPEN + "Content-Disposition: form-data; name=f; filename=x\r\n\r\n";
        assertThat(scanner.look(ByteBuffer.wrap(bytes(head.substring(0, head.length() - 1)))))
                .isEqualTo(head.length() - 1 - OPEN.length() + 2);
        assertThat(scanner.look(ByteBuffer.wrap(bytes("\n" + "x".repeat(100_000) + "\r\n--Form"))))
                .isZero();
    }

    /** Mutations of forms: what the reader of whole bodies finds, this finds, in whatever pieces they come. */
    @Test
    void it_finds_whatever_the_reader_of_whole_bodies_finds() {
        String[] words = {
            "DELETE",
            "put",
            "_method",
            "name=",
            "\"",
            "\r\n",
            "\r\n\r\n",
            OPEN,
            CLOSE,
            PLAIN,
            "--" + BOUNDARY,
            "-",
            " ",
            "filename=\"x\"",
            "; ",
            "Content-Type: text/plain\r\n",
            "_charset_",
            "utf-8",
            "\0",
            "\u00c5\u00bf",
            "[",
            ".",
            "Content-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n" + OPEN
        };
        String[] seeds = {
            OPEN + PLAIN + "DELETE" + CLOSE,
            OPEN + "Content-Disposition: form-data; name=a\r\n\r\nx\r\n" + OPEN + PLAIN + " patch\r\n" + CLOSE,
            OPEN + "Content-Disposition: form-data; name=.METHOD; filename=y\r\nContent-Type: text/plain\r\n\r\nPUT\r\n"
                    + OPEN + PLAIN + "GET" + CLOSE
        };
        FormClaim claim = new FormClaim.Parts(BOUNDARY);
        Random random = new Random(20);
        int found = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(seeds[random.nextInt(seeds.length)]);
            for (int n = random.nextInt(4); n > 0; n--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.insert(at, words[random.nextInt(words.length)]);
                    case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(6)));
                    default -> text.setCharAt(at, (char) random.nextInt(256));
                }
            }
            byte[] body = bytes(text.toString());
            Form form = claim.read(body);
            Set<String> methods = form == null ? Set.of() : MethodOverride.asked("", form);
            Seen whole = scan(body, true);
            assertThat(whole.isUnclear() || whole.methods().containsAll(methods))
                    .as(text.toString())
                    .isTrue();
            int first = random.nextInt(body.length + 1);
            assertThat(scan(body, true, first, first + random.nextInt(body.length - first + 1)))
                    .as(text.toString())
                    .isEqualTo(whole);
            found += methods.isEmpty() ? 0 : 1;
        }
        assertThat(found).as("mutations that still say something").isGreaterThan(5_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_method=delete",
                "a=b&.Method=+DELETE&c=d",
                "a=b;%5fmethod%5B%5D=%44ELETE%00",
                "++_method++=%20delete\r\n",
                "a&_method=DELETE;x",
                "%&=&x-http-method-override=delete"
            })
    void a_method_is_found_among_pairs_wherever_the_pieces_end(String text) {
        byte[] body = bytes(text);
        for (int i = 0; i < body.length; i++) {
            Seen seen = scanPairs(body, false, i);
            assertThat(seen.isRefused()).isTrue();
            assertThat(seen.methods()).containsExactly("DELETE");
        }
    }

    @Test
    void what_is_kept_of_pairs_is_bounded() {
        for (String text : List.of(
                "_method=" + "x".repeat(257),
                "_method" + "%20".repeat(90) + "=DELETE",
                "%20".repeat(90) + "_method=DELETE",
                "_method=\u00e9")) {
            assertThat(scanPairs(bytes(text), false).isUnclear()).as(text).isTrue();
        }
        for (String text : List.of(
                "",
                "&&;=",
                "x".repeat(9_000) + "_method=DELETE",
                "pay_method=DELETE",
                "_method=",
                "_method=+++&a=b",
                "{\"_method\":\"DELETE\"}")) {
            assertThat(scanPairs(bytes(text), false).isRefused()).as(text).isFalse();
        }
        assertThat(scanPairs(bytes("+".repeat(9_000) + "_method=" + " ".repeat(200) + "DELETE"), false)
                        .methods())
                .containsExactly("DELETE");
    }

    @Test
    void it_finds_whatever_the_reader_of_whole_pairs_finds() {
        String[] words = {"&", ";", "=", "_method", "DELETE", "%5f", "%", "+", "[", ".", "%00", "put", "\r\n", "%c5%bf"
        };
        FormClaim claim = new FormClaim.Pairs(false);
        Random random = new Random(21);
        int found = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder("a=b&_method=delete;c=d&%5Fmethod=+put");
            for (int n = random.nextInt(5); n > 0; n--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.insert(at, words[random.nextInt(words.length)]);
                    case 1 -> text.deleteCharAt(at);
                    default -> text.setCharAt(at, (char) random.nextInt(256));
                }
            }
            byte[] body = bytes(text.toString());
            Form form = claim.read(body);
            Set<String> methods = form == null ? Set.of() : MethodOverride.asked("", form);
            Seen whole = scanPairs(body, true);
            assertThat(whole.isUnclear() || whole.methods().containsAll(methods))
                    .as(text.toString())
                    .isTrue();
            assertThat(scanPairs(body, true, random.nextInt(body.length)))
                    .as(text.toString())
                    .isEqualTo(whole);
            found += methods.isEmpty() ? 0 : 1;
        }
        assertThat(found).as("mutations that still say something").isGreaterThan(5_000);
    }
}

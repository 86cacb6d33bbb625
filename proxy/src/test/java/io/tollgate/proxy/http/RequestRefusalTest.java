package io.tollgate.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, by the section of the RFC that lets two parsers differ. {@code ^} stands for CRLF in the tables. */
@SuppressWarnings("StringConcatToTextBlock") // What is on the wire ends its lines in CRLF.
final class RequestRefusalTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // RFC 9112 section 2.2: line ends
                "400 | GET / HTTP/1.1\\nHost: gw.test\\n\\n",
                "400 | GET / HTTP/1.1^Host: gw.test\\n^",
                "400 | GET /a\\rb HTTP/1.1^Host: gw.test^^",
                "400 | GET / HTTP/1.1^Host: gw.test^X: a\\rb^^",
                // Section 2.3 and 3: request line
                "400 | GET /^Host: gw.test^^",
                "400 | GET\\t/\\tHTTP/1.1^Host: gw.test^^",
                "400 | GET  / HTTP/1.1^Host: gw.test^^",
                "400 | GET /  HTTP/1.1^Host: gw.test^^",
                "400 | GET / HTTP/1.1 ^Host: gw.test^^",
                "400 | GET / HTTP/1.1x^Host: gw.test^^",
                "400 | GET / http/1.1^Host: gw.test^^",
                "505 | GET / HTTP/2.0^Host: gw.test^^",
                "505 | GET / HTTP/1.2^Host: gw.test^^",
                "505 | GET / HTTP/0.9^Host: gw.test^^",
                "400 | G{T / HTTP/1.1^Host: gw.test^^",
                "400 | \\u0016\\u0003\\u0001",
                "400 | \\u0020GET / HTTP/1.1^Host: gw.test^^",
                "400 | ^^GET / HTTP/1.1^Host: gw.test^^",
                "400 | GET /a#b HTTP/1.1^Host: gw.test^^",
                "400 | GET @evil.example/ HTTP/1.1^Host: gw.test^^",
                "400 | GET * HTTP/1.1^Host: gw.test^^",
                "400 | OPTIONS * HTTP/1.1^Host: gw.test^^",
                "400 | GET https://evil.example/ HTTP/1.1^Host: gw.test^^",
                "400 | GET https://u:p@gw.test/ HTTP/1.1^Host: gw.test^^",
                "400 | GET http://gw.test/ HTTP/1.1^Host: gw.test^^",
                "400 | CONNECT gw.test:443 HTTP/1.1^Host: gw.test^^",
                "400 | connect gw.test:443 HTTP/1.1^Host: gw.test^^",
                "400 | trace / HTTP/1.1^Host: gw.test^^",
                "400 | Track / HTTP/1.1^Host: gw.test^^",
                "400 | TRACE / HTTP/1.1^Host: gw.test^^",
                // Section 3.2: Host
                "400 | GET / HTTP/1.1^^",
                "400 | GET / HTTP/1.0^^",
                "400 | GET / HTTP/1.1^Host: gw.test^Host: gw.test^^",
                "400 | GET / HTTP/1.1^Host:^^",
                "400 | GET / HTTP/1.1^Host: gw.test evil^^",
                "400 | GET / HTTP/1.1^Host: gw.test/admin^^",
                "400 | GET / HTTP/1.1^Host: gw.test:abc^^",
                "400 | GET / HTTP/1.1^Host: gw.test:^^",
                "400 | GET / HTTP/1.1^Host: gw.test:99999^^",
                "400 | GET / HTTP/1.1^Host: u@gw.test^^",
                "400 | GET / HTTP/1.1^Host: gw.test, evil^^",
                "400 | GET / HTTP/1.1^Host: [::1^^",
                // Section 5: fields
                "400 | GET / HTTP/1.1^Host : gw.test^^",
                "400 | GET / HTTP/1.1^\\tHost: gw.test^^",
                "400 | GET / HTTP/1.1^Host: gw.test^X: a^ b^^",
                "400 | GET / HTTP/1.1^Host: gw.test^XABC^^",
                "400 | GET / HTTP/1.1^Host: gw.test^: a^^",
                "400 | GET / HTTP/1.1^Host: gw.test^X Y: a^^",
                "400 | GET / HTTP/1.1^Host: gw.test^X: a\\u0000c^^",
                "400 | GET / HTTP/1.1^Host: gw.test^X: a\\u007fc^^",
                "400 | GET / HTTP/1.1^Host: gw.test^X-\\u0080: b^^",
                // Section 6: framing
                "400 | POST / HTTP/1.1^Host: gw.test^Content-Length: 1^Transfer-Encoding: chunked^^",
                "400 | POST / HTTP/1.1^Host: gw.test^Content-Length: 1^Content-Length: 1^^a",
                "400 | POST / HTTP/1.1^Host: gw.test^Content-Length: 1, 1^^a",
                "400 | POST / HTTP/1.1^Host: gw.test^Content-Length: +1^^a",
                "400 | POST / HTTP/1.1^Host: gw.test^Content-Length: -1^^a",
                "400 | POST / HTTP/1.1^Host: gw.test^Content-Length: 0x1^^a",
                "400 | POST / HTTP/1.1^Host: gw.test^Content-Length: 1 1^^a",
                "400 | POST / HTTP/1.1^Host: gw.test^Content-Length:^^a",
                "400 | POST / HTTP/1.1^Host: gw.test^Content-Length: 99999999999999999999^^a",
                "400 | POST / HTTP/1.1^Host: gw.test^Content_Length: 1^^a",
                "400 | POST / HTTP/1.1^Host: gw.test^Content-Length_: 1^^a",
                "400 | POST / HTTP/1.1^Host: gw.test^Transfer_Encoding: chunked^^a",
                "400 | POST / HTTP/1.1^Host: gw.test^Transfer.Encoding: chunked^^a",
                "400 | POST / HTTP/1.1^Host: gw.test^Transfer-Encoding: xchunked^^",
                "400 | POST / HTTP/1.1^Host: gw.test^Transfer-Encoding: chunked, chunked^^",
                "400 | POST / HTTP/1.1^Host: gw.test^Transfer-Encoding: chunked;q=1^^",
                "400 | POST / HTTP/1.1^Host: gw.test^Transfer-Encoding: identity^^",
                "400 | POST / HTTP/1.1^Host: gw.test^Transfer-Encoding:^^",
                "400 | POST / HTTP/1.1^Host: gw.test^Transfer-Encoding: \\u000bchunked^^",
                "400 | POST / HTTP/1.1^Host: gw.test^Transfer-Encoding: chunked^Transfer-Encoding: chunked^^",
                "400 | POST / HTTP/1.0^Host: gw.test^Transfer-Encoding: chunked^^",
                "501 | POST / HTTP/1.1^Host: gw.test^Transfer-Encoding: gzip, chunked^^",
                // RFC 9110 section 7.6.1 and 7.8, 10.1.1: hop by hop
                "400 | GET / HTTP/1.1^Host: gw.test^Connection: X-Forwarded-User^^",
                "400 | GET / HTTP/1.1^Host: gw.test^Connection: close, Cookie^^",
                "400 | GET / HTTP/1.1^Host: gw.test^Connection: Upgrade^Upgrade: h2c^^",
                "417 | POST / HTTP/1.1^Host: gw.test^Expect: 200-ok^Content-Length: 1^^",
            })
    void a_request_that_two_parsers_could_read_in_two_ways_is_refused(int status, String request) {
        String bytes = unescaped(request);
        for (boolean isByteByByte : new boolean[] {false, true}) {
            Client client = new Client();
            String tail = "GET /smuggled HTTP/1.1\r\nHost: gw.test\r\n\r\n";
            if (isByteByByte) {
                client.sendsByteByByte(bytes + tail);
            } else {
                client.sends(bytes + tail);
            }
            assertThat(client.received()).as("byte by byte: " + isByteByByte).startsWith("HTTP/1.1 " + status + " ");
            assertThat(client.received()).contains("Connection: close\r\n").containsOnlyOnce("HTTP/1.1");
            assertThat(client.isClosed()).isTrue();
            assertThat(client.upstream.sent).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2;\\nxx^4c^0^^GET /smuggled HTTP/1.1^Host: x^^^0^^",
                "5^\\r;ABCD^34^E^0^^GET /smuggled HTTP/1.1^Host: x^^",
                "5\\nhello^0^^",
                "5^helloXX0^^",
                "a^hello^0^^X^",
                "5^hello^0^\\r^^",
                "5\\t^hello^0^^",
                "5 ^hello^0^^",
                "^hello^0^^",
                "\"5\"^hello^0^^",
                "0x5^hello^0^^",
                "-5^hello^0^^",
                "10000000000000005^hello^0^^",
                "5;^hello^0^^",
                "5;a=^hello^0^^",
                "5;a=\"b c\"^hello^0^^",
                "5; a^hello^0^^",
                "5^hello\\n0^^",
                "5^hello\\r0^^",
                "5^hello^0^X: y\\n^",
                "5^hello^0^X : y^^",
                "5^hello^0^Content-Length: 4^^",
                "5^hello^0^Host: evil^^",
                "5^hello^0^X-Forwarded-User: admin^^",
                "5^hello^0^X_Forwarded_User: admin^^",
                "5^hello^0^Cookie: a=b^^",
            })
    void a_fault_inside_a_chunked_body_never_completes_the_request(String body) {
        for (boolean isByteByByte : new boolean[] {false, true}) {
            Client client = new Client();
            String bytes = "POST /x HTTP/1.1\r\nHost: gw.test\r\nTransfer-Encoding: chunked\r\n\r\n" + unescaped(body);
            if (isByteByByte) {
                client.sendsByteByByte(bytes);
            } else {
                client.sends(bytes);
            }
            assertThat(client.received()).as(body).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1");
            assertThat(client.upstream.sent).hasSize(1);
            assertThat(client.upstream.sent.get(0).isComplete).isFalse();
            assertThat(client.upstream.sent.get(0).isCancelled).isTrue();
            assertThat(client.isClosed()).isTrue();
            assertThat(client.test.outcomes).hasSize(1);
        }
    }

    /** A circumflex is CRLF; escapes are Java's. */
    static String unescaped(String text) {
        Matcher codes = Pattern.compile("\\\\u([0-9a-f]{4})").matcher(text.replace("^", "\r\n"));
        return codes.replaceAll(
                        code -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(code.group(1), 16))))
                .translateEscapes();
    }
}

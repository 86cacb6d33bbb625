package io.tollgate.proxy.listener;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tollgate.proxy.listener.ProxyHeader.Client;
import io.tollgate.proxy.listener.ProxyHeader.Itself;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {

    private static final String START = "0d0a0d0a000d0a515549540a";
    private static final String V4 = "cb007105" + "0a000001" + "d431" + "01bb";
    private static final String V6 =
            "20010db8000000000000000000000007" + "20010db8000000000000000000000001" + "d431" + "01bb";

    private static byte[] text(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static byte[] hex(String... parts) {
        return HexFormat.of().parseHex(START + String.join("", parts));
    }

    private static ProxyHeader read(byte[] bytes) throws BadProxyHeaderException {
        return ProxyHeader.read(Unpooled.wrappedBuffer(bytes));
    }

    /** Read as one and byte by byte: nothing is known or taken before the end, and what follows stays. */
    private static String whole(byte[] header) throws BadProxyHeaderException {
        ByteBuf in = Unpooled.buffer();
        for (int i = 0; i + 1 < header.length; i++) {
            in.writeByte(header[i]);
            assertThat(ProxyHeader.read(in)).as("after %d bytes", i + 1).isNull();
            assertThat(in.readableBytes()).isEqualTo(i + 1);
        }
        in.writeByte(header[header.length - 1]).writeBytes(text("rest"));
        ProxyHeader read = ProxyHeader.read(in);
        assertThat(in.toString(ISO_8859_1)).isEqualTo("rest");
        if (read instanceof Client client) {
            return client.source().getAddress().getHostAddress() + " "
                    + client.source().getPort();
        }
        return String.valueOf(read);
    }

    @Test
    void version_1_says_who_in_a_line() throws Exception {
        assertThat(whole(text("PROXY TCP4 203.0.113.5 10.0.0.1 54321 443\r\n"))).isEqualTo("203.0.113.5 54321");
        assertThat(whole(text("PROXY TCP6 2001:db8::7 2001:db8::1 54321 443\r\n")))
                .isEqualTo("2001:db8:0:0:0:0:0:7 54321");
        assertThat(whole(text("PROXY TCP6 ::ffff:203.0.113.5 ::1 0 65535\r\n"))).isEqualTo("203.0.113.5 0");
        String longest = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";
        assertThat(whole(text("PROXY UNKNOWN " + longest + " " + longest + " 65535 65535\r\n")))
                .isEqualTo("ITSELF");
        assertThat(whole(text("PROXY UNKNOWN\r\n"))).isEqualTo("ITSELF");
    }

    @Test
    void version_2_says_who_in_bytes() throws Exception {
        assertThat(whole(hex("21", "11", "000c", V4))).isEqualTo("203.0.113.5 54321");
        assertThat(whole(hex("21", "21", "0024", V6))).isEqualTo("2001:db8:0:0:0:0:0:7 54321");
        assertThat(whole(hex("21", "11", "0013", V4, "040004", "00000000"))).isEqualTo("203.0.113.5 54321");
    }

    @Test
    void a_sender_that_speaks_for_itself_changes_nothing() throws Exception {
        assertThat(whole(hex("20", "00", "0000"))).isEqualTo("ITSELF");
        assertThat(whole(hex("20", "11", "000c", V4))).isEqualTo("ITSELF");
        assertThat(whole(hex("20", "31", "0002", "abcd"))).isEqualTo("ITSELF");
        assertThat(whole(hex("21", "00", "0003", "010203"))).isEqualTo("ITSELF");
        assertThat(Itself.ITSELF).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "PROXYTCP4",
                "PROXY  TCP4 1.1.1.1 2.2.2.2 1 2\r\n",
                "PROXY tcp4 1.1.1.1 2.2.2.2 1 2\r\n",
                "PROXY TCP4 1.1.1.1 2.2.2.2 1 2\n",
                "PROXY TCP4 1.1.1.1 2.2.2.2 1 2 \r\n",
                "PROXY TCP4 1.1.1.1 2.2.2.2 1\r\n",
                "PROXY TCP4 1.1.1.1 2.2.2.2 1 65536\r\n",
                "PROXY TCP4 1.1.1.1 2.2.2.2 +1 2\r\n",
                "PROXY TCP4 1.1.1.1 2.2.2.2 01 2\r\n",
                "PROXY TCP4 1.1.1 2.2.2.2 1 2\r\n",
                "PROXY TCP4 0x1.1.1.1 2.2.2.2 1 2\r\n",
                "PROXY TCP4 ::1 ::1 1 2\r\n",
                "PROXY TCP6 1.1.1.1 2.2.2.2 1 2\r\n",
                "PROXY TCP6 fe80::1%eth0 ::1 1 2\r\n",
                "PROXY TCP4 localhost 2.2.2.2 1 2\r\n",
                "PROXY TCP4 1.1.1.1,9.9.9.9 2.2.2.2 1 2\r\n",
                "PROXY UDP4 1.1.1.1 2.2.2.2 1 2\r\n",
                "PROXY UNKNOWNISH\r\n",
                "PROXY UNKNOWN xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            })
    void version_1_is_read_strictly(String line) {
        assertThatThrownBy(() -> read(text(line))).isInstanceOf(BadProxyHeaderException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "11" + "11" + "000c" + V4, // version 1 in the clothes of 2
                "31" + "11" + "000c" + V4,
                "22" + "11" + "000c" + V4, // neither LOCAL nor PROXY
                "21" + "12" + "000c" + V4, // UDP
                "21" + "22" + "0024" + V6,
                "21" + "31" + "00d8", // Unix
                "21" + "10" + "000c" + V4, // IPv4 of no kind
                "21" + "41" + "000c" + V4,
                "21" + "11" + "000b" + V4, // too short for its addresses
                "21" + "21" + "000c" + V4,
                "21" + "11" + "0ff1", // longer than is read
                "20" + "00" + "ffff",
            })
    void version_2_is_read_strictly(String bytes) {
        assertThatThrownBy(() -> read(hex(bytes))).isInstanceOf(BadProxyHeaderException.class);
    }

    @Test
    void what_is_no_header_is_known_by_its_first_byte() {
        assertThatThrownBy(() -> read(new byte[] {22})).isInstanceOf(BadProxyHeaderException.class);
        assertThatThrownBy(() -> read(new byte[] {13, 10, 13, 11})).isInstanceOf(BadProxyHeaderException.class);
    }

    @Test
    void whatever_comes_is_a_header_or_is_none() {
        Random random = new Random(11);
        byte[][] seeds = {
            text("PROXY TCP4 203.0.113.5 10.0.0.1 54321 443\r\n"), hex("21", "11", "0013", V4, "04000400000000")
        };
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = seeds[i % 2].clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            ByteBuf in = Unpooled.wrappedBuffer(bytes);
            try {
                assertThat(ProxyHeader.read(in) == null).isEqualTo(in.readableBytes() == bytes.length);
            } catch (BadProxyHeaderException e) {
                assertThat(e).hasMessageNotContaining("\n");
            }
        }
    }
}

package io.tollgate.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind a load balancer that says who the client is: 127.0.0.1 is declared, 127.0.0.2 is not. */
final class ProxyProtocolIT {
    private static final String BALANCER = "127.0.0.1";
    private static final String STRANGER = "127.0.0.2";
    private static final String V2 = "0d0a0d0a000d0a515549540a";

    @TempDir
    Path folder;

    private ScriptedUpstream app;
    private GatewayRig rig;

    @BeforeEach
    void start() throws Exception {
        app = new ScriptedUpstream((head, socket) ->
                ScriptedUpstream.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"));
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        app.close();
    }

    private void start(String listener, String more) throws Exception {
        rig = GatewayRig.startListening(
                folder, "    proxy-protocol-from: [127.0.0.1/32]\n" + listener, more + """
                apps:
                  billing:
                    upstream: http://127.0.0.1:%d
                    public: ["/public/**"]
                    access:
                      desk: { allow: ["/**"] }
                """.formatted(app.port()));
    }

    private static Socket connect(String from, int port) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout((int) GatewayRig.PATIENCE.toMillis());
        return socket;
    }

    private RawConnection client(String from, byte[] header) throws Exception {
        Socket socket = connect(from, rig.port());
        socket.getOutputStream().write(header);
        return new RawConnection(rig.trust(), socket);
    }

    private static byte[] v1(String address) {
        String family = address.indexOf(':') >= 0 ? "TCP6" : "TCP4";
        String own = family.equals("TCP6") ? "2001:db8::1" : "10.0.0.1";
        return ("PROXY " + family + " " + address + " " + own + " 40000 443\r\n").getBytes(ISO_8859_1);
    }

    private static byte[] v2(String hex) {
        return HexFormat.of().parseHex(V2 + hex);
    }

    private int status(String from, byte[] header, String fields) throws Exception {
        try (RawConnection client = client(from, header)) {
            return client.send("GET /public/x HTTP/1.1\r\nHost: localhost:" + rig.port() + "\r\n" + fields
                            + "Connection: close\r\n\r\n")
                    .status();
        }
    }

    private String forwardedFor() {
        String head = app.heads().get(app.heads().size() - 1);
        return head.lines()
                .filter(line -> line.startsWith("X-Forwarded-For: "))
                .map(line -> line.substring(17))
                .findFirst()
                .orElse("");
    }

    @Test
    void the_app_is_told_the_client_that_the_balancer_names_in_either_version() throws Exception {
        start("", "");
        assertThat(status(BALANCER, v1("203.0.113.5"), "")).isEqualTo(200);
        assertThat(forwardedFor()).isEqualTo("203.0.113.5");
        assertThat(status(BALANCER, v1("2001:db8::7"), "")).isEqualTo(200);
        assertThat(forwardedFor()).isEqualTo("2001:db8:0:0:0:0:0:7");
        assertThat(status(BALANCER, v2("2111000c" + "cb007106" + "0a000001" + "9c4001bb"), ""))
                .isEqualTo(200);
        assertThat(forwardedFor()).isEqualTo("203.0.113.6");
        String six = "20010db8000000000000000000000008" + "20010db8000000000000000000000001" + "9c4001bb";
        assertThat(status(BALANCER, v2("21210029" + six + "0500021234"), "")).isEqualTo(200);
        assertThat(forwardedFor()).isEqualTo("2001:db8:0:0:0:0:0:8");
    }

    @Test
    void a_balancer_that_speaks_for_itself_is_the_client() throws Exception {
        start("", "");
        assertThat(status(BALANCER, v2("20000000"), "")).isEqualTo(200);
        assertThat(forwardedFor()).isEqualTo(BALANCER);
        assertThat(status(BALANCER, "PROXY UNKNOWN\r\n".getBytes(ISO_8859_1), ""))
                .isEqualTo(200);
        assertThat(forwardedFor()).isEqualTo(BALANCER);
    }

    @Test
    void header_and_hello_may_come_in_any_pieces() throws Exception {
        start("", "");
        byte[] header = v1("203.0.113.5");
        Socket socket = connect(BALANCER, rig.port());
        socket.setTcpNoDelay(true);
        for (byte each : header) {
            socket.getOutputStream().write(each);
        }
        try (RawConnection client = new RawConnection(rig.trust(), socket)) {
            client.send("GET /public/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(client.status()).isEqualTo(200);
        }
        assertThat(forwardedFor()).isEqualTo("203.0.113.5");
    }

    @Test
    void whom_the_balancer_names_is_whom_forwarded_for_is_judged_from() throws Exception {
        start("    trusted-proxies: [198.51.100.0/24]\n", "");
        assertThat(status(BALANCER, v1("198.51.100.9"), "X-Forwarded-For: 192.0.2.1\r\n"))
                .isEqualTo(200);
        assertThat(forwardedFor()).isEqualTo("192.0.2.1, 198.51.100.9");
        assertThat(status(BALANCER, v1("203.0.113.5"), "X-Forwarded-For: 192.0.2.1\r\n"))
                .isEqualTo(200);
        assertThat(forwardedFor()).isEqualTo("203.0.113.5");
    }

    @Test
    void a_declared_sender_without_a_header_is_not_served() throws Exception {
        start("", "");
        try (Socket socket = connect(BALANCER, rig.port())) {
            assertThatThrownBy(() -> new RawConnection(rig.trust(), socket)).isInstanceOf(IOException.class);
        }
        assertThat(app.heads()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "PROXY TCP4 localhost 10.0.0.1 1 2\r\n",
                "PROXY UNIX /a /b\r\n",
                "\r\n\r\n\0\r\nQUIT\n!1\0\u00d8",
                "\r\n\r\n\0\r\nQUIT\n\u0011\u0011\0\u000c"
            })
    void what_is_no_header_is_closed_without_a_word(String bytes) throws Exception {
        start("", "");
        try (Socket socket = connect(BALANCER, rig.port())) {
            socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
            assertThat(answer(socket)).isEmpty();
        }
        assertThat(status(BALANCER, v1("203.0.113.5"), "")).isEqualTo(200);
    }

    /** Everything until the end, however it comes. */
    private static String answer(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return ""; // Reset: what it sent was not all read.
        }
    }

    @Test
    void a_header_that_does_not_come_to_its_end_is_not_waited_for() throws Exception {
        start("", "");
        try (Socket slow = connect(BALANCER, rig.port())) {
            slow.getOutputStream().write("PROXY TCP4 203.0.".getBytes(ISO_8859_1));
            assertThat(status(BALANCER, v1("203.0.113.5"), "")).isEqualTo(200); // Nobody else waits for it.
            assertThat(answer(slow)).isEmpty();
        }
    }

    @Test
    void nobody_else_is_believed() throws Exception {
        start("", "");
        for (byte[] header : new byte[][] {v1("203.0.113.5"), v2("2111000c" + "cb007106" + "0a000001" + "9c4001bb")}) {
            try (Socket socket = connect(STRANGER, rig.port())) {
                socket.getOutputStream().write(header);
                assertThatThrownBy(() -> new RawConnection(rig.trust(), socket)).isInstanceOf(IOException.class);
            }
        }
        assertThat(app.heads()).isEmpty();
        assertThat(status(STRANGER, new byte[0], "")).isEqualTo(200);
        assertThat(forwardedFor()).isEqualTo(STRANGER);
    }

    @Test
    void a_second_header_is_no_header() throws Exception {
        start("", "");
        try (Socket socket = connect(BALANCER, rig.port())) {
            socket.getOutputStream().write(v1("203.0.113.5"));
            socket.getOutputStream().write(v1("203.0.113.6"));
            assertThatThrownBy(() -> new RawConnection(rig.trust(), socket)).isInstanceOf(IOException.class);
        }
        assertThat(app.heads()).isEmpty();
    }

    @Test
    void the_redirecting_listener_takes_it_too() throws Exception {
        start("""
                  - name: plain
                    address: 127.0.0.1:0
                    redirect-to: public
                    proxy-protocol-from: [127.0.0.1/32]
                """.indent(0), "");
        int plain = rig.gateway().addresses().get("plain").getPort();
        String request = "GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n";
        assertThat(plainly(plain, BALANCER, "PROXY TCP4 203.0.113.5 10.0.0.1 1 80\r\n" + request))
                .startsWith("HTTP/1.1 301 ");
        assertThat(plainly(plain, BALANCER, request)).isEmpty();
        assertThat(plainly(plain, STRANGER, request)).startsWith("HTTP/1.1 301 ");
        assertThat(plainly(plain, STRANGER, "PROXY TCP4 203.0.113.5 10.0.0.1 1 80\r\n" + request))
                .startsWith("HTTP/1.1 400 ");
    }

    private static String plainly(int port, String from, String text) throws IOException {
        try (Socket socket = connect(from, port)) {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
            return answer(socket);
        }
    }

    @Test
    void the_admin_listener_takes_none() throws Exception {
        start("", "");
        try (Socket socket = connect(BALANCER, rig.adminPort());
                RawConnection client = new RawConnection(rig.trust(), socket)) {
            client.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(client.status()).isEqualTo(200);
        }
    }

    @Test
    void a_lockout_is_the_client_s_alone_and_the_trail_names_it() throws Exception {
        start("", "lockout: { after: 2, first: 60s, longest: 60s }\n");
        rig.user("ann@clinic.example", "desk");
        for (int i = 0; i < 3; i++) {
            assertThat(login("203.0.113.5", "wrong")).isEqualTo(401);
        }
        assertThat(login("203.0.113.5", GatewayRig.PASSWORD)).isEqualTo(401);
        assertThat(login("203.0.113.6", GatewayRig.PASSWORD)).isEqualTo(303);
        rig.stop();
        assertThat(written(Ground.trailDirectory(rig.config().data())))
                .contains("203.0.113.5", "203.0.113.6")
                .doesNotContain("\"127.0.0.1\"");
    }

    private int login(String from, String password) throws Exception {
        String form = "username=" + URLEncoder.encode("ann@clinic.example", StandardCharsets.UTF_8) + "&password="
                + URLEncoder.encode(password, StandardCharsets.UTF_8) + "&return-to=/";
        try (RawConnection client = client(BALANCER, v1(from))) {
            return client.send("POST /.tollgate/login HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n"
                            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                            + "\r\nConnection: close\r\n\r\n" + form)
                    .status();
        }
    }

    @Test
    void the_rate_limit_and_the_access_log_are_the_client_s() throws Exception {
        start("", "rate-limit: { per-client: 2/h }\n");
        assertThat(status(BALANCER, v1("203.0.113.5"), "")).isEqualTo(200);
        assertThat(status(BALANCER, v1("203.0.113.5"), "")).isEqualTo(200);
        assertThat(status(BALANCER, v1("203.0.113.5"), "")).isEqualTo(429);
        assertThat(status(BALANCER, v1("203.0.113.6"), "")).isEqualTo(200);
        rig.stop();
        assertThat(written(rig.config().data().resolve("access")))
                .contains("\"client\":\"203.0.113.5\"", "\"client\":\"203.0.113.6\"")
                .doesNotContain("\"client\":\"127.0.0.1\"");
    }

    private static String written(Path directory) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file, ISO_8859_1));
            }
        }
        return text.toString();
    }
}

package io.tollgate.proxy.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LegacyBillingIT {

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private LegacyBilling billing;

    @BeforeEach
    void start() throws IOException {
        billing = LegacyBilling.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                () -> Instant.parse("2026-11-22T08:00:00Z"));
    }

    @AfterEach
    void stop() {
        billing.close();
    }

    @Test
    void the_root_is_a_frameset_whose_frames_are_there() throws Exception {
        assertThat(get("/").body()).contains("<FRAMESET", "src=\"/menu.html\"", "src=\"/invoices/\"");
        assertThat(get("/menu.html").body()).contains("/claims/new", "/static/messages.js");
        assertThat(get("/invoices/").body()).contains("2003-0117");
    }

    @Test
    void every_page_is_latin_1_and_says_so() throws Exception {
        HttpResponse<byte[]> page = client.send(request("/patients/2").build(), BodyHandlers.ofByteArray());
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=ISO-8859-1");
        assertThat(new String(page.body(), StandardCharsets.ISO_8859_1)).contains("René Dufour");
    }

    @Test
    void who_sends_the_cookie_gets_the_last_patient_with_it() throws Exception {
        HttpResponse<String> first = get("/patients/17");
        String cookie = first.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).matches("BILLINGSID=[0-9A-F]{24}; Path=/");

        String named = cookie.substring(0, cookie.indexOf(';'));
        HttpResponse<String> next = send(request("/invoices/").header("Cookie", "x=1; " + named));
        assertThat(next.body()).contains("<A href=\"/patients/17\">17 Otto Weissmüller</A>");
        assertThat(next.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(get("/invoices/").body()).contains("last patient: none yet");
    }

    @Test
    void an_unknown_session_is_replaced() throws Exception {
        assertThat(send(request("/invoices/").header("Cookie", "BILLINGSID=guess"))
                        .headers()
                        .firstValue("Set-Cookie"))
                .isPresent();
    }

    @Test
    void it_believes_who_its_proxy_says_is_there_and_escapes_it() throws Exception {
        HttpResponse<String> page = send(request("/claims/")
                .header("X-Forwarded-User", "boris@practice.example <b>")
                .header("X-Forwarded-Groups", "biller,trainee"));
        assertThat(page.body()).contains("signed on as <B>boris@practice.example &lt;b&gt;</B> (biller,trainee)");
        assertThat(get("/claims/").body()).contains("signed on as <B>nobody</B>");
    }

    @Test
    void a_complete_claim_is_taken_and_answered_by_an_absolute_redirect() throws Exception {
        HttpResponse<String> taken = post(
                "/claims/",
                "patient=5&payer=Old+Mill+Health&service_from=2003-11-18&diagnosis1=466.0&charge1=65.00"
                        + "&note=%93quoted%94+%3Cscript%3E&stray=1");
        assertThat(taken.statusCode()).isEqualTo(302);
        assertThat(taken.headers().firstValue("Location")).hasValue("http://" + host() + "/claims/1010");
        assertThat(get("/claims/1010").body())
                .contains("Jürgen Krause", "&#8220;quoted&#8221; &lt;script&gt;")
                .doesNotContain("stray");
    }

    @Test
    void an_incomplete_claim_comes_back_with_what_was_typed() throws Exception {
        HttpResponse<String> page = post("/claims/", "patient=5&insured_name=%22Krause%22&note=half+typed");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("Diagnosis 1 is missing.", "value=\"&quot;Krause&quot;\"", ">half typed</TEXTAREA>")
                .contains("<OPTION value=\"5\" selected>");
    }

    @Test
    void a_form_that_is_too_large_is_refused() throws Exception {
        assertThat(post("/claims/", "note=" + "x".repeat(70_000)).statusCode()).isEqualTo(413);
    }

    @Test
    void the_download_is_an_attachment() throws Exception {
        HttpResponse<String> csv = get("/invoices/export.csv");
        assertThat(csv.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"invoices-2026-11-22.csv\"");
        assertThat(csv.body().lines()).hasSize(49).anyMatch(line -> line.startsWith("\"2003-0117\","));
    }

    @Test
    void an_invoice_is_voided_by_a_parameter_in_query_or_form() throws Exception {
        assertThat(get("/ledger.cgi?action=list&id=2003-0117").statusCode()).isEqualTo(200);
        assertThat(get("/invoices/2003-0117").body()).contains(">OPEN<");

        assertThat(get("/ledger.cgi?action=list;ACTION=Void&id=2003-0117").statusCode())
                .isEqualTo(302);
        assertThat(get("/invoices/2003-0117").body()).contains(">VOID<");

        post("/ledger.cgi?action=list", "action=void&id=2003-0118");
        assertThat(get("/invoices/2003-0118").body()).contains(">VOID<");
        assertThat(get("/ledger.cgi?action=burn").statusCode()).isEqualTo(400);
    }

    @Test
    void an_invoice_is_deleted_by_method_or_by_form() throws Exception {
        assertThat(send(request("/invoices/2003-0101").DELETE()).statusCode()).isEqualTo(302);
        assertThat(post("/invoices/2003-0102/delete", "").headers().firstValue("Location"))
                .hasValue("http://" + host() + "/invoices/");
        assertThat(get("/invoices/2003-0101").statusCode()).isEqualTo(404);
        assertThat(get("/invoices/2003-0102").statusCode()).isEqualTo(404);
    }

    @Test
    void a_payment_and_an_appointment_are_taken() throws Exception {
        assertThat(post("/payments/", "invoice=2003-0117&amount=65.00&method=Cash")
                        .statusCode())
                .isEqualTo(302);
        assertThat(get("/payments/").body()).contains("2003-0117", "Cash");
        assertThat(post("/payments/", "invoice=2003-0117&amount=-1").statusCode())
                .isEqualTo(400);

        post("/appointments/", "patient=17&day=2026-12-01&time=09:00&reason=stitches+out");
        assertThat(get("/appointments/").body()).contains("2026-12-01", "stitches out");
        assertThat(post("/appointments/", "patient=999&day=2026-12-01").statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_file_is_attached_and_comes_back_as_it_was() throws Exception {
        String body =
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.html\"\r\n\r\n<b>\u00FF\r\n--b--\r\n";
        HttpResponse<String> taken = upload(BodyPublishers.ofString(body, StandardCharsets.ISO_8859_1));
        assertThat(taken.statusCode()).isEqualTo(302);
        assertThat(get("/claims/1001").body()).contains("/claims/1001/attachment/1", "x.html");

        HttpResponse<String> file = get("/claims/1001/attachment/1");
        assertThat(file.body()).isEqualTo("<b>\u00FF");
        assertThat(file.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
        assertThat(get("/claims/1002/attachment/1").statusCode()).isEqualTo(404);
    }

    @Test
    void an_upload_over_the_cap_is_refused() throws Exception {
        HttpResponse<String> refused = upload(BodyPublishers.ofByteArray(new byte[AttachmentPages.MOST_UPLOAD + 1]));
        assertThat(refused.statusCode()).isEqualTo(413);
    }

    @Test
    void a_long_poll_is_answered_by_what_happens() throws Exception {
        assertThat(get("/poll/messages?since=0&wait=0").body()).isEqualTo("0\n");
        CompletableFuture<HttpResponse<String>> poll =
                client.sendAsync(request("/poll/messages?since=0&wait=20").build(), latin1());
        post("/invoices/2003-0103/delete", "");
        assertThat(poll.get(10, TimeUnit.SECONDS).body()).isEqualTo("1\nInvoice 2003-0103 was deleted by nobody\n");
        assertThat(get("/poll/messages?since=1&wait=0").body()).isEqualTo("1\n");
    }

    @Test
    void a_long_poll_ends_with_nothing_after_its_time() throws Exception {
        assertThat(get("/poll/messages?since=0&wait=1").body()).isEqualTo("0\n");
    }

    @Test
    void the_report_is_written_bit_by_bit() throws Exception {
        HttpResponse<String> report = get("/reports/yearly?pace=0&years=2");
        assertThat(report.headers().firstValue("Transfer-Encoding")).hasValue("chunked");
        assertThat(report.body()).contains("1990/01", "1991/12").endsWith("*** END OF REPORT ***\r\n");
    }

    @Test
    void a_report_under_way_is_cut_by_closing_and_never_looks_complete() throws Exception {
        HttpResponse<InputStream> report =
                client.send(request("/reports/yearly?pace=5000").build(), BodyHandlers.ofInputStream());
        try (InputStream body = report.body()) {
            assertThat(body.read()).isEqualTo('L');
            billing.close();
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    @Test
    void head_answers_as_get_without_a_body() throws Exception {
        for (String path : new String[] {"/patients/17", "/static/cross.gif", "/invoices/export.csv"}) {
            HttpResponse<String> head = send(request(path).method("HEAD", BodyPublishers.noBody()));
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(head.headers().firstValue("Content-Length"))
                    .isEqualTo(get(path).headers().firstValue("Content-Length"));
        }
        assertThat(send(request("/reports/yearly").method("HEAD", BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void errors_have_pages_of_their_own() throws Exception {
        HttpResponse<String> missing = get("/no/such/%3Cpage%3E");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).contains("There is no page /no/such/&lt;page&gt; in this system.");

        HttpResponse<String> wrong = send(request("/claims/").DELETE());
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.headers().firstValue("Allow")).hasValue("GET, HEAD, POST");
        assertThat(get("/static/none.css").statusCode()).isEqualTo(404);
    }

    @Test
    void a_folder_without_its_slash_is_redirected_to() throws Exception {
        HttpResponse<String> answer = get("/patients");
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location")).hasValue("http://" + host() + "/patients/");
    }

    @Test
    void closing_frees_the_port() throws Exception {
        InetSocketAddress address = billing.address();
        billing.close();
        try (ServerSocket again = new ServerSocket()) {
            again.bind(address);
            assertThat(again.isBound()).isTrue();
        }
    }

    @Test
    void an_address_that_is_not_loopback_is_refused() {
        assertThatThrownBy(() -> LegacyBilling.start(new InetSocketAddress("0.0.0.0", 0), Instant::now))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private String host() {
        return "127.0.0.1:" + billing.address().getPort();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + host() + path)).timeout(Duration.ofSeconds(30));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    private HttpResponse<String> post(String path, String form) throws Exception {
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    private HttpResponse<String> upload(BodyPublisher body) throws Exception {
        return send(request("/claims/1001/attachment")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), latin1());
    }

    private static HttpResponse.BodyHandler<String> latin1() {
        return BodyHandlers.ofString(StandardCharsets.ISO_8859_1);
    }
}

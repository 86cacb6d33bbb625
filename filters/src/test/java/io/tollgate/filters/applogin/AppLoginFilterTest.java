package io.tollgate.filters.applogin;

import static io.tollgate.filters.applogin.AppFront.IN;
import static io.tollgate.filters.applogin.AppFront.basic;
import static io.tollgate.filters.applogin.AppFront.form;
import static io.tollgate.filters.login.Clinic.ADA;
import static io.tollgate.filters.login.Clinic.BO;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.filters.chain.BodyWatch;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.http.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for a login, wherever it is, and what can't be read in one way only. */
final class AppLoginFilterTest {
    private static final String PARTS = "multipart/form-data; boundary=b";

    private final AppFront front = new AppFront("biller");

    private static int status(Response response) {
        return response == null ? 0 : response.status();
    }

    private static String part(String name, String value) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static int look(Exchange exchange, String body) {
        BodyWatch watch = exchange.watch();
        int seen = watch.look(ByteBuffer.wrap(body.getBytes(StandardCharsets.ISO_8859_1)));
        return seen == BodyWatch.REFUSED ? seen : watch.end();
    }

    @Test
    void the_login_page_and_what_names_nobody_is_left_alone() {
        for (Exchange exchange :
                new Exchange[] {front.get("/login"), front.get("/open/x"), front.post("/login", "a=b")}) {
            assertThat(front.asked(exchange)).isNull();
            assertThat(exchange.passage()).isNull();
        }
        assertThat(front.gate.asked).isZero();
    }

    @Test
    void a_name_in_the_query_and_a_password_in_the_body_are_a_login() {
        Exchange exchange = front.post("/login?user=ada%40clinic.example", "password=x");

        assertThat(front.asked(exchange)).isNull();
        assertThat(exchange.knock().said().name()).isEqualTo(ADA);
        assertThat(front.gate.asked).isEqualTo(1);
    }

    @Test
    void a_login_in_parts_is_one() {
        Exchange exchange =
                front.post("/login", part("user", ADA) + part("password", "x") + "--b--\r\n", "content-type", PARTS);
        // More than the app's limit of 100 bytes on forms that are read.
        assertThat(status(front.asked(exchange))).isEqualTo(400);

        String small = "--b\r\ncontent-disposition: form-data; name=\"user\"\r\n\r\nann\r\n--b--\r\n";
        Exchange half = front.post("/login?password=x", small, "content-type", PARTS);
        assertThat(front.asked(half)).isNull();
        assertThat(half.knock().said().name()).isEqualTo("ann");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user=ann&user=bob&password=x", "user=ann&password=x&password=y", "user=ann;password=x"})
    void of_two_readings_none_is_believed(String body) {
        assertThat(status(front.asked(front.post("/login", body)))).isEqualTo(400);
        assertThat(status(front.asked(front.get("/login?" + body)))).isEqualTo(400);
        assertThat(front.gate.asked).isZero();
        assertThat(front.clinic.trail.events)
                .extracting(event -> event.reason())
                .containsOnly("login.unreadable");
    }

    @Test
    void a_stranger_logs_in_where_the_app_checks_it_and_nowhere_else() {
        Response refused = front.asked(front.get("/login?" + form(ADA, "x")));

        assertThat(refused.status()).isEqualTo(401);
        assertThat(front.gate.asked).isZero();
    }

    @Test
    void a_login_on_another_path_by_somebody_logged_in_is_counted_and_opens_nothing() {
        front.login(ADA, "x", IN);
        Exchange exchange = front.get("/elsewhere?" + form(BO, "x"));
        assertThat(front.asked(exchange)).isNull();

        assertThat(front.answered(exchange, 302, "location", IN)).isNull();

        assertThat(exchange.welcome()).isNull();
        assertThat(front.gate.asked).isEqualTo(2);
        assertThat(front.clinic.trail.types()).endsWith("login.unclear");
    }

    @Test
    void a_form_and_basic_credentials_must_say_the_same() {
        assertThat(status(front.asked(front.post("/login", form(ADA, "x"), "authorization", basic(BO, "x")))))
                .isEqualTo(400);
        assertThat(status(front.asked(front.post("/login", form(ADA, "x"), "authorization", basic(ADA, "x")))))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic YW5u", "Digest a", "Bearer a, Basic YW5uOng="})
    void credentials_that_an_app_could_take_and_we_cannot_read_are_refused(String value) {
        Response refused = front.asked(front.get("/api/x", "authorization", value));

        assertThat(refused.status()).isEqualTo(401);
        assertThat(front.gate.asked).isZero();
    }

    @Test
    void basic_credentials_where_everybody_may_go_are_kept_from_the_app() {
        Exchange exchange = front.get("/open/x", "authorization", basic(ADA, "x"));

        assertThat(front.asked(exchange)).isNull();

        assertThat(exchange.passage().withheld()).containsExactly("authorization");
        assertThat(exchange.passage().judge()).isNull();
        assertThat(front.gate.asked).isZero();
    }

    @Test
    void what_would_be_refused_anyway_is_not_read() {
        Exchange exchange = front.post("/closed", form(ADA, "x") + "&user=bob");

        assertThat(front.asked(exchange)).isNull();
        assertThat(exchange.knock()).isNull();
    }

    @Test
    void a_login_in_json_is_refused_as_it_passes_with_evidence() {
        front.login(ADA, "x", IN);
        Exchange exchange = front.post("/login", "{}", "content-type", "application/json");
        assertThat(front.asked(exchange)).isNull();

        assertThat(look(exchange, "{\"user\":\"bo\",\"password\":\"x\"}")).isEqualTo(BodyWatch.REFUSED);

        assertThat(exchange.watch().refusal().response().status()).isEqualTo(400);
    }

    @Test
    void a_login_in_a_body_too_long_to_be_read_is_refused_as_it_passes_and_other_long_bodies_are_not() {
        front.login(ADA, "x", IN);
        String filler = "a=" + "x".repeat(200) + "&";
        for (String type : new String[] {"application/x-www-form-urlencoded", PARTS}) {
            Exchange exchange = front.post("/upload", filler, "content-type", type);
            assertThat(front.asked(exchange)).isNull();
            boolean isParts = type.equals(PARTS);
            String login = isParts ? part("user", "bo") + part("password", "x") : filler + form(BO, "x") + "&b=c";
            assertThat(look(exchange, login)).as(type).isEqualTo(BodyWatch.REFUSED);
            assertThat(exchange.watch().refusal().event())
                    .as("of somebody known it is on disk")
                    .isNotNull();

            Exchange other = front.post("/upload", filler, "content-type", type);
            front.asked(other);
            assertThat(look(other, isParts ? part("user", "bo") + "--b--\r\n" : filler + "user=bo"))
                    .isZero();
        }
    }

    @Test
    void one_field_in_the_query_and_the_other_in_a_long_body_are_a_login_too() {
        front.login(ADA, "x", IN);
        Exchange exchange = front.post("/upload?user=bo", "x".repeat(200));
        front.asked(exchange);

        assertThat(look(exchange, "a=b&password=x&c=d")).isEqualTo(BodyWatch.REFUSED);
    }
}

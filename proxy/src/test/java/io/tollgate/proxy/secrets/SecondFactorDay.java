package io.tollgate.proxy.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** People with a second factor: set up in a login, right and wrong and used codes, recovery codes, before a rotation and after. */
final class SecondFactorDay {
    static final String WHO = "tina@clinic.example";

    private static final Pattern RECOVERY = Pattern.compile("<li><code>([^<]+)</code>");

    private final House house;
    private final String password;
    private final List<String> recovery = new ArrayList<>();
    private Telephone telephone;
    private Visitor stays;

    @SuppressWarnings("NullAway.Init")
    SecondFactorDay(House house) {
        this.house = house;
        this.password = house.password("password");
    }

    /** On the standard input of {@code users add}. */
    String password() {
        return password;
    }

    /** Enrols in the first login; the code of the step before this one does. */
    void enrol(GatewayRun gateway) throws Exception {
        Visitor tina = house.visitor(gateway);
        assertThat(tina.login(WHO, password)).isEqualTo(303);
        telephone = new Telephone(
                house.secrets(), tina.get("/.tollgate/enrol", "seed").body());
        assertThat(tina.shown(new String[] {"seed"}, "/.tollgate/enrol", "code", "000000", "return-to", "/")
                        .statusCode())
                .isEqualTo(422);
        HttpResponse<String> codes = tina.shown(
                new String[] {"recovery code"}, "/.tollgate/enrol", "code", telephone.code(-1), "return-to", "/");
        Matcher shown = RECOVERY.matcher(codes.body());
        while (shown.find()) {
            String code = house.secrets().add("recovery code", shown.group(1));
            house.secrets().add("recovery code", code.replace("-", ""));
            recovery.add(code);
        }
        assertThat(recovery).as(codes.body()).hasSize(10);
        assertThat(tina.get("/claims").statusCode()).isEqualTo(200);
        tina.post("/.tollgate/logout");
    }

    /** A wrong code, a right one, the same again, and a recovery code, twice. */
    void codes(GatewayRun gateway) throws Exception {
        String code = telephone.code(0);
        Visitor first = pending(gateway);
        assertThat(code(first, "654321")).isEqualTo(401);
        assertThat(code(first, code)).isEqualTo(303);
        assertThat(first.get("/claims").statusCode()).isEqualTo(200);
        Visitor second = pending(gateway);
        assertThat(code(second, code)).isEqualTo(401);
        assertThat(code(second, recovery.get(0))).isEqualTo(303);
        Visitor third = pending(gateway);
        assertThat(code(third, recovery.get(0))).isEqualTo(401);
    }

    /** Another code of the same app, and another recovery code. */
    void again(GatewayRun gateway) throws Exception {
        Visitor first = pending(gateway);
        assertThat(code(first, telephone.code(1))).isEqualTo(303);
        assertThat(first.get("/claims").statusCode()).isEqualTo(200);
        Visitor second = pending(gateway);
        assertThat(code(second, recovery.get(1))).isEqualTo(303);
        stays = second;
    }

    /** Whoever logged in last, with a recovery code that is left. */
    ComeBack comeBack() {
        return new ComeBack(house, stays, "code", recovery.get(2));
    }

    private Visitor pending(GatewayRun gateway) throws Exception {
        Visitor tina = house.visitor(gateway);
        assertThat(tina.login(WHO, password)).isEqualTo(303);
        tina.get("/.tollgate/factor");
        return tina;
    }

    private static int code(Visitor visitor, String code) throws Exception {
        return visitor.post("/.tollgate/factor", "code", code, "remember", "1", "return-to", "/claims")
                .statusCode();
    }
}

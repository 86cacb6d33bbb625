package io.tollgate.filters.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.SignOnConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StrippedHeadersTest {
    private static final StrippedHeaders USUAL = StrippedHeaders.of(SignOnConfig.DEFAULT);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-User",
                "x_user",
                "X.User",
                "XUser",
                "X-Roles",
                "Remote_User",
                "REMOTE-USER",
                "X-Remote-User",
                "X-Forwarded-User",
                "X-Forwarded-Groups",
                "X_Forwarded_Proto",
                "X-Auth-Request-User",
                "X-Authenticated-Userid",
                "X-Webauth-Role",
                "X-Consumer-Custom-Id",
                "X-Token-Subject",
                "X-MS-Client-Principal-Name",
                "X-Goog-Authenticated-User-Email",
                "X-Amzn-Oidc-Identity",
                "Cf-Access-Authenticated-User-Email",
                "CF_Access_Jwt_Assertion",
                "X-SSL-Client-DN",
                "SSL-Client-Cert",
                "X-Forwarded-Client-Cert",
                "X-Forwarded-Tls-Client-Cert",
                "X-ARR-ClientCert",
                "OIDC-Claim-Sub",
                "OIDC_claim_sub",
                "SM-User",
                "SM_USER",
                "iv-groups",
                "X-Gateway-User",
                "X-Gateway-Signature",
                "X-Session-Id",
                "X-Userinfo",
                "Forwarded",
                "X-Real-IP",
                "X-Forwarded-For",
                "X-Forwarded-Server",
                "Via",
                "Client-IP",
                "True-Client-IP",
                "X-Original-URL",
                "X-Rewrite-URL",
                "X-Forwarded-Prefix",
                "X-Forwarded-Uri",
                "X-HTTP-Method-Override",
                "X-HTTP-Method",
                "X-Method-Override",
                "X-HTTP-Verb-Override",
                "_method",
                "Proxy",
                "X-Tollgate-User"
            })
    void identity_address_and_override_names_are_stripped_in_every_spelling(String name) {
        assertThat(USUAL.isStripped(name)).as(name).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept",
                "Authorization",
                "Cookie",
                "Host",
                "User-Agent",
                "X-Requested-With",
                "X-Request-Id",
                "X-CSRF-Token",
                "X-Api-Key",
                "Content-Type",
                "Origin",
                "Referer",
                "Range",
                "Sec-Fetch-Site",
                "Sec-WebSocket-Key",
                "Traceparent",
                "Smile",
                "Ivory",
                "Caste",
                "SOAPAction",
                "Destination",
                "X-XSRF-TOKEN",
                "If-None-Match",
                "X-Custom",
                "DNT",
                "Date",
                "TE"
            })
    void what_applications_are_sent_by_right_stays(String name) {
        assertThat(USUAL.isStripped(name)).as(name).isFalse();
    }

    @Test
    void the_operator_may_keep_names_but_never_those_the_app_believes_us_by() {
        StrippedHeaders stripped = StrippedHeaders.of(new SignOnConfig(
                "X-Claims-User", "X-Claims-Roles", "X-Claims-Tenant", List.of("x_session.id", "X-Claims-User")));

        assertThat(stripped.isStripped("X-Session-Id")).isFalse();
        assertThat(stripped.isStripped("X-Claims-User")).isTrue();
        assertThat(stripped.isStripped("x_claims_roles")).isTrue();
        assertThat(stripped.isStripped("X-Forwarded-User")).isTrue();
    }

    @Test
    void the_page_about_headers_names_them_all() throws IOException {
        String page = Files.readString(Path.of("../docs/headers.md"));

        for (String[] names : new String[][] {StrippedNames.IDENTITY, StrippedNames.ADDRESS, StrippedNames.OVERRIDE}) {
            for (String name : names) {
                assertThat(page).contains("`" + name + "`");
            }
        }
        for (String family : StrippedNames.FAMILIES) {
            assertThat(page).contains("`" + family + "*`");
        }
    }
}

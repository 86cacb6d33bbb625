package io.tollgate.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An application behind the gateway.
 *
 * @param hosts empty: the app that takes what no other names
 * @param path the prefix it answers for: {@code /}, or {@code /a/b} without a trailing slash
 * @param home where a login without return-to goes, as a whole path on the host
 * @param reach how it is reached where that is out of the ordinary
 * @param login how people log in where the app keeps its own form; null where they do on the gateway's page
 * @param session what holds on this app: never looser than the gateway's
 * @param activityIgnore requests that do not count as somebody being there
 * @param appCookies names of the app's own session cookies, the usual ones included; a last {@code *} stands for any rest
 * @param forms how many bytes of a form are read where a rule names a parameter
 * @param body the most bytes of a request body
 * @param origins {@code scheme://host[:port]} in lower case without default port: other origins that may send unsafe requests
 * @param publicRules what needs no session
 * @param access one entry a role, in the order of the file, then those of tenants as {@code tenant/role}
 */
public record AppConfig(
        String name,
        List<HostPattern> hosts,
        String path,
        String home,
        UpstreamConfig upstream,
        ReachConfig reach,
        @Nullable AppLoginConfig login,
        SessionConfig session,
        List<RulePattern> activityIgnore,
        SignOnConfig signOn,
        List<String> appCookies,
        long forms,
        long body,
        List<String> origins,
        List<RulePattern> publicRules,
        List<RoleAccess> access) {

    public static final Range<Long> FORMS = Range.of(1L, 64L << 20);
    public static final Range<Long> BODY = Range.of(1L, 1L << 40);

    public static final long DEFAULT_FORMS = 64_000L;
    public static final long DEFAULT_BODY = 100L << 20;

    /** Session cookies of usual platforms, which every app is taken to have. */
    public static final List<String> USUAL_APP_COOKIES = List.of(
            "JSESSIONID",
            "JSESSIONIDSSO",
            "PHPSESSID",
            "ASP.NET_SessionId",
            "ASPSESSIONID*",
            ".ASPXAUTH",
            ".AspNetCore.Session",
            ".AspNetCore.Cookies*",
            "CFID",
            "CFTOKEN",
            "CGISESSID",
            "connect.sid",
            "laravel_session",
            "rack.session",
            "_session_id",
            "sessionid",
            "SESSION",
            "SID");

    public AppConfig {
        hosts = List.copyOf(hosts);
        activityIgnore = List.copyOf(activityIgnore);
        appCookies = List.copyOf(appCookies);
        origins = List.copyOf(origins);
        publicRules = List.copyOf(publicRules);
        access = List.copyOf(access);
        FORMS.require("forms", forms);
        BODY.require("body", body);
        if (!path.startsWith("/") || (path.length() > 1 && path.endsWith("/")) || !home.startsWith("/")) {
            throw new IllegalArgumentException("path and home begin with a slash, and path does not end with one");
        }
    }

    /** Whether a cookie carries this app's own session. Letter case is ignored: some platforms do. */
    public boolean isAppCookie(String name) {
        for (String known : appCookies) {
            int length = known.length() - 1;
            boolean open = known.charAt(length) == '*';
            if (open ? name.regionMatches(true, 0, known, 0, length) : name.equalsIgnoreCase(known)) {
                return true;
            }
        }
        return false;
    }
}

package io.tollgate.config.schema;

import io.tollgate.config.AddressText;
import io.tollgate.config.EndpointUrl;
import io.tollgate.config.ExternalOrigin;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.HostPattern;
import io.tollgate.config.LocationPattern;
import io.tollgate.config.MalformedValueException;
import io.tollgate.config.StatusRange;
import io.tollgate.config.TenantConfig;
import io.tollgate.config.schema.ValueType.ListType;
import io.tollgate.config.schema.ValueType.ScalarType;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Texts with a grammar of their own, and what is said where they miss it. */
final class Texts {

    private static final String SEGMENTS = "(/[A-Za-z0-9._~!$&'()+,=:@-]+)+";
    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
    /** Never the text of an address, which networks that nobody declared go by. */
    private static final String NETWORK = "[A-Za-z][A-Za-z0-9._-]{0,63}";

    private static final String METHOD = "[A-Z]{1,20}";
    private static final String ORIGIN = "[A-Za-z][A-Za-z0-9+.-]*://[^/@?#\\s]+";

    /** What a client may never set, and what no sign-on header may be: framing, connection and routing (RFC 9110 section 7.6.1). */
    private static final List<String> FRAMING = List.of(
            "connection",
            "content-length",
            "transfer-encoding",
            "te",
            "trailer",
            "upgrade",
            "host",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "expect",
            "content-encoding",
            "content-type",
            "cookie",
            "set-cookie",
            "authorization",
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-forwarded-proto",
            "date",
            "origin",
            "http2-settings",
            "range");

    /** The path of a key, as problems name it. */
    static final ScalarType<String> SETTING =
            Types.text("the path of a key such as session.idle", "[^\\u0000-\\u0020]+", Function.identity());

    static final ScalarType<String> REASON = Types.text("a reason", "[^\\u0000-\\u001f]*\\S.*", Texts::reason);
    static final ScalarType<String> APP_NAME = Types.text(
            "a name",
            NAME,
            text -> matching(text, NAME, "is not a name for an app", "use letters, digits, \".\", \"_\" and \"-\""));
    static final ScalarType<String> NETWORK_NAME = Types.text(
            "a name",
            NETWORK,
            text -> matching(
                    text,
                    NETWORK,
                    "is not a name for a network",
                    "begin with a letter and use letters, digits, \".\", \"_\" and \"-\""));
    static final ScalarType<String> LISTENER_NAME = Types.text(
            "a name",
            NAME,
            text -> matching(
                    text, NAME, "is not a name for a listener", "use letters, digits, \".\", \"_\" and \"-\""));
    static final ScalarType<String> ROLE = Types.text("a role", NAME, Texts::role);
    /** One as it is given to users: that of administrators too, and one for one tenant only. */
    static final ScalarType<String> GIVEN_ROLE = Types.text(
            "a role",
            "(" + GatewayConfig.ADMIN_ROLE + "|" + NAME + "(/" + NAME + ")?)",
            text -> matching(
                    text,
                    GatewayConfig.ADMIN_ROLE + "|" + NAME + "(/" + NAME + ")?",
                    "is not a role, or one of a tenant",
                    "write it as it is given to users: auditor, or northside/auditor"));

    static final ScalarType<String> TENANT = Types.text(
            "a name",
            NAME,
            text -> matching(text, NAME, "is not a name for a tenant", "use letters, digits, \".\", \"_\" and \"-\""));
    static final ScalarType<String> TITLE = Types.text("a title", "[^\\u0000-\\u001f]{1,100}", Texts::title);
    static final ScalarType<String> APP_PATH =
            Types.text("a path such as /billing", "(/|" + SEGMENTS + ")", Texts::appPath);
    static final ScalarType<String> PREFIX = Types.text("a path such as /.tollgate", SEGMENTS, Texts::prefix);
    static final ScalarType<String> HOME =
            Types.text("a path such as /invoices/", "/[^\\u0000-\\u0020\\\\#]*", Texts::home);
    static final ScalarType<EndpointUrl> ENDPOINT =
            Types.text("a URL such as http://127.0.0.1:8080", "(https?|h2c)://[^/@?#\\s]+/?", EndpointUrl::parse);
    static final ScalarType<InetAddress> LOCAL_ADDRESS = Types.text(
            "an address such as 10.0.0.5", "[0-9A-Fa-f.:]+", Texts::localAddress, InetAddress::getHostAddress);
    static final ScalarType<String> TLS_NAME = Types.text(
            "the name of a host",
            "[A-Za-z0-9_.:-]+",
            text -> matching(text, "[A-Za-z0-9_.:-]+", "is not the name of a host", "leave out scheme and port"));
    static final ScalarType<StatusRange> STATUSES =
            Types.text("statuses such as 200, 200-399 or \"<500\"", StatusRange.PATTERN, StatusRange::parse);

    static final ScalarType<LocationPattern> LOCATION =
            Types.text("a pattern such as \"**/login?error*\"", "(/|[*][*])[^\\s#]*", LocationPattern::parse);
    static final ScalarType<String> METHODS = Types.text(
            "methods such as POST",
            METHOD + "([|]" + METHOD + ")*",
            text -> matching(
                    text, METHOD + "([|]" + METHOD + ")*", "is not a method", "write it in upper case, such as POST"));

    /** A pattern is parsed with its place, by the reader; here it is a text. */
    static final ScalarType<String> PATTERN =
            Types.text("a pattern, [METHODS ]/path[?name=value]", "([^\\s/]+ )?/[^\\s]*", Function.<String>identity());

    /** Patterns that grant nothing. */
    static final ListType<String> PATTERNS = new ListType<>(PATTERN.orMapLater(), true);

    static final ScalarType<ExternalOrigin> EXTERNAL =
            Types.text("an origin such as https://billing.clinic.example", "https://[^/@?#\\s]+/?", Texts::external);
    static final ScalarType<String> SIGN_ON_HEADER = Types.text("the name of a header", TOKEN, Texts::signOnHeader);
    static final ScalarType<String> HEADER = Types.text("the name of a header", TOKEN, Texts::header);
    static final ScalarType<String> COOKIE = Types.text(
            "the name of a cookie",
            TOKEN,
            text -> matching(text, TOKEN, "is not a name for a cookie", "use its name without value"));
    static final ScalarType<String> ORIGIN_TEXT =
            Types.text("an origin such as https://pay.example", ORIGIN, Texts::origin);

    private Texts() {}

    private static String matching(String text, String expression, String what, String remedy) {
        if (!text.matches(expression)) {
            throw new MalformedValueException("\"" + text + "\" " + what, remedy);
        }
        return text;
    }

    private static String role(String text) {
        if (text.toLowerCase(Locale.ROOT).startsWith("tollgate:")) {
            throw new MalformedValueException(
                    "\"" + text + "\" is reserved (" + GatewayConfig.ADMIN_ROLE + " is for administrators)",
                    "choose another name");
        }
        return matching(text, NAME, "is not a name for a role", "use letters, digits, \".\", \"_\" and \"-\"");
    }

    private static String title(String text) {
        if (text.isBlank() || !TenantConfig.TITLE.contains(text.length())) {
            throw new MalformedValueException(
                    "\"" + text + "\" is empty or too long",
                    "write at most 100 characters that people recognise it by");
        }
        return text.strip();
    }

    private static String appPath(String text) {
        return text.equals("/") ? text : plainPath(text, "/billing");
    }

    private static String prefix(String text) {
        return plainPath(text, GatewayConfig.DEFAULT_PREFIX);
    }

    private static String plainPath(String text, String example) {
        if (text.length() > 1 && text.endsWith("/")) {
            throw new MalformedValueException(
                    "\"" + text + "\" ends with a slash", "write \"" + text.replaceAll("/+$", "") + "\"");
        }
        matching(text, SEGMENTS, "is not a plain path", "write one such as " + example);
        return withoutDots(text);
    }

    private static String withoutDots(String text) {
        if (Pattern.compile("/\\.\\.?(?=[/?]|$)").matcher(text).find()) {
            throw new MalformedValueException("\"" + text + "\" has a dot segment", "write the path it leads to");
        }
        return text;
    }

    private static String home(String text) {
        matching(
                text,
                "/[\\x21-\\x7e&&[^\\\\#]]*",
                "is not a path on the app's host",
                "begin with one \"/\" and encode what is not ASCII");
        if (text.startsWith("//")) {
            throw new MalformedValueException("\"" + text + "\" leads to another host", "begin with one \"/\"");
        }
        return withoutDots(text);
    }

    private static InetAddress localAddress(String text) {
        byte[] address = AddressText.parse(text);
        if (address == null) {
            throw new MalformedValueException(
                    "\"" + text + "\" is not an address", "write an address of this machine, such as 10.0.0.5");
        }
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + address.length + " bytes", e);
        }
    }

    private static ExternalOrigin external(String text) {
        String remedy = "write https://host[:port], such as https://billing.clinic.example";
        if (text.startsWith("http://")) {
            throw new MalformedValueException(
                    "\"" + text + "\" is not encrypted, and browsers keep a login only over https", remedy);
        }
        URI uri = uri(matching(text, "https://[^/@?#\\s]+/?", "is not an origin", remedy), remedy);
        String host = HostPattern.parse(uri.getHost()).name();
        return new ExternalOrigin(host, uri.getPort() < 0 ? 443 : uri.getPort());
    }

    private static URI uri(String text, String remedy) {
        try {
            URI uri = URI.create(text).parseServerAuthority();
            if (uri.getHost() != null && uri.getPort() <= 65_535 && uri.getPort() != 0 && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (java.net.URISyntaxException | IllegalArgumentException e) {
            throw new MalformedValueException("\"" + text + "\" has no valid host and port", remedy);
        }
        throw new MalformedValueException("\"" + text + "\" has no valid host and port", remedy);
    }

    private static String header(String text) {
        return matching(text, TOKEN, "is not a name for a header", "use letters, digits and \"-\"");
    }

    private static String signOnHeader(String text) {
        header(text);
        if (FRAMING.contains(text.toLowerCase(Locale.ROOT).replace('_', '-'))) {
            throw new MalformedValueException(
                    "\"" + text + "\" has another meaning in HTTP",
                    "choose a name of your own, such as X-Forwarded-User");
        }
        return text;
    }

    private static String origin(String text) {
        String remedy = "write scheme://host[:port], such as https://pay.example";
        URI uri = uri(matching(text, ORIGIN + "/?", "is not an origin", remedy), remedy);
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new MalformedValueException("\"" + text + "\" is neither https nor http", remedy);
        }
        if (text.endsWith("/")) {
            throw new MalformedValueException("\"" + text + "\" ends with a slash", remedy);
        }
        String host = HostPattern.parse(uri.getHost()).name();
        boolean usual = uri.getPort() < 0 || uri.getPort() == (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + host + (usual ? "" : ":" + uri.getPort());
    }

    private static String reason(String text) {
        if (text.isBlank()) {
            throw new MalformedValueException("is blank", "say why, for whoever asks later");
        }
        return text;
    }
}

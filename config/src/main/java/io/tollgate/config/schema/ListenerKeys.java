package io.tollgate.config.schema;

import io.tollgate.config.AdminConfig;
import io.tollgate.config.Cidr;
import io.tollgate.config.ClientCertificates;
import io.tollgate.config.HostPort;
import io.tollgate.config.TlsEngine;
import io.tollgate.config.TlsVersion;
import io.tollgate.config.schema.ValueType.ListType;
import io.tollgate.config.schema.ValueType.ScalarType;
import io.tollgate.config.schema.ValueType.TableType;
import java.util.List;
import java.util.Map;

/** The keys of {@code listeners}, {@code admin} and their {@code tls}. */
public final class ListenerKeys {

    public static final Key<String> CERTIFICATE = Key.required(
            "certificate", Types.TEXT, "certs/billing.crt", "PEM file of the chain, the server's own first");
    public static final Key<String> KEY =
            Key.required("key", Types.TEXT, "certs/billing.key", "PEM file of its private key");
    public static final TableType CERTIFICATE_TABLE = TableType.of(CERTIFICATE, KEY);

    public static final Key<TlsEngine> ENGINE = Key.of(
            "engine",
            Types.choice(
                    Map.of(
                            TlsEngine.BOUNCY_CASTLE.word(), TlsEngine.BOUNCY_CASTLE,
                            TlsEngine.BORINGSSL.word(), TlsEngine.BORINGSSL,
                            TlsEngine.JDK.word(), TlsEngine.JDK),
                    TlsEngine::word),
            TlsEngine.BOUNCY_CASTLE,
            "what speaks TLS: bouncy-castle, boringssl or jdk");
    public static final Key<List<TableType>> CERTIFICATES = Key.optional(
            "certificates",
            new ListType<>(CERTIFICATE_TABLE, false),
            "[{ certificate: certs/billing.crt, key: certs/billing.key }]",
            "chosen by the name that a client asks for (SNI), the first for all others; certificate and key are the"
                    + " short form for one");
    public static final Key<String> ONE_CERTIFICATE =
            Key.optional("certificate", Types.TEXT, "certs/billing.crt", "short form: PEM file of the only chain");
    public static final Key<String> ONE_KEY =
            Key.optional("key", Types.TEXT, "certs/billing.key", "short form: PEM file of its private key");
    private static final ScalarType<ClientCertificates.Mode> CLIENT_MODES = Types.choice(
            Map.of(
                    ClientCertificates.Mode.NONE.word(), ClientCertificates.Mode.NONE,
                    ClientCertificates.Mode.OPTIONAL.word(), ClientCertificates.Mode.OPTIONAL,
                    ClientCertificates.Mode.REQUIRED.word(), ClientCertificates.Mode.REQUIRED),
            ClientCertificates.Mode::word);

    public static final Key<TlsVersion> MINIMUM = Key.of(
            "minimum",
            Types.choice(
                    Map.of(
                            TlsVersion.TLS_1_2.word(), TlsVersion.TLS_1_2,
                            TlsVersion.TLS_1_3.word(), TlsVersion.TLS_1_3),
                    TlsVersion::word),
            TlsVersion.TLS_1_2,
            "the oldest TLS that is spoken");

    public static final Key<ClientCertificates.Mode> CLIENT_MODE = Key.of(
            "mode", CLIENT_MODES, ClientCertificates.Mode.NONE, "none, optional or required: whether clients show one");
    public static final Key<String> CLIENT_TRUST = Key.optional(
            "trust", Types.TEXT, "certs/clients-ca.crt", "PEM file of the authorities that may have issued it");
    public static final Key<TableType> CLIENT_CERTIFICATES = Key.optional(
            "client-certificates",
            new TableType(List.of(CLIENT_MODE, CLIENT_TRUST), CLIENT_MODES, CLIENT_MODE, List.of()),
            "none",
            "certificates of clients, before and never instead of the login; none is the short form");

    public static final TableType TLS_TABLE = new TableType(
            List.of(ENGINE, CERTIFICATES, ONE_CERTIFICATE, ONE_KEY, MINIMUM, CLIENT_CERTIFICATES),
            null,
            null,
            List.of(List.of("certificates"), List.of("certificate", "key")));

    public static final Key<String> NAME = Key.optional(
            "name",
            Texts.LISTENER_NAME,
            "public",
            "what redirect-to and messages call it; listener-1, listener-2 ... where left out");
    public static final Key<HostPort> ADDRESS = Key.required(
            "address", Types.ADDRESS, "0.0.0.0:8443", "HOST:PORT, [v6]:PORT or :PORT; port 0 takes any free one");
    public static final Key<TableType> TLS = Key.optional(
            "tls", TLS_TABLE, "{ certificate: certs/billing.crt, key: certs/billing.key }", "how it speaks TLS");
    public static final Key<List<Cidr>> TRUSTED_PROXIES = Key.of(
            "trusted-proxies", new ListType<>(Types.NETWORK, true), List.of(), "whose X-Forwarded-* is believed");
    public static final Key<List<Cidr>> PROXY_PROTOCOL_FROM = Key.of(
            "proxy-protocol-from",
            new ListType<>(Types.NETWORK, true),
            List.of(),
            "load balancers that say in a PROXY protocol header who the client is, and must");
    public static final Key<Boolean> HTTP2 =
            Key.of("http2", Types.FLAG, true, "offer HTTP/2 beside HTTP/1.1 to clients that can");
    public static final Key<String> REDIRECT_TO = Key.optional(
            "redirect-to",
            Texts.LISTENER_NAME,
            "public",
            "instead of tls: the listener that everything is redirected to");

    public static final TableType TABLE = new TableType(
            List.of(ADDRESS, NAME, TLS, TRUSTED_PROXIES, PROXY_PROTOCOL_FROM, HTTP2, REDIRECT_TO, Key.later("answers")),
            null,
            null,
            List.of(List.of("tls"), List.of("redirect-to")));

    public static final Key<HostPort> ADMIN_ADDRESS =
            Key.required("address", Types.ADDRESS, "127.0.0.1:9443", "as for a listener");
    public static final Key<List<Cidr>> ALLOW = Key.of(
            "allow",
            new ListType<>(Types.NETWORK, true),
            AdminConfig.ALLOW,
            "who may read /health/live, /health/ready and /metrics without a login");
    public static final Key<TableType> ADMIN_TLS = Key.optional(
            "tls",
            TLS_TABLE,
            "{ certificate: certs/admin.crt, key: certs/admin.key }",
            "left out: the certificate of the first listener which has one");

    public static final TableType ADMIN_TABLE = TableType.of(ADMIN_ADDRESS, ALLOW, ADMIN_TLS);

    private ListenerKeys() {}
}

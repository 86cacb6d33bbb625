package io.tollgate.config.reader;

import io.tollgate.config.AdminConfig;
import io.tollgate.config.HostPort;
import io.tollgate.config.ListenerConfig;
import io.tollgate.config.TlsConfig;
import io.tollgate.config.schema.GatewayKeys;
import io.tollgate.config.schema.ListenerKeys;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code listeners} and {@code admin}, and what they must not have in common. */
final class ListenersReader {

    private final Source source;
    private final ListenerChecks checks = new ListenerChecks();

    ListenersReader(Source source) {
        this.source = source;
    }

    /** Those that could be read; the others were told. */
    List<ListenerConfig> listeners(Section gateway) {
        List<ListenerConfig> listeners = new ArrayList<>();
        int number = 0;
        for (Section section : gateway.tables(GatewayKeys.LISTENERS)) {
            ListenerConfig listener = listener(section, "listener-" + ++number);
            if (listener != null) {
                listeners.add(listener);
            }
        }
        checks.redirects();
        return listeners;
    }

    private @Nullable ListenerConfig listener(Section section, String unnamed) {
        Placed<String> name = section.placed(ListenerKeys.NAME);
        Placed<HostPort> address = section.placed(ListenerKeys.ADDRESS);
        Placed<String> redirect = section.placed(ListenerKeys.REDIRECT_TO);
        boolean secure = section.has(ListenerKeys.TLS);
        TlsConfig tls = secure ? TlsReader.read(section.table(ListenerKeys.TLS), source) : null;
        if (secure && section.has(ListenerKeys.REDIRECT_TO)) {
            section.place(ListenerKeys.REDIRECT_TO)
                    .problem("stands beside tls", "a listener either serves or redirects");
            redirect = null;
        } else if (!secure
                && !section.has(ListenerKeys.REDIRECT_TO)
                && section.place().isMap()) {
            section.place()
                    .problem("has neither tls nor redirect-to", "add tls:, as passwords never travel in the clear");
        }
        var proxies = Placed.values(section.list(ListenerKeys.TRUSTED_PROXIES));
        var senders = Placed.values(section.list(ListenerKeys.PROXY_PROTOCOL_FROM));
        String called = name == null ? unnamed : name.value();
        checks.listener(name == null ? new Placed<>(unnamed, section.place()) : name, secure);
        if (redirect != null) {
            checks.redirect(redirect);
        }
        if (address == null) {
            return null;
        }
        checks.address(address, called);
        return new ListenerConfig(
                called,
                address.value(),
                tls,
                proxies,
                senders,
                section.get(ListenerKeys.HTTP2),
                redirect == null ? null : redirect.value());
    }

    /** Absent where there is none, or where it could not be read. Comes after the listeners. */
    @Nullable
    AdminConfig admin(Section gateway) {
        if (!gateway.has(GatewayKeys.ADMIN)) {
            return null;
        }
        Section section = gateway.table(GatewayKeys.ADMIN);
        Placed<HostPort> address = section.placed(ListenerKeys.ADMIN_ADDRESS);
        boolean own = section.has(ListenerKeys.ADMIN_TLS);
        TlsConfig tls = own ? TlsReader.read(section.table(ListenerKeys.ADMIN_TLS), source) : null;
        if (!own && !checks.isAnySecure()) {
            section.place().problem("has no certificate, as no listener has one", "add tls: here or to a listener");
        }
        var allow =
                section.has(ListenerKeys.ALLOW) ? Placed.values(section.list(ListenerKeys.ALLOW)) : AdminConfig.ALLOW;
        if (address == null) {
            return null;
        }
        checks.address(address, "admin");
        return new AdminConfig(address.value(), allow, tls);
    }
}

package io.tollgate.filters.login;

import io.tollgate.config.NetworkConfig;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.device.DeviceCookie;
import io.tollgate.filters.device.DeviceSeal;
import io.tollgate.filters.device.KnownDevice;
import io.tollgate.filters.device.KnownDevices;
import io.tollgate.filters.device.Presented;
import io.tollgate.filters.http.Cookies;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.LoginSource;
import io.tollgate.filters.identity.User;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By what browsers and networks are known before anybody has said who they are. Safe for use by any thread.
 *
 * @param devices from which users have logged in before
 * @param seal of what browsers show of them
 * @param networks those that the operator declared
 */
public record Recognition(KnownDevices devices, DeviceSeal seal, List<NetworkConfig> networks) {
    private static final Logger LOG = LoggerFactory.getLogger(Recognition.class);

    public Recognition {
        networks = List.copyOf(networks);
    }

    /** Where an attempt to prove who one is comes from: no page of that shows a reference. */
    LoginSource source(Visit visit) {
        return source(visit.exchange());
    }

    /** The same of a request for an app. */
    public LoginSource source(Exchange exchange) {
        return new LoginSource(
                exchange.client().network(),
                declared(exchange),
                exchange.route().app().name(),
                null,
                presented(exchange));
    }

    /** The device of this user that the browser is; null where it is not known to be any. */
    @Nullable
    KnownDevice device(Visit visit, User user) {
        return devices.find(user.id(), presented(visit.exchange()));
    }

    /** Makes the browser known for this user, who has just proved who they are there: the answer with its cookie. */
    CompletionStage<Response> loggedIn(Visit visit, User user, Response response) {
        return known(visit, user)
                .thenApply(known -> known == null ? response : response.with("set-cookie", known.cookie()));
    }

    /**
     * A device that is known from now on.
     *
     * @param cookie the value of Set-Cookie by which it is
     */
    record Known(KnownDevice device, String cookie) {}

    /** The same; null where that could not be kept. Never fails. */
    CompletionStage<@Nullable Known> known(Visit visit, User user) {
        CompletionStage<@Nullable Known> known = devices.loggedIn(
                        user.id(),
                        presented(visit.exchange()),
                        Device.of(visit.exchange().head()))
                .thenApply(shown -> {
                    KnownDevice device = devices.find(user.id(), shown);
                    String cookie = DeviceCookie.set(seal.sealed(shown), devices.now());
                    return device == null ? null : new Known(device, cookie);
                });
        return known.exceptionally(failure -> {
            // Being known makes a later login easier; this one is as good without.
            LOG.warn("device.journal: a device is not known after a login there", Visit.cause(failure));
            return null;
        });
    }

    private @Nullable String declared(Exchange exchange) {
        byte[] address = exchange.client().client().getAddress();
        for (NetworkConfig network : networks) {
            if (network.contains(address)) {
                return network.name();
            }
        }
        return null;
    }

    /** Two cookies of the name are none. */
    private Presented presented(Exchange exchange) {
        HeaderFields fields = exchange.head().fields();
        long place = Cookies.locate(fields, DeviceCookie.NAME);
        if (place == Cookies.NONE || place == Cookies.SEVERAL) {
            return Presented.NOTHING;
        }
        int start = (int) (place >>> 32);
        int end = (int) place;
        return seal.opened(new String(fields.bytes(), start, end - start, StandardCharsets.US_ASCII));
    }
}

package io.tollgate.filters.login;

import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.Responder;
import io.tollgate.filters.http.RequestHead;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.routing.Target;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Answers everything below the prefix on an app's host. Safe for use by any event loop. That another site posted to it was
 * refused before, by the origin check.
 */
public final class OwnPages implements Responder {
    private static final String ASSETS = "assets/";

    private final Pages pages;
    private final Map<String, OwnPage> byName;

    /** The pages that act on this. */
    public OwnPages(Doorway doorway) {
        this(doorway, false);
    }

    /** The same, with the page by which somebody chooses a tenant where there are some. */
    public OwnPages(Doorway doorway, boolean hasTenants) {
        this.pages = doorway.pages();
        Map<String, OwnPage> byName = new HashMap<>(Map.of(
                "login", new LoginResponder(doorway),
                "lock", new LockResponder(doorway),
                "logout", new LogoutResponder(doorway),
                "password", new PasswordResponder(doorway),
                "expiry", new ExpiryResponder(doorway),
                "step-up", new StepUpResponder(doorway),
                "account", new AccountResponder(doorway)));
        byName.put("passkey", new PasskeyResponder(doorway));
        byName.put("passkey-options", new PasskeyOptionsResponder(doorway));
        byName.put("passkeys", new PasskeysResponder(doorway));
        byName.put("factor", new FactorResponder(doorway));
        byName.put("enrol", new EnrolResponder(doorway));
        byName.put("recovery", new RecoveryResponder(doorway));
        byName.put("offer", new OfferResponder(doorway));
        if (hasTenants) {
            byName.put("tenant", new TenantResponder(doorway));
        }
        this.byName = Map.copyOf(byName);
    }

    @Override
    public CompletionStage<Response> respond(Exchange exchange) {
        String name = exchange.route().target() instanceof Target.Own own ? own.page() : "";
        RequestHead head = exchange.head();
        boolean isRead = head.method().equals("GET") || head.method().equals("HEAD");
        if (name.startsWith(ASSETS) && isRead) {
            Response asset = pages.writer().assets().answer(name.substring(ASSETS.length()), head);
            return Visit.done(asset == null ? pages.refused(exchange, 404, "page.unknown") : asset);
        }
        boolean isOfApp = exchange.route().app().config().login() != null && AppDoorPage.NAMES.contains(name);
        OwnPage page = isOfApp ? AppDoorPage.INSTANCE : byName.get(name);
        if (page == null) {
            return Visit.done(pages.refused(exchange, 404, "page.unknown"));
        }
        if (isRead) {
            return page.get(new Visit(exchange, pages));
        }
        if (!head.method().equals("POST")) {
            return Visit.done(pages.refused(exchange, 405, "page.method").with("allow", "GET, HEAD, POST"));
        }
        return page.post(new Visit(exchange, pages));
    }
}

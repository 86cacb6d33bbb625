package io.tollgate.filters.login;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.session.Caller;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the account page says of an authenticator app, and its removal. Safe for use by any thread. */
final class FactorActs {
    private static final Logger LOG = LoggerFactory.getLogger(FactorActs.class);

    private final FactorGate gate;

    FactorActs(Doorway doorway) {
        this.gate = new FactorGate(doorway);
    }

    /** What the page says; null where nobody has a second factor, and this user has none left from before. */
    FactorPage.@Nullable Own shown(User user, Function<Instant, String> day) {
        Instant since = gate.factors().totpSince(user.id());
        if (since == null && !gate.rules(user).isOn()) {
            return null;
        }
        return new FactorPage.Own(
                since == null ? null : day.apply(since),
                gate.mayRemoveApp(user),
                gate.factors().recoveryLeft(user.id()),
                gate.isLow(user),
                gate.rules(user).isRequired());
    }

    /** In the trail first, and only where that is theirs to do. */
    CompletionStage<Response> appRemoved(Visit visit, Caller.Known known) {
        User user = known.user();
        String account = visit.writer().prefix() + "/account";
        if (!gate.hasApp(user) || !gate.mayRemoveApp(user)) {
            return Visit.done(Response.seeOther(account)); // It is gone by now, or required.
        }
        if (!gate.isFresh(known)) {
            return Visit.done(FactorGate.freshFirst(visit, "account"));
        }
        boolean keepsRecovery = !gate.others(user).isEmpty();
        return gate.told(new AuditEvent.FactorChanged(visit.context(user), "factor.removed", null, "totp"))
                .thenCompose(told -> gate.factors().remove(user.id(), keepsRecovery))
                .handle((removed, failure) -> {
                    if (failure != null) {
                        LOG.warn("factor.removal: an app is not removed, or only until a restart", failure);
                        return visit.pages().refused(visit.exchange(), 503, "store.unavailable");
                    }
                    return Response.seeOther(account + (keepsRecovery ? "" : "?removed=1"));
                });
    }
}

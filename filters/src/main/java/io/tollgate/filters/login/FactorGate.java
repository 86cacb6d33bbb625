package io.tollgate.filters.login;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.factor.FactorMethod;
import io.tollgate.filters.factor.FactorRules;
import io.tollgate.filters.factor.Factors;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.session.Caller;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What the pages about somebody's own factors share. Safe for use by any thread. */
final class FactorGate {
    /** So few recovery codes left are to be renewed. */
    private static final int FEW = 3;

    private final Doorway doorway;

    FactorGate(Doorway doorway) {
        this.doorway = doorway;
    }

    Factors factors() {
        return doorway.second().own().factors();
    }

    FactorRules rules(User user) {
        return doorway.second().policy().rules(user);
    }

    /** Whether the user has an app, or codes, that the gateway keeps. */
    boolean hasApp(User user) {
        return factors().totpSince(user.id()) != null;
    }

    /** Whether so few recovery codes are left that their user should make new ones. */
    boolean isLow(User user) {
        return doorway.second().has(user) && factors().recoveryLeft(user.id()) <= FEW;
    }

    /** Whether an app may go: not where a second factor is required and nothing but recovery codes would be left. */
    boolean mayRemoveApp(User user) {
        FactorRules rules = rules(user);
        return !rules.isRequired() || !rules.usable(others(user)).isEmpty();
    }

    /** What is left as a second factor without the app: recovery codes stand in for one, and are none. */
    Set<FactorMethod> others(User user) {
        Set<FactorMethod> others = EnumSet.noneOf(FactorMethod.class);
        others.addAll(doorway.second().methods().of(user.id()));
        others.remove(FactorMethod.TOTP);
        others.remove(FactorMethod.RECOVERY);
        return others;
    }

    /** Whether they have proved all that they have not long ago: a session left open changes no factor (ASVS 5.0 7.5.1). */
    boolean isFresh(Caller.Known known) {
        return doorway.sessions().isFresh(known.session(), doorway.passkeys().fresh());
    }

    /** To the page that asks for a fresh factor, and back from there to this page of ours. */
    static Response freshFirst(Visit visit, String page) {
        String prefix = visit.writer().prefix();
        return Response.seeOther(prefix + "/step-up?return-to=" + ReturnTo.inQuery(prefix + '/' + page));
    }

    /** Done when an event about somebody's factors is in the trail, or need not be. */
    CompletionStage<Void> told(AuditEvent event) {
        CompletionStage<Void> written = doorway.audit().append(event);
        return doorway.isAuditRequired()
                ? written
                : written.exceptionallyCompose(failure -> CompletableFuture.completedStage(null));
    }
}

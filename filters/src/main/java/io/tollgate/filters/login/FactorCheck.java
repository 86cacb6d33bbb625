package io.tollgate.filters.login;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.factor.CodeCheck;
import io.tollgate.filters.factor.FactorVerdict;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.passkey.Ceremony;
import io.tollgate.filters.passkey.PasskeyDoor;
import io.tollgate.filters.passkey.PasskeyOutcome;
import io.tollgate.filters.passkey.Purpose;
import io.tollgate.filters.session.Session;
import java.util.concurrent.CompletionStage;

/**
 * Judges what somebody posted as their second factor: at a login, and wherever a fresh one is asked for. Safe for use by any
 * thread.
 *
 * <p>The form has it in {@code code}: six digits or a recovery code, in one field; or in {@code assertion}: what a passkey signed.
 */
final class FactorCheck {
    /** The field of the form. */
    static final String CODE = "code";

    /** The field of the form that our script fills. */
    static final String ASSERTION = "assertion";

    private final CodeCheck codes;
    private final PasskeyDoor passkeys;

    FactorCheck(CodeCheck codes, PasskeyDoor passkeys) {
        this.codes = codes;
        this.passkeys = passkeys;
    }

    /** An attempt in this session is over, and the session is not: its user may begin another. */
    void again(Session session) {
        codes.again(session.id());
    }

    /** Judges the form for this user; the session, whatever its state, is the attempt that it belongs to. */
    CompletionStage<FactorVerdict> judge(Visit visit, User user, Session session, PostedForm form) {
        String assertion = form.value(ASSERTION);
        if (assertion.isEmpty()) {
            return codes.judge(user.id(), session.id(), form.secret(CODE), visit.context(user));
        }
        Purpose purpose = session.state() == Session.State.PENDING ? Purpose.FACTOR : Purpose.STEP_UP;
        Ceremony ceremony = Ceremony.in(session.id(), purpose, visit.site(), user.id());
        AuditEvent.Context context = visit.context(user);
        return codes.judge(
                user.id(),
                session.id(),
                () -> passkeys.signed(assertion, ceremony, context, true)
                        .thenApply(outcome -> outcome instanceof PasskeyOutcome.Wrong wrong ? wrong.reason() : ""),
                context);
    }
}

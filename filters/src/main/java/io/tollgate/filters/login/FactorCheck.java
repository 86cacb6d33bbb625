package io.tollgate.filters.login;

import io.tollgate.filters.factor.CodeCheck;
import io.tollgate.filters.factor.FactorVerdict;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.session.Session;
import java.util.concurrent.CompletionStage;

/**
 * Judges what somebody posted as their second factor: at a login, and wherever a fresh one is asked for. Safe for use by any
 * thread.
 *
 * <p>The form has it in {@code code}: six digits or a recovery code, in one field.
 */
final class FactorCheck {
    /** The field of the form. */
    static final String CODE = "code";

    private final CodeCheck codes;

    FactorCheck(CodeCheck codes) {
        this.codes = codes;
    }

    /** Judges the form for this user; the session, whatever its state, is the attempt that it belongs to. */
    CompletionStage<FactorVerdict> judge(Visit visit, User user, Session session, PostedForm form) {
        return codes.judge(user.id(), session.id(), form.secret(CODE), visit.context(user));
    }
}

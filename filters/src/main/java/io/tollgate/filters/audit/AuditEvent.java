package io.tollgate.filters.audit;

import org.jspecify.annotations.Nullable;

/**
 * A security fact worth proving later. Every case is a record below; what they share is asked for here. No case ever
 * holds a token, password, query string or body.
 */
public sealed interface AuditEvent {
    /** A stable code in dots: {@code login.succeeded}, {@code access.refused}. */
    String type();

    /** Who and where, as far as known. */
    Context context();

    /** The stable code of why ({@code access.role}, {@code session.idle}); null where the type says it all. */
    @Nullable
    String reason();

    /**
     * What events share; absent parts are null.
     *
     * @param userId the immutable id
     * @param userName the name as it is at that time, or the name typed by somebody unknown
     * @param network the client's network
     * @param app the app's name
     * @param reference what a person may read out on the phone
     * @param tenant the name of the tenant that the user acts for
     */
    record Context(
            @Nullable String userId,
            @Nullable String userName,
            @Nullable String network,
            @Nullable String app,
            @Nullable String reference,
            @Nullable String tenant) {
        /** Where nobody acts for a tenant, or it does not matter. */
        public Context(
                @Nullable String userId,
                @Nullable String userName,
                @Nullable String network,
                @Nullable String app,
                @Nullable String reference) {
            this(userId, userName, network, app, reference, null);
        }

        /** Nothing known: the gateway itself. */
        public static final Context NONE = new Context(null, null, null, null, null);
    }

    /**
     * Somebody proved who they are.
     *
     * @param session the session's public id
     * @param how what was proved last: password, app, passkey, totp, recovery, or remembered where the password was and the
     *     device stood for the rest
     */
    record LoginSucceeded(Context context, String session, String how) implements AuditEvent {
        @Override
        public String type() {
            return "login.succeeded";
        }

        @Override
        public @Nullable String reason() {
            return null;
        }
    }

    /**
     * Somebody proved one factor, and the second is due before they are logged in.
     *
     * @param session the session's public id, which the login that follows has too
     * @param how what was proved: password or app
     */
    record LoginChallenged(Context context, String session, String how) implements AuditEvent {
        @Override
        public String type() {
            return "login.challenged";
        }

        @Override
        public @Nullable String reason() {
            return null;
        }
    }

    /** Somebody who belongs to several tenants chose for which they act, the context's. {@code session} is its public id. */
    record TenantChosen(Context context, String session) implements AuditEvent {
        @Override
        public String type() {
            return "tenant.chosen";
        }

        @Override
        public @Nullable String reason() {
            return null;
        }
    }

    /** A login was refused: wrong, unknown, locked, disabled or over budget. A stranger's: aggregated. */
    record LoginFailed(Context context, String reason) implements AuditEvent {
        @Override
        public String type() {
            return "login.failed";
        }
    }

    /**
     * An app's answer to a login was neither success nor failure, as far as was declared. A stranger's: aggregated.
     *
     * @param reason login.unclear.answer (no marker fits), login.unclear.place (it may have succeeded where no login can) or
     *     login.unclear.gone (nobody waited for the answer)
     */
    record LoginUnclear(Context context, String reason) implements AuditEvent {
        @Override
        public String type() {
            return "login.unclear";
        }
    }

    /**
     * A user was locked out.
     *
     * @param reason where: from one network for a time (lockout.time) or until an administrator unlocks
     *     (lockout.until-admin), on one known device (lockout.device), on all unknown devices (lockout.unknown-devices), or
     *     there for what is left of the day (lockout.per-user)
     * @param failures how many in a row; 0 where it is not that which locks
     * @param seconds for how long; 0 where that is not known
     */
    record LockedOut(Context context, String reason, int failures, long seconds) implements AuditEvent {
        @Override
        public String type() {
            return "lockout.started";
        }

        /** Whether only an administrator ends it. */
        public boolean untilAdmin() {
            return reason.equals("lockout.until-admin");
        }
    }

    /**
     * Many names were tried from one network (attack.stuffing), or one name from many (attack.spraying). One event an attack
     * and hour: as it is recognised, and for as long as it lasts.
     *
     * @param different how many names or networks lately, as far as that is counted
     * @param attempts how many failed since it is suspected
     */
    record Attacked(Context context, String reason, int different, long attempts) implements AuditEvent {
        @Override
        public String type() {
            return "login.attacked";
        }
    }

    /** A session changed: {@code type} is session.locked, session.unlocked or session.ended. */
    record SessionChanged(
            Context context, String type, @Nullable String reason, String session) implements AuditEvent {}

    /**
     * A request was refused by the rules, the origin check or the guard.
     *
     * @param rule the rule that decided, as written, with its place; null where none fits
     * @param method the request's method
     * @param template the pattern that the path fell under, or its first segment and {@code /**}: never a whole path
     */
    record Refused(Context context, String reason, @Nullable String rule, String method, String template)
            implements AuditEvent {
        @Override
        public String type() {
            return "access.refused";
        }
    }

    /**
     * A second factor was refused: wrong (factor.code), used before (factor.replayed), or not looked at (factor.locked).
     * Aggregated: whoever has the password alone makes as many as they like.
     */
    record FactorFailed(Context context, String reason) implements AuditEvent {
        @Override
        public String type() {
            return "factor.failed";
        }
    }

    /**
     * A user's codes are refused unseen from now on: for a time (factor.time), or until somebody clears it
     * (factor.until-admin).
     *
     * @param failures how many were wrong in a row
     * @param seconds for how long; 0 where only clearing ends it
     */
    record FactorLocked(Context context, String reason, int failures, long seconds) implements AuditEvent {
        @Override
        public String type() {
            return "factor.locked";
        }
    }

    /**
     * What somebody has as a second factor changed: {@code type} is factor.enrolled, factor.removed, recovery.used or
     * recovery.renewed.
     *
     * @param reason who did it, where that is not the user: null for themselves
     * @param detail which factor, or what is left, without secrets
     */
    record FactorChanged(
            Context context,
            String type,
            @Nullable String reason,
            @Nullable String detail) implements AuditEvent {}

    /** A password was changed: {@code reason} is password.self or password.admin. */
    record PasswordChanged(Context context, String reason) implements AuditEvent {
        @Override
        public String type() {
            return "password.changed";
        }
    }

    /**
     * A user's passkey was made (passkey.added), named (passkey.renamed), revoked (passkey.revoked) or signed with a count that
     * went back (passkey.counter). {@code passkey} is what it goes by in lists.
     */
    record PasskeyChanged(
            Context context, String type, @Nullable String reason, String passkey) implements AuditEvent {}

    /**
     * An administrative act on a user, a lockout, a session or the gateway itself.
     *
     * @param type users.added, users.roles, users.disabled, lockouts.cleared, gateway.started …
     * @param actor who did it: "local:UID" for the control socket and the command line
     * @param detail what a reader needs to know, without secrets
     */
    record Administered(
            Context context,
            String type,
            String actor,
            @Nullable String detail) implements AuditEvent {
        @Override
        public @Nullable String reason() {
            return null;
        }
    }
}

package io.tollgate.filters.login;

import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.session.Sessions;
import java.time.ZoneId;
import java.util.function.IntSupplier;

/**
 * What the pages act on. Immutable.
 *
 * @param pages the refusals, which share their looks
 * @param recognition by what a browser or network is known before anybody has logged in
 * @param audit where a login is proved before it counts
 * @param isAuditRequired whether a login that can't be proved does not happen
 * @param minLength characters of a new password, as the page tells it
 * @param zone in which people read times
 */
public record Doorway(
        Pages pages,
        NameProof names,
        PasswordProof passwords,
        PasswordRenewal renewal,
        Recognition recognition,
        Sessions sessions,
        AuditTrail audit,
        boolean isAuditRequired,
        IntSupplier minLength,
        ZoneId zone) {}

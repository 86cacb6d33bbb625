package io.tollgate.filters.login;

import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.identity.PasswordStandings;
import io.tollgate.filters.session.Sessions;
import java.time.InstantSource;
import java.time.ZoneId;

/**
 * What the pages act on. Immutable.
 *
 * @param pages the refusals, which share their looks
 * @param recognition by what a browser or network is known before anybody has logged in
 * @param audit where a login is proved before it counts
 * @param isAuditRequired whether a login that can't be proved does not happen
 * @param standings when a password has to be changed, and when it will expire
 * @param second what is known of second factors
 * @param passkeys what is known of passkeys
 * @param stepUp what is asked for again before what matters most
 * @param hints what somebody has to know before they choose a password
 * @param clock for what is told of days
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
        PasswordStandings standings,
        SecondFactor second,
        PasskeyGate passkeys,
        Stepping stepUp,
        PasswordHints hints,
        InstantSource clock,
        ZoneId zone) {}

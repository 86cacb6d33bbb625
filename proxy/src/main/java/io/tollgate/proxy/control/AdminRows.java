package io.tollgate.proxy.control;

import io.tollgate.config.SessionConfig;
import io.tollgate.filters.device.KnownDevice;
import io.tollgate.filters.device.Remembered;
import io.tollgate.filters.factor.FactorRules;
import io.tollgate.filters.identity.Acting;
import io.tollgate.filters.identity.ChangeReason;
import io.tollgate.filters.identity.Grants;
import io.tollgate.filters.identity.ImportFile;
import io.tollgate.filters.identity.LockoutState;
import io.tollgate.filters.identity.Sweep;
import io.tollgate.filters.identity.Tenants;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.identity.UserImport;
import io.tollgate.filters.session.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Accounts, sessions and lockouts as rows of plain words, numbers and lists. Immutable. */
record AdminRows(AdminVerbs.Parts parts) {
    private static final String UNKNOWN_NAME = "(unknown name)";

    Map<String, Object> user(User user) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", user.name());
        row.put("id", user.id());
        row.put("roles", List.copyOf(new TreeSet<>(user.roles())));
        if (!parts.tenants().get().isNone()) {
            row.put("tenants", List.copyOf(Grants.of(user).memberships()));
        }
        row.put("enabled", user.isEnabled());
        ChangeReason due = parts.standings().due(user, parts.clock().instant());
        Instant expiry = parts.standings().expiry(user);
        row.put("must-change-password", due != null);
        row.put("change-reason", due == null ? "" : due.code());
        row.put("password-set", user.hasPassword() ? text(user.passwordSetAt()) : "");
        row.put("password-expires", expiry == null ? "" : text(expiry));
        row.put("created", text(user.createdAt()));
        row.put("sessions", parts.sessions().of(user.id()).size());
        row.put("locked-out-from", lockedOutFrom(user));
        row.put("known-devices", parts.accounts().devices(user).size());
        new FactorVerbs(parts).show(user, row);
        return row;
    }

    private List<String> lockedOutFrom(User user) {
        return parts.accounts().lockouts().stream()
                .filter(state -> state.isLocked() && state.key().subject().equals(user.id()))
                .map(AdminRows::where)
                .distinct()
                .sorted()
                .toList();
    }

    Map<String, Object> session(Session session) {
        User user = parts.users().byId(session.userId());
        Instant active = parts.clock().instant().minusNanos(parts.sessions().idleNanos(session));
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", session.id());
        row.put("user", user == null ? session.userId() : user.name());
        row.put("host", session.host());
        row.put("device", orNothing(session.device()));
        if (!parts.tenants().get().isNone()) {
            row.put("tenant", orNothing(actsFor(session, user)));
        }
        row.put("state", session.state().name().toLowerCase(Locale.ROOT));
        row.put("opened", text(session.openedAt()));
        row.put("last-active", text(active));
        return row;
    }

    /** The tenant that is acted for: the host's, the user's only one or the chosen one. */
    private @Nullable String actsFor(Session session, @Nullable User user) {
        Tenants tenants = parts.tenants().get();
        Acting acting =
                user == null ? null : tenants.acting(user, session.host(), session.tenant(), SessionConfig.DEFAULT);
        return acting == null || acting.tenant() == null
                ? null
                : acting.tenant().name();
    }

    static Map<String, Object> lockout(LockoutState state) {
        Instant until = state.lockedUntil();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("user", state.userName() == null ? UNKNOWN_NAME : state.userName());
        row.put("where", where(state));
        row.put("failures", state.failures());
        row.put("locked", state.isLocked());
        row.put("until", state.untilAdmin() ? "an administrator unlocks" : until == null ? "" : text(until));
        row.put("changed", text(state.changedAt()));
        return row;
    }

    /** A network, a known device, or all unknown devices; the budget of a user is told from what locks for some minutes. */
    private static String where(LockoutState state) {
        String place = state.key().isOnUnknownDevices()
                ? "unknown devices"
                : state.key().place();
        return state.isBudget() ? place + ", all that is allowed" : place;
    }

    Map<String, Object> sweep(Sweep sweep) {
        String subject = sweep.subject();
        User user = subject == null ? null : parts.users().byId(subject);
        boolean isStuffing = sweep.kind() == Sweep.Kind.STUFFING;
        Map<String, Object> row = new LinkedHashMap<>();
        row.put(
                "user",
                isStuffing ? "(" + sweep.different() + " names or more)" : user == null ? UNKNOWN_NAME : user.name());
        row.put(
                "where",
                isStuffing
                        ? orNothing(sweep.network()) + ", stuffing"
                        : sweep.different() + " networks or more, spraying");
        row.put("failures", (int) Math.min(sweep.attempts(), Integer.MAX_VALUE));
        row.put("locked", false);
        row.put("until", "");
        row.put("changed", "");
        return row;
    }

    /** The user's, whose rules say for how long it is remembered. */
    Map<String, Object> device(User user, KnownDevice device) {
        FactorRules rules = parts.factors().rules(user);
        Remembered kept = device.remembered();
        Remembered remembered =
                kept != null && rules.isRemembered(kept, parts.clock().instant()) ? kept : null;
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", device.id());
        row.put("device", device.label());
        row.put("first-login", text(device.firstSeen()));
        row.put("last-login", text(device.lastSeen()));
        row.put("no-code-until", remembered == null ? "" : text(remembered.until(rules.remember())));
        row.put("no-code-on", remembered == null ? "" : remembered.host());
        return row;
    }

    /** What is wrong with a file of users: all of it for people, line by line for programs. */
    static ControlReply refused(UserImport.Outcome.Refused refused) {
        List<String> lines = new ArrayList<>();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (ImportFile.Problem problem : refused.problems()) {
            lines.add(problem.toString());
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("line", problem.line());
            row.put("problem", problem.text());
            rows.add(row);
        }
        int count = lines.size();
        lines.add("nothing was imported: mend " + (count == 1 ? "this" : "these " + count + " problems")
                + " and try again");
        return new ControlReply(2, String.join(System.lineSeparator(), lines), rows);
    }

    /** To the second: what a person can read. */
    static String text(Instant instant) {
        return Instant.ofEpochSecond(instant.getEpochSecond()).toString();
    }

    private static String orNothing(@Nullable String text) {
        return text == null ? "" : text;
    }
}

package io.tollgate.proxy.control;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.factor.FactorDesk;
import io.tollgate.filters.identity.Accounts;
import io.tollgate.filters.identity.Grants;
import io.tollgate.filters.identity.PasswordStandings;
import io.tollgate.filters.identity.Tenants;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.identity.UserImport;
import io.tollgate.filters.identity.Users;
import io.tollgate.filters.session.Session;
import io.tollgate.filters.session.SessionEnd;
import io.tollgate.filters.session.Sessions;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The administrative acts by name: {@code users.add}, {@code sessions.end} … Safe for use by any thread.
 *
 * <p>Each acts at once on what requests are judged by, and is audited before it is acknowledged.
 */
public final class AdminVerbs implements ControlHandler {
    /** What the acts are done with. */
    public record Parts(
            Accounts accounts,
            Users users,
            Sessions sessions,
            Supplier<Tenants> tenants,
            AuditTrail trail,
            InstantSource clock,
            PasswordStandings standings,
            UserImport imports,
            FactorDesk factors) {}

    /** Sessions that end together: they share commits of the trail and the store, and never fill what waits for those. */
    private static final int AT_ONCE = 512;

    private final Parts parts;
    private final AdminRows rows;
    private final FactorVerbs factors;
    private final Map<String, Verb> verbs = new HashMap<>();
    private CompletionStage<?> lastRoles = CompletableFuture.completedStage(true);

    /** Acts on these. */
    public AdminVerbs(Parts parts) {
        this.parts = parts;
        this.rows = new AdminRows(parts);
        this.factors = new FactorVerbs(parts);
        Accounts accounts = parts.accounts();
        verbs.put("gateway.ping", (request, actor) -> now(() -> ControlReply.done("here")));
        verbs.put("users.add", this::addUser);
        verbs.put(
                "users.list",
                (request, actor) -> now(() -> ControlReply.rows(
                        accounts.list().stream().map(rows::user).toList())));
        verbs.put(
                "users.show",
                (request, actor) ->
                        now(() -> ControlReply.rows(List.of(rows.user(accounts.show(required(request, "name")))))));
        verbs.put("users.roles", this::setRoles);
        verbs.put("users.tenants", this::setTenants);
        verbs.put("users.password", this::setPassword);
        verbs.put("users.unlock", factors.unlocking(act(accounts::unlock, "may log in again from everywhere")));
        verbs.put("users.disable", act(accounts::disable, "is disabled; the next request of any session is refused"));
        verbs.put("users.enable", act(accounts::enable, "may log in again"));
        verbs.put("users.delete", act(accounts::delete, "is deleted, with all sessions"));
        verbs.put("users.import", this::importUsers);
        verbs.put("sessions.list", this::listSessions);
        verbs.put("sessions.end", this::endSessions);
        verbs.put("users.devices", this::devices);
        verbs.put("users.factors", factors::list);
        verbs.put("users.reset-factors", factors::reset);
        verbs.put("lockouts.list", this::listLockouts);
        verbs.put("lockouts.clear", this::clearLockouts);
    }

    @Override
    public CompletionStage<ControlReply> handle(ControlRequest request, String actor) {
        Verb verb = verbs.get(request.verb());
        if (verb == null) {
            return CompletableFuture.completedStage(ControlReply.wrong(
                    "the running gateway knows no \"" + request.verb() + "\"; restart it with this release"));
        }
        CompletionStage<ControlReply> reply;
        try {
            reply = verb.run(request, actor);
        } catch (RuntimeException e) {
            reply = CompletableFuture.failedStage(e);
        }
        return reply.handle(AdminFailures::told).thenCompose(told -> told);
    }

    private CompletionStage<ControlReply> addUser(ControlRequest request, String actor) {
        boolean keep = request.has("keep");
        Grants grants = new Grants(Set.copyOf(request.all("role")), Set.copyOf(request.all("tenant")));
        if (request.has("no-password")) {
            return parts.accounts()
                    .addForApp(actor, required(request, "name"), grants)
                    .thenApply(user -> reply(
                            user,
                            "is added with " + words("role", grants.roles())
                                    + ", and without a password here: only an application's own login lets them in"));
        }
        char[] password = required(request, "password").toCharArray();
        return parts.accounts()
                .add(actor, required(request, "name"), grants, password, keep)
                .thenApply(user -> reply(
                        user,
                        "is added with " + words("role", grants.roles())
                                + (user.tenants().isEmpty() ? "" : " for " + words("tenant", user.tenants()))
                                + "; " + passwordRule(keep)));
    }

    private CompletionStage<ControlReply> setPassword(ControlRequest request, String actor) {
        boolean keep = request.has("keep");
        char[] password = required(request, "password").toCharArray();
        return parts.accounts()
                .password(actor, required(request, "name"), password, keep)
                // Whoever asked for this may have been told that somebody else knows the old one.
                .thenCompose(user -> parts.sessions()
                        .endAllOf(user.id(), null, SessionEnd.PASSWORD)
                        .thenApply(ended ->
                                reply(user, "has another password and no session any more; " + passwordRule(keep))));
    }

    private CompletionStage<ControlReply> importUsers(ControlRequest request, String actor) {
        boolean isDry = request.has("dry-run");
        return parts.imports()
                .run(actor, required(request, "text"), isDry)
                .thenApply(outcome -> outcome instanceof UserImport.Outcome.Refused refused
                        ? AdminRows.refused(refused)
                        : ControlReply.done(imported((UserImport.Outcome.Done) outcome, isDry)));
    }

    private static String imported(UserImport.Outcome.Done done, boolean isDry) {
        String users = done.count() == 1 ? "1 user" : done.count() + " users";
        String weak = done.weak() == 0
                ? ""
                : "; " + done.weak() + " must choose a new password at the first login, as the old hash is weak";
        return isDry ? users + " can be imported" + weak + "; nothing was changed" : users + " imported" + weak;
    }

    private static String passwordRule(boolean keep) {
        return keep ? "the password may be kept" : "the password must be changed at the next login";
    }

    /** Roles are changed one request after the other: two that add to the same set must both be seen. */
    private synchronized CompletionStage<ControlReply> setRoles(ControlRequest request, String actor) {
        CompletionStage<ControlReply> done = lastRoles
                .handle((before, failure) -> true)
                .thenCompose(before -> {
                    User user = parts.accounts().show(required(request, "name"));
                    Set<String> roles = wanted(request, "role", user.roles());
                    return parts.accounts().roles(actor, user.name(), roles);
                })
                .thenApply(user -> reply(user, "has " + words("role", user.roles())));
        lastRoles = done;
        return done;
    }

    /** The same of tenants; they take roles with them, so that both wait for one another. */
    private synchronized CompletionStage<ControlReply> setTenants(ControlRequest request, String actor) {
        CompletionStage<ControlReply> done = lastRoles
                .handle((before, failure) -> true)
                .thenCompose(before -> {
                    User user = parts.accounts().show(required(request, "name"));
                    Set<String> now = Grants.of(user).memberships();
                    return parts.accounts().tenants(actor, user.name(), wanted(request, "tenant", now));
                })
                .thenApply(user -> reply(
                        user, "belongs to " + words("tenant", Grants.of(user).memberships())));
        lastRoles = done;
        return done;
    }

    private static Set<String> wanted(ControlRequest request, String whole, Set<String> now) {
        TreeSet<String> wanted = new TreeSet<>(request.has(whole) ? request.all(whole) : now);
        wanted.addAll(request.all("add"));
        request.all("remove").forEach(wanted::remove);
        return wanted;
    }

    private CompletionStage<ControlReply> listSessions(ControlRequest request, String actor) {
        return now(() -> ControlReply.rows(sessions(request)
                .sorted(Comparator.comparing(Session::openedAt))
                .map(rows::session)
                .toList()));
    }

    private CompletionStage<ControlReply> endSessions(ControlRequest request, String actor) {
        List<Session> ending = sessions(request).toList();
        String id = request.first("session");
        if (ending.isEmpty() && id != null) {
            return CompletableFuture.completedStage(
                    ControlReply.no("there is no session \"" + id + "\"; it may have ended by itself"));
        }
        CompletionStage<Void> all = CompletableFuture.completedStage(null);
        for (int from = 0; from < ending.size(); from += AT_ONCE) {
            List<Session> some = ending.subList(from, Math.min(ending.size(), from + AT_ONCE));
            all = all.thenCompose(before -> ended(some, actor));
        }
        return all.thenApply(done -> ControlReply.done(
                switch (ending.size()) {
                    case 0 -> "there was no session to end";
                    case 1 -> "1 session ended";
                    default -> ending.size() + " sessions ended";
                }));
    }

    private CompletionStage<Void> ended(List<Session> some, String actor) {
        return CompletableFuture.allOf(some.stream()
                .map(session -> proved(session, actor)
                        .thenCompose(proved -> parts.sessions().end(session, SessionEnd.ADMIN))
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    private CompletionStage<Void> proved(Session session, String actor) {
        User user = parts.users().byId(session.userId());
        AuditEvent.Context whose =
                new AuditEvent.Context(session.userId(), user == null ? null : user.name(), null, null, null);
        return parts.trail()
                .append(new AuditEvent.Administered(whose, "sessions.ended", actor, "session: " + session.id()));
    }

    /** Those of one id, of one user, or all. */
    private Stream<Session> sessions(ControlRequest request) {
        String id = request.first("session");
        String name = request.first("user");
        List<Session> of = name == null
                ? parts.sessions().list()
                : parts.sessions().of(parts.accounts().show(name).id());
        return of.stream().filter(session -> id == null || session.id().equals(id));
    }

    private CompletionStage<ControlReply> listLockouts(ControlRequest request, String actor) {
        String user = request.first("user");
        String network = request.first("network");
        String device = request.first("device");
        String id = user == null ? null : parts.accounts().show(user).id();
        Stream<Map<String, Object>> sweeps = parts.accounts().sweeps().stream()
                .filter(sweep -> device == null
                        && (id == null || id.equals(sweep.subject()))
                        && (network == null || network.equals(sweep.network())))
                .map(rows::sweep);
        Stream<Map<String, Object>> counts = parts.accounts().lockouts().stream()
                .filter(state -> (id == null || id.equals(state.key().subject()))
                        && (network == null || network.equals(state.key().place()))
                        && (device == null || state.key().isOnDevice(device)))
                .map(AdminRows::lockout);
        boolean isAny = network == null && device == null;
        Stream<Map<String, Object>> codes = isAny ? factors.wrongCodes(id) : Stream.of();
        return now(() -> ControlReply.rows(
                Stream.of(sweeps, counts, codes).flatMap(all -> all).toList()));
    }

    private CompletionStage<ControlReply> clearLockouts(ControlRequest request, String actor) {
        return parts.accounts()
                .clearLockouts(actor, request.first("user"), request.first("network"), request.first("device"))
                .thenCompose(count -> factors.forgiven(request).thenApply(codes -> count + codes))
                .thenApply(count -> ControlReply.done(
                        switch (count) {
                            case 0 -> "there was no failure to forgive";
                            case 1 -> "1 count of failures is forgiven";
                            default -> count + " counts of failures are forgiven";
                        }));
    }

    private CompletionStage<ControlReply> devices(ControlRequest request, String actor) {
        String name = required(request, "name");
        String id = request.first("revoke");
        if (id == null) {
            User user = parts.accounts().show(name);
            return now(() -> ControlReply.rows(parts.accounts().devices(user).stream()
                    .map(device -> rows.device(user, device))
                    .toList()));
        }
        return parts.accounts()
                .forgetDevice(actor, name, id)
                .thenApply(user -> ControlReply.done(user.name() + " is no longer known on device " + id
                        + "; to end a login there, use: tollgate sessions"));
    }

    private Verb act(Act act, String done) {
        return (request, actor) -> act.on(actor, required(request, "name")).thenApply(user -> reply(user, done));
    }

    private ControlReply reply(User user, String done) {
        return new ControlReply(0, user.name() + " " + done, List.of(rows.user(user)));
    }

    private static String words(String one, Set<String> names) {
        return switch (names.size()) {
            case 0 -> "no " + one;
            case 1 -> one + " " + names.iterator().next();
            default -> one + "s " + String.join(", ", new TreeSet<>(names));
        };
    }

    static String required(ControlRequest request, String argument) {
        String word = request.first(argument);
        if (word == null) {
            throw new IllegalArgumentException(request.verb() + " needs " + argument);
        }
        return word;
    }

    private static CompletionStage<ControlReply> now(Supplier<ControlReply> answer) {
        return CompletableFuture.completedStage(answer.get());
    }

    /** One verb. */
    @FunctionalInterface
    interface Verb {
        CompletionStage<ControlReply> run(ControlRequest request, String actor);
    }

    /** An act on one account. */
    @FunctionalInterface
    private interface Act {
        CompletionStage<User> on(String actor, String name);
    }
}

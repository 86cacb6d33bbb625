package io.tollgate.filters.identity;

import io.tollgate.filters.audit.AuditEvent;
import io.tollgate.filters.audit.AuditTrail;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Takes users over from another product with the hashes of their passwords: all of a file, or none of it. Safe for use by any
 * thread; never blocks for long.
 *
 * <p>A hash is kept as it came until its user logs in: only then is the password there to be hashed anew and judged.
 */
public final class UserImport {
    /** What came of it. */
    public sealed interface Outcome {
        /** All of them are users, or would be. */
        record Done(int count, int weak) implements Outcome {}

        /** Nothing was changed; what is wrong with which line. */
        record Refused(List<ImportFile.Problem> problems) implements Outcome {
            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }

    /** Events of this many users are written together: they share commits, and never fill what waits for those. */
    private static final int AT_ONCE = 512;
    /** Of Argon2id: another gateway's own hashes and those of most products. */
    private static final int MOST_KIB = 128 * 1024;

    private static final int MOST_PASSES = 10;

    private final UserDirectory users;
    private final DeclaredRoles roles;
    private final AuditTrail trail;

    public UserImport(UserDirectory users, DeclaredRoles roles, AuditTrail trail) {
        this.users = users;
        this.roles = roles;
        this.trail = trail;
    }

    /** Takes over what the text of a file says; with {@code isDry} nothing is changed. */
    public CompletionStage<Outcome> run(String actor, String text, boolean isDry) {
        ImportFile file = ImportFile.parse(text, roles.hasTenants());
        List<ImportFile.Problem> problems = new ArrayList<>(file.problems());
        List<User> drafts = drafts(file, problems);
        int weak = (int) drafts.stream().filter(User::mustChangePassword).count();
        if (!problems.isEmpty()) {
            problems.sort((one, other) -> Integer.compare(one.line(), other.line()));
            return CompletableFuture.completedStage(new Outcome.Refused(problems));
        }
        Outcome done = new Outcome.Done(drafts.size(), weak);
        if (isDry || drafts.isEmpty()) {
            return CompletableFuture.completedStage(done);
        }
        return users.addAll(() -> stillFree(drafts), all -> proved(all, actor)).thenApply(all -> done);
    }

    private List<User> drafts(ImportFile file, List<ImportFile.Problem> problems) {
        List<User> drafts = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        for (ImportFile.Row row : file.rows()) {
            List<String> wrong = new ArrayList<>();
            String name = name(row, lines, wrong);
            checkRoles(row, wrong);
            Boolean isWeak = isWeak(row.hash(), wrong);
            checkTenants(row, wrong);
            wrong.forEach(text -> problems.add(new ImportFile.Problem(row.line(), text)));
            if (wrong.isEmpty() && name != null && isWeak != null) {
                drafts.add(draft(name, row, isWeak));
            }
        }
        return drafts;
    }

    private @Nullable String name(ImportFile.Row row, Map<String, Integer> lines, List<String> wrong) {
        try {
            String name = roles.name(row.name());
            Integer before = lines.putIfAbsent(name, row.line());
            if (before != null) {
                wrong.add("\"" + UserName.shown(name) + "\" stands in line " + before + " already");
            } else if (users.byName(name) != null) {
                wrong.add("there is a user \"" + UserName.shown(name) + "\" already; leave out the line");
            }
            return name;
        } catch (RefusedChangeException e) {
            wrong.add(String.valueOf(e.getMessage()));
            return null;
        }
    }

    private void checkRoles(ImportFile.Row row, List<String> wrong) {
        for (String role : row.roles()) {
            try {
                roles.refuseUndeclared(Set.of(role));
            } catch (RefusedChangeException e) {
                wrong.add(String.valueOf(e.getMessage()));
            }
        }
    }

    private void checkTenants(ImportFile.Row row, List<String> wrong) {
        for (String tenant : row.tenants()) {
            try {
                roles.refuseUnknownTenants(Set.of(tenant));
            } catch (RefusedChangeException e) {
                wrong.add(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Whether the password behind it can't be relied upon; null after telling that the hash can't be taken over. */
    private static @Nullable Boolean isWeak(String hash, List<String> wrong) {
        try {
            if (!hash.startsWith("$argon2")) {
                return ImportedHash.required(hash).isWeak();
            }
            Phc.Cost cost = Phc.parse(new PasswordHash(hash)).cost();
            if (cost.memoryKib() > MOST_KIB || cost.passes() > MOST_PASSES) {
                throw new IllegalArgumentException("costs too much to compare with (above " + MOST_KIB / 1024
                        + " MiB or " + MOST_PASSES + " passes); give this user a new password");
            }
            return false;
        } catch (IllegalArgumentException e) {
            wrong.add("the hash " + e.getMessage());
            return null;
        }
    }

    private static User draft(String name, ImportFile.Row row, boolean isWeak) {
        return new User(
                "",
                name,
                new HashSet<>(row.roles()),
                true,
                isWeak,
                new PasswordHash(row.hash()),
                Instant.EPOCH,
                Instant.EPOCH,
                0,
                new PasswordPast(0, isWeak ? ChangeReason.WEAK_HASH : null, List.of()),
                new HashSet<>(row.tenants()));
    }

    /** Asked in turn, when no other change is under way. */
    private List<User> stillFree(List<User> drafts) {
        for (User draft : drafts) {
            if (users.byName(draft.name()) != null) {
                throw new RefusedChangeException(
                        "name.taken", "there is a user \"" + draft.name() + "\" by now; nothing was imported");
            }
        }
        return drafts;
    }

    private CompletionStage<Void> proved(List<User> all, String actor) {
        CompletionStage<Void> done = CompletableFuture.allOf();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<User> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            done = done.thenCompose(before -> CompletableFuture.allOf(some.stream()
                    .map(user -> trail.append(event(user, actor)).toCompletableFuture())
                    .toArray(CompletableFuture[]::new)));
        }
        return done;
    }

    private static AuditEvent event(User user, String actor) {
        return new AuditEvent.Administered(
                new AuditEvent.Context(user.id(), user.name(), null, null, null),
                "users.imported",
                actor,
                Grants.of(user).words());
    }
}

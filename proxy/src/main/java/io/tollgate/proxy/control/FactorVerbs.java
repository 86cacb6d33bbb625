package io.tollgate.proxy.control;

import io.tollgate.filters.factor.FactorLocks;
import io.tollgate.filters.factor.FactorMethod;
import io.tollgate.filters.factor.SetUp;
import io.tollgate.filters.identity.User;
import io.tollgate.filters.identity.UserName;
import io.tollgate.filters.session.SessionEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The administrative acts on second factors, and what is shown of those: never a secret. Immutable. */
record FactorVerbs(AdminVerbs.Parts parts) {
    CompletionStage<ControlReply> list(ControlRequest request, String actor) {
        User user = parts.accounts().show(AdminVerbs.required(request, "name"));
        return CompletableFuture.completedStage(ControlReply.rows(factors(user)));
    }

    /** An act that forgives wrong passwords forgives wrong codes, too. */
    AdminVerbs.Verb unlocking(AdminVerbs.Verb unlock) {
        return (request, actor) -> unlock.run(request, actor)
                .thenCompose(reply -> forgiven(parts.accounts().show(AdminVerbs.required(request, "name")))
                        .thenApply(count -> reply));
    }

    /** What a list of everything about a user says of it. */
    void show(User user, Map<String, Object> row) {
        row.put("second-factor", parts.factors().rules(user).use().word());
        row.put(
                "factors",
                parts.factors().of(user.id()).stream().map(FactorVerbs::words).toList());
        row.put("factor-locked-until", state(user.id()));
        row.put("remembered-devices", (int) parts.factors().remembered(user));
    }

    /** What is counted of wrong codes; of one user, by their id, or with null of all. */
    Stream<Map<String, Object>> wrongCodes(@Nullable String userId) {
        return parts.accounts().list().stream()
                .filter(user -> userId == null || userId.equals(user.id()))
                .filter(user -> parts.factors().locks().failures(user.id()) > 0)
                .map(this::wrongCode);
    }

    /** Whoever asked for this may have been told that somebody else has the factor: their sessions end, unless they are kept. */
    CompletionStage<ControlReply> reset(ControlRequest request, String actor) {
        User user = parts.accounts().show(AdminVerbs.required(request, "name"));
        boolean isKept = request.has("keep-sessions");
        return parts.factors().reset(actor, user, which(request)).thenCompose(gone -> {
            CompletionStage<Void> ended = CompletableFuture.completedStage(null);
            if (isKept) {
                parts.sessions().endPendingOf(user.id(), SessionEnd.ADMIN);
            } else {
                ended = parts.sessions().endAllOf(user.id(), null, SessionEnd.ADMIN);
            }
            String words = gone.stream().map(SetUp::words).collect(Collectors.joining(", "));
            return ended.thenApply(over -> ControlReply.done(
                    user.name() + " has no longer: " + words + "; a code is asked for on every device again"
                            + (isKept ? "" : ", and every session is ended") + next(user)));
        });
    }

    /** What whoever reads that has to know of the next login. */
    private String next(User user) {
        Set<FactorMethod> left =
                parts.factors().of(user.id()).stream().map(SetUp::method).collect(Collectors.toSet());
        return switch (parts.factors().rules(user).step(left, false)) {
            case ENROL -> "; whoever logs in next with the password sets up a second factor";
            case OFFERED, NOTHING -> "; the password alone is enough to log in";
            case CODE -> "";
        };
    }

    /** Those that are named; null for all. */
    private static @Nullable Predicate<SetUp> which(ControlRequest request) {
        List<String> passkeys = request.all("passkey");
        boolean isTotp = request.has("totp");
        boolean isRecovery = request.has("recovery");
        return passkeys.isEmpty() && !isTotp && !isRecovery
                ? null
                : one -> switch (one.method()) {
                    case TOTP -> isTotp;
                    case RECOVERY -> isRecovery;
                    case PASSKEY -> passkeys.contains(one.id());
                };
    }

    /** Wrong codes come from no network or device. */
    CompletionStage<Integer> forgiven(ControlRequest request) {
        String name = request.first("user");
        if (request.first("network") != null || request.first("device") != null) {
            return CompletableFuture.completedStage(0);
        }
        List<User> whose = name == null
                ? parts.accounts().list()
                : parts.accounts().list().stream()
                        .filter(user -> user.name().equals(UserName.normalised(name)))
                        .toList();
        CompletionStage<Integer> all = CompletableFuture.completedStage(0);
        for (User user : whose) {
            if (parts.factors().locks().failures(user.id()) > 0) {
                all = all.thenCombine(forgiven(user), Integer::sum);
            }
        }
        return all;
    }

    private CompletionStage<Integer> forgiven(User user) {
        return parts.factors().locks().clear(user.id()).thenApply(wasCounted -> wasCounted ? 1 : 0);
    }

    private static String words(SetUp factor) {
        return factor.words() + (factor.method() == FactorMethod.RECOVERY ? " (" + factor.note() + ")" : "");
    }

    /** What a user proves a second factor with, and what is counted of wrong codes. */
    private List<Map<String, Object>> factors(User user) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (SetUp factor : parts.factors().of(user.id())) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("factor", factor.method().word());
            row.put("id", factor.method() == FactorMethod.PASSKEY ? factor.id() : "");
            row.put("name", factor.name());
            row.put("since", factor.since() == null ? "" : AdminRows.text(factor.since()));
            row.put("last-used", factor.usedAt() == null ? "" : AdminRows.text(factor.usedAt()));
            row.put("note", factor.note());
            all.add(row);
        }
        int failures = parts.factors().locks().failures(user.id());
        if (failures > 0) {
            Map<String, Object> row = new LinkedHashMap<>();
            String locked = state(user.id());
            row.put("factor", "wrong codes");
            row.put("note", failures + " in a row" + (locked.isEmpty() ? "" : "; locked until " + locked));
            row.put("failures", failures);
            row.put("locked", !locked.isEmpty());
            row.put("until", locked);
            all.add(row);
        }
        return all;
    }

    /** Until when no code of a user is compared; empty where they are. */
    private String state(String userId) {
        FactorLocks locks = parts.factors().locks();
        Duration left = locks.locked(userId);
        if (left.isZero()) {
            return "";
        }
        return locks.isUntilCleared(userId)
                ? "an administrator unlocks"
                : AdminRows.text(parts.clock().instant().plus(left));
    }

    /** What is counted of a user's wrong codes, among lockouts. */
    private Map<String, Object> wrongCode(User user) {
        String until = state(user.id());
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("user", user.name());
        row.put("where", "second factor");
        row.put("failures", parts.factors().locks().failures(user.id()));
        row.put("locked", !until.isEmpty());
        row.put("until", until);
        row.put("changed", "");
        return row;
    }
}

package io.tollgate.proxy.cli;

import io.tollgate.config.Position;
import io.tollgate.filters.factor.FactorMethod;
import io.tollgate.filters.factor.FactorPolicy;
import io.tollgate.filters.factor.FactorRules;
import io.tollgate.filters.factor.FactorStep;
import io.tollgate.filters.identity.Tenants;
import io.tollgate.filters.identity.User;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a user is asked at a login after the password, and which line says so. Immutable.
 *
 * @param has what they have set up, as {@code users show} lists it
 */
record FactorReport(FactorRules rules, FactorStep step, List<String> has) {
    FactorReport {
        has = List.copyOf(has);
    }

    /** What holds for a user; {@code factors} is the member of that name of {@code users show}. */
    static FactorReport of(Tenants tenants, User user, @Nullable Object factors) {
        List<String> has = factors instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
        Set<FactorMethod> methods = EnumSet.noneOf(FactorMethod.class);
        for (FactorMethod method : FactorMethod.values()) {
            if (has.stream().anyMatch(word -> word.split(" ", 2)[0].equals(method.word()))) {
                methods.add(method);
            }
        }
        FactorRules rules = new FactorPolicy(() -> tenants).rules(user);
        return new FactorReport(rules, rules.step(methods, false), has);
    }

    /** A line to stand below the verdict; nothing where there are no second factors at all. */
    String text() {
        if (!rules.isOn() && rules.at() == null) {
            return "";
        }
        return "\n       at a login: " + words() + "\n       second factor "
                + rules.use().word() + " by " + rules.because() + where();
    }

    private String words() {
        return switch (step) {
            case NOTHING -> "the password, and nothing else";
            case OFFERED -> "the password; a second factor may be set up";
            case CODE ->
                "the password, then " + String.join(" or ", has)
                        + (rules.isRemembering() ? ", but for remembered devices" : "");
            case ENROL -> "the password, then a second factor has to be set up";
        };
    }

    private String where() {
        Position at = rules.at();
        return at == null ? " (left out)" : "  " + at;
    }

    /** The same for a program. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("use", rules.use().word());
        json.put("step", step.name().toLowerCase(Locale.ROOT));
        json.put("has", has);
        json.put("because", rules.because());
        Position at = rules.at();
        if (at != null) {
            json.put("file", at.file());
            json.put("line", at.line());
            json.put("column", at.column());
        }
        return Map.of("second-factor", json);
    }
}

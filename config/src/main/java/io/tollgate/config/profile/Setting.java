package io.tollgate.config.profile;

import io.tollgate.config.Profile;
import io.tollgate.config.profile.Bound.AtLeast;
import io.tollgate.config.profile.Bound.Written;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One setting and all that some profiles ask of it.
 *
 * @param path the names of the keys from the top of the file
 */
public record Setting(List<String> path, List<Requirement> requirements) {

    public Setting {
        path = List.copyOf(path);
        requirements = List.copyOf(requirements);
    }

    /**
     * The settings that these profiles ask something of, in the order of their tables.
     *
     * @param isOnlyFactor whether a password is all that somebody shows
     */
    public static List<Setting> of(List<Profile> profiles, boolean isOnlyFactor) {
        Map<String, List<Requirement>> byKey = new LinkedHashMap<>();
        for (Profile profile : profiles) {
            for (Requirement each : ProfileTable.of(profile, isOnlyFactor).requirements()) {
                byKey.computeIfAbsent(each.setting(), key -> new ArrayList<>()).add(each);
            }
        }
        return byKey.entrySet().stream()
                .map(entry -> new Setting(List.of(entry.getKey().split("\\.", -1)), entry.getValue()))
                .toList();
    }

    /** The path as problems name it. */
    public String key() {
        return String.join(".", path);
    }

    /** What a value does not hold. */
    public List<Requirement> brokenBy(String value) {
        return requirements.stream()
                .filter(requirement -> !requirement.bound().holds(value))
                .toList();
    }

    /** Whether no value can hold all of it. */
    public boolean isContradictory() {
        return limit() == null && requirements.stream().anyMatch(each -> !(each.bound() instanceof Written));
    }

    /** The weakest value that holds all of it; null where there is none, or none that could be named. */
    public @Nullable String limit() {
        return Stream.concat(
                        requirements.stream().flatMap(requirement -> requirement.bound().limits().stream()),
                        both().stream())
                .filter(value -> brokenBy(value).stream().allMatch(broken -> broken.bound() instanceof Written))
                .findFirst()
                .orElse(null);
    }

    /** A least time and a least count as one value. */
    private List<String> both() {
        List<String> both = new ArrayList<>();
        for (Requirement time : requirements) {
            for (Requirement count : requirements) {
                if (time.bound() instanceof AtLeast least
                        && count.bound() instanceof AtLeast fewest
                        && Measure.of(least.limit()).unit() == Measure.Unit.TIME
                        && Measure.of(fewest.limit()).unit() == Measure.Unit.COUNT) {
                    both.add(least.limit() + Bound.AND + fewest.limit());
                }
            }
        }
        return both;
    }

    /**
     * What the setting is where it is left out: what a profile prefers, or else what it is without one, or else the limit;
     * the first that holds all of it.
     *
     * @param otherwise what it is without a profile
     */
    public String standard(String otherwise) {
        for (Requirement requirement : requirements) {
            String preferred = requirement.preferred();
            if (preferred != null && brokenBy(preferred).isEmpty()) {
                return preferred;
            }
        }
        String limit = limit();
        return brokenBy(otherwise).isEmpty() || limit == null ? otherwise : limit;
    }

    /** What would hold all of it, in words: {@code at most 15m}. */
    public String asked() {
        String limit = limit();
        boolean isOne = requirements.stream()
                .anyMatch(requirement -> requirement.bound().limits().contains(String.valueOf(limit)));
        return requirements.stream()
                .filter(requirement -> !isOne || requirement.bound().limits().contains(String.valueOf(limit)))
                .map(requirement -> requirement.bound().words())
                .distinct()
                .collect(Collectors.joining(" and "));
    }

    /** Some requirements as a sentence lists them. */
    public static String cited(List<Requirement> requirements) {
        return requirements.stream().map(Requirement::cited).collect(Collectors.joining(" and "));
    }
}

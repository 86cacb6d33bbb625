package io.tollgate.config.reader;

import io.tollgate.config.AcceptedRisk;
import io.tollgate.config.schema.ProfileKeys;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The risks that a file accepts, and which of them were needed. Confined to one reading. */
final class Risks {

    private final Map<String, Placed<AcceptedRisk>> accepted = new LinkedHashMap<>();
    private final Map<String, Place> named = new LinkedHashMap<>();
    private final Set<String> judged = new LinkedHashSet<>();

    private final boolean isTelling;

    private Risks(boolean isTelling) {
        this.isTelling = isTelling;
    }

    /**
     * Reads them; what is missing in one of them is told, and its value is let pass.
     *
     * @param isTelling whether an entry that nothing needs is told: not where a profile could not be read that might
     */
    static Risks read(Section gateway, boolean isTelling) {
        Risks risks = new Risks(isTelling);
        for (Section.Named each : gateway.named(ProfileKeys.ACCEPTED_RISKS)) {
            String setting = each.name().value();
            Place place = each.name().place();
            String why = each.section().find(ProfileKeys.WHY);
            LocalDate until = each.section().find(ProfileKeys.UNTIL);
            risks.named.put(setting, place);
            if (why == null || until == null) {
                risks.judged.add(setting);
            } else {
                risks.accepted.put(setting, new Placed<>(new AcceptedRisk(setting, why, until), place));
            }
        }
        return risks;
    }

    /** What is accepted for a setting, with the place of its name; null where nothing is. */
    @Nullable
    Placed<AcceptedRisk> of(String setting) {
        return accepted.get(setting);
    }

    /** Whether an entry names the setting, in order or not. */
    boolean isNamed(String setting) {
        return named.containsKey(setting);
    }

    /** Whether an entry is there but can't be read: it was told, and nothing more is said of its setting. */
    boolean isUnreadable(String setting) {
        return named.containsKey(setting) && !accepted.containsKey(setting);
    }

    /** A setting was found and its entry, if there is one, was needed or told. */
    void judged(String setting) {
        judged.add(setting);
    }

    /** Tells what is wrong with the entry of a setting, if there is one and nothing was told of it before. */
    void problem(String setting, String what, String remedy) {
        Place place = named.get(setting);
        if (place != null && judged.add(setting) && isTelling) {
            place.problem(what, remedy);
        }
    }

    /** The settings of entries that nothing was found for. */
    Collection<String> unjudged() {
        List<String> left = new ArrayList<>(named.keySet());
        left.removeAll(judged);
        return left;
    }

    List<AcceptedRisk> all() {
        return accepted.values().stream().map(Placed::value).toList();
    }
}

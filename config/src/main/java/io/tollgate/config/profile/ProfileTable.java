package io.tollgate.config.profile;

import io.tollgate.config.Control.Figure;
import io.tollgate.config.Control.Source;
import io.tollgate.config.Profile;
import java.util.ArrayList;
import java.util.List;

/** All that one profile asks for, in the order in which it is shown. Confined to one thread while it is filled. */
public final class ProfileTable {

    private final Profile profile;
    private final boolean isOnlyFactor;
    private final List<Requirement> requirements = new ArrayList<>();
    private final List<Fact> facts = new ArrayList<>();

    private ProfileTable(Profile profile, boolean isOnlyFactor) {
        this.profile = profile;
        this.isOnlyFactor = isOnlyFactor;
    }

    /**
     * What a profile asks for.
     *
     * @param isOnlyFactor whether a password is all that somebody shows, because a second factor is not required
     */
    public static ProfileTable of(Profile profile, boolean isOnlyFactor) {
        ProfileTable table = new ProfileTable(profile, isOnlyFactor);
        switch (profile) {
            case HIPAA -> Hipaa.fill(table);
            case PCI_DSS_4 -> PciDss.fill(table);
            case NIST_AAL2 -> NistAal2.fill(table);
            case ASVS_L2 -> Asvs.fill(table);
        }
        return table;
    }

    /** What is asked of settings. */
    public List<Requirement> requirements() {
        return List.copyOf(requirements);
    }

    /** Clauses that no setting decides. */
    public List<Fact> facts() {
        return List.copyOf(facts);
    }

    /** Whether a password is all that somebody shows: some clauses ask more of it then. */
    boolean isOnlyFactor() {
        return isOnlyFactor;
    }

    /** A clause that gives the figure itself. */
    ProfileTable asks(String clause, String topic, String setting, Bound bound) {
        requirements.add(new Requirement(profile, clause, topic, setting, bound, null, Figure.STANDARD));
        return this;
    }

    /** A clause that asks for the thing and leaves the figure to whoever does it. */
    ProfileTable means(String clause, String topic, String setting, Bound bound) {
        requirements.add(new Requirement(profile, clause, topic, setting, bound, null, Figure.TOLLGATE));
        return this;
    }

    /** What the setting named last is where it is left out. */
    ProfileTable preferring(String value) {
        int last = requirements.size() - 1;
        requirements.set(last, requirements.get(last).prefers(value));
        return this;
    }

    ProfileTable always(String clause, String topic, String how) {
        facts.add(new Fact(profile, clause, topic, Source.ALWAYS, how, null));
        return this;
    }

    ProfileTable open(String clause, String topic, String missing) {
        facts.add(new Fact(profile, clause, topic, Source.OPEN, missing, null));
        return this;
    }

    /** How a clause is met where a file has a key. */
    ProfileTable alwaysWith(String key, String clause, String topic, String how) {
        facts.add(new Fact(profile, clause, topic, Source.ALWAYS, how, key));
        return this;
    }
}

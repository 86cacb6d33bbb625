package io.tollgate.config.profile;

import io.tollgate.config.Control.Figure;
import io.tollgate.config.Profile;
import org.jspecify.annotations.Nullable;

/**
 * What one clause asks of one setting.
 *
 * @param topic what the clause is about, in a few words
 * @param setting the path of the key at the top of the file; {@code tls.minimum} stands for every {@code tls} there is,
 *     {@code networks.*.factor} for every declared network's {@code factor} times {@code lockout.after}
 * @param preferred what the setting is where it is left out; null: what it is without a profile, or else the bound
 * @param figure whose figure the bound is
 */
public record Requirement(
        Profile profile,
        String clause,
        String topic,
        String setting,
        Bound bound,
        @Nullable String preferred,
        Figure figure) {

    /** The same with a bound that follows from another setting. */
    public Requirement bounded(Bound other) {
        return new Requirement(profile, clause, topic, setting, other, preferred, figure);
    }

    Requirement prefers(String value) {
        return new Requirement(profile, clause, topic, setting, bound, value, figure);
    }

    /** The profile, the clause and what it asks for: {@code pci-dss-4 (PCI DSS 4.0.1, 8.2.8: at most 15m)}. */
    public String cited() {
        String whose = figure == Figure.TOLLGATE ? ", by Tollgate's figure" : "";
        return profile.word() + " (" + profile.cite(clause) + whose + ": " + bound.words() + ")";
    }
}

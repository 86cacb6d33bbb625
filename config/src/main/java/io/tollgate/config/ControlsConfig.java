package io.tollgate.config;

import java.time.LocalDate;
import java.util.List;

/**
 * Which standards the settings are held to, and how each of their clauses is met.
 *
 * @param profiles empty: the settings are held to none
 * @param risks what is accepted, in the order of the file
 * @param controls by profile, in the order of its standard's table
 */
public record ControlsConfig(List<Profile> profiles, List<AcceptedRisk> risks, List<Control> controls) {

    private static final int SOON = 30;

    public static final ControlsConfig NONE = new ControlsConfig(List.of(), List.of(), List.of());

    public ControlsConfig {
        profiles = List.copyOf(profiles);
        risks = List.copyOf(risks);
        controls = List.copyOf(controls);
    }

    /** The accepted risks whose last day is over. */
    public List<AcceptedRisk> past(LocalDate today) {
        return risks.stream().filter(risk -> !risk.isOn(today)).toList();
    }

    /** The accepted risks whose last day is not over but comes within 30 days. */
    public List<AcceptedRisk> ending(LocalDate today) {
        return risks.stream()
                .filter(risk -> risk.isOn(today) && !risk.isOn(today.plusDays(SOON)))
                .toList();
    }

    /** The clauses that nothing meets as things are. */
    public List<Control> open() {
        return controls.stream()
                .filter(control -> control.source() == Control.Source.OPEN)
                .toList();
    }
}

package io.tollgate.filters.access;

import io.tollgate.config.ParameterCondition;
import io.tollgate.filters.http.Parameter;
import java.util.List;

/**
 * A condition on a parameter: strict where it allows, wide where it denies. Immutable.
 *
 * <p>Names that a backend takes for the same ({@code Action}, {@code action[]}, {@code  action}) are the same to a denial,
 * and keep a permit away.
 */
final class Condition {
    private final String name;
    private final String value;
    private final String foldedName;
    private final String foldedValue;

    Condition(ParameterCondition condition) {
        this.name = condition.name();
        this.value = condition.value();
        this.foldedName = mangled(wide(name));
        this.foldedValue = wide(value);
    }

    /** Whether any occurrence matches to a reader who decodes, trims and ignores letter case. */
    boolean isMetByAny(List<Parameter> parameters) {
        for (Parameter parameter : parameters) {
            if (isNamed(parameter.name()) && isValue(parameter.value())) {
                return true;
            }
        }
        return false;
    }

    /** Whether an occurrence of the name, in any spelling of it, is not exactly what is asked for. */
    boolean isBrokenByAny(List<Parameter> parameters) {
        for (Parameter parameter : parameters) {
            if (isNamed(parameter.name()) && !isExactly(parameter)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an occurrence is exactly what is asked for. */
    boolean isMetExactly(List<Parameter> parameters) {
        for (Parameter parameter : parameters) {
            if (isExactly(parameter)) {
                return true;
            }
        }
        return false;
    }

    private boolean isExactly(Parameter parameter) {
        return parameter.isCertain()
                && parameter.name().equals(name)
                && parameter.value().equals(value);
    }

    private boolean isNamed(String other) {
        String folded = wide(other);
        int question = 0;
        while (question < folded.length() && folded.charAt(question) == '?') {
            question++;
        }
        folded = folded.substring(question).strip();
        int bracket = folded.indexOf('[');
        return mangled(folded).equals(foldedName)
                || (bracket > 0 && mangled(folded.substring(0, bracket)).equals(foldedName));
    }

    private boolean isValue(String other) {
        int nul = other.indexOf('\0');
        return wide(other).equals(foldedValue)
                || (nul >= 0 && wide(other.substring(0, nul)).equals(foldedValue));
    }

    /** Folded, without control characters, trimmed. */
    private static String wide(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isISOControl(c)) {
                kept.append(c);
            } else if (c == '\t' || c == '\n' || c == '\r') {
                kept.append(' ');
            }
        }
        return Folding.fold(kept.toString()).strip();
    }

    /** As PHP names a parameter: what its variables can't hold becomes an underscore. */
    private static String mangled(String name) {
        return name.replace('.', '_').replace(' ', '_').replace('[', '_');
    }
}

package io.tollgate.config.reader;

import io.tollgate.config.MalformedValueException;
import io.tollgate.config.RulePattern;
import io.tollgate.config.reader.AppDraft.RoleDraft;
import io.tollgate.config.schema.AppKeys;
import io.tollgate.config.schema.Key;
import io.tollgate.config.schema.RuleKeys;
import io.tollgate.config.schema.ValueType.TableType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the patterns of one app. */
final class RuleReader {

    private final AppPath path;

    RuleReader(AppPath path) {
        this.path = path;
    }

    /** The patterns of a list over whole paths; what is wrong is told and left out. */
    List<Placed<RulePattern>> rules(Section section, Key<List<String>> key) {
        return section.list(key).stream()
                .map(this::rule)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Rules of which no fresh factor is asked, as there is nothing that they allow to somebody. */
    List<Placed<RulePattern>> plain(Section section, Key<List<TableType>> key) {
        List<Placed<RulePattern>> rules = new ArrayList<>();
        for (Section table : section.tables(key, RuleKeys.ALLOWING)) {
            if (table.has(RuleKeys.STEP_UP)) {
                table.place(RuleKeys.STEP_UP)
                        .problem(
                                "a fresh factor is asked for where a role is allowed something, not in " + key.name(),
                                "mark the rule in allow, and write the pattern alone here");
            }
            add(table, rules);
        }
        return rules;
    }

    private @Nullable Placed<RulePattern> add(Section table, List<Placed<RulePattern>> rules) {
        Placed<String> text = table.placed(RuleKeys.MATCH);
        Placed<RulePattern> rule = text == null ? null : rule(text);
        if (rule != null) {
            rules.add(rule);
        }
        return rule;
    }

    private @Nullable Placed<RulePattern> rule(Placed<String> text) {
        try {
            RulePattern pattern = RulePattern.parse(text.value(), text.place().at());
            return path.below(new Placed<>(pattern, text.place()));
        } catch (MalformedValueException e) {
            text.problem(e.what(), e.remedy());
            return null;
        }
    }

    /** The patterns of requests that do not count as somebody being there. */
    List<Placed<RulePattern>> activity(Section app) {
        return rules(app.table(AppKeys.ACTIVITY), AppKeys.IGNORE);
    }

    /** The paths that other sites post back to: only those, as every such request is a POST of anything. */
    List<Placed<RulePattern>> returns(Section app) {
        List<Placed<RulePattern>> paths = new ArrayList<>();
        for (Placed<RulePattern> rule : rules(app, AppKeys.RETURNS)) {
            if (rule.value().methods().isEmpty() && rule.value().parameters().isEmpty()) {
                paths.add(rule);
            } else {
                rule.problem("\"" + rule.value().text() + "\" is more than a path", "write the path alone");
            }
        }
        return paths;
    }

    /** The roles of an app in the order of the file. */
    List<RoleDraft> access(Section app) {
        List<RoleDraft> roles = new ArrayList<>();
        for (Section.Named role : app.named(AppKeys.ACCESS)) {
            roles.add(role(role));
        }
        return roles;
    }

    /** One role. */
    RoleDraft role(Section.Named role) {
        List<Placed<RulePattern>> allow = new ArrayList<>();
        List<Placed<RulePattern>> stepUp = new ArrayList<>();
        for (Section table : role.section().tables(AppKeys.ALLOW)) {
            Placed<RulePattern> rule = add(table, allow);
            if (rule != null && table.find(RuleKeys.STEP_UP) != null) {
                stepUp.add(rule);
            }
        }
        return new RoleDraft(role.name(), allow, plain(role.section(), AppKeys.DENY), stepUp);
    }
}

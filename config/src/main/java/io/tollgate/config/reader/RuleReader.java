package io.tollgate.config.reader;

import io.tollgate.config.MalformedValueException;
import io.tollgate.config.RulePattern;
import io.tollgate.config.reader.AppDraft.RoleDraft;
import io.tollgate.config.schema.AppKeys;
import io.tollgate.config.schema.Key;
import java.util.ArrayList;
import java.util.List;

/** Reads the patterns of one app. */
final class RuleReader {

    private final AppPath path;

    RuleReader(AppPath path) {
        this.path = path;
    }

    /** The patterns of a list over whole paths; what is wrong is told and left out. */
    List<Placed<RulePattern>> rules(Section section, Key<List<String>> key) {
        List<Placed<RulePattern>> rules = new ArrayList<>();
        for (Placed<String> text : section.list(key)) {
            try {
                RulePattern pattern =
                        RulePattern.parse(text.value(), text.place().at());
                Placed<RulePattern> below = path.below(new Placed<>(pattern, text.place()));
                if (below != null) {
                    rules.add(below);
                }
            } catch (MalformedValueException e) {
                text.problem(e.what(), e.remedy());
            }
        }
        return rules;
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
        return new RoleDraft(role.name(), rules(role.section(), AppKeys.ALLOW), rules(role.section(), AppKeys.DENY));
    }
}

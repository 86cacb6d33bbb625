package io.tollgate.config.reader;

import io.tollgate.config.PatternSegment;
import io.tollgate.config.PatternSegment.AnyDepth;
import io.tollgate.config.PatternSegment.Literal;
import io.tollgate.config.RulePattern;
import io.tollgate.config.reader.AppDraft.RoleDraft;
import io.tollgate.config.rule.PathInfo;
import io.tollgate.config.rule.PatternCoverage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds rules that can never match, and public ones that open more than they say. */
final class RuleChecks {

    private final String prefix;
    private final List<PatternSegment> own;

    RuleChecks(String prefix) {
        this.prefix = prefix;
        this.own = new ArrayList<>();
        Arrays.stream(prefix.substring(1).split("/", -1)).map(Literal::new).forEach(own::add);
        own.add(AnyDepth.ANY_DEPTH);
    }

    void check(AppDraft app) {
        Placed<String> path = app.path();
        if (path != null && (path.value().equals(prefix) || path.value().startsWith(prefix + "/"))) {
            path.problem("is the gateway's own (prefix: " + prefix + ")", "choose another path");
            return;
        }
        app.publicRules().forEach(this::belowPrefix);
        app.publicRules().forEach(RuleChecks::pathInfo);
        app.login().rules().forEach(this::belowPrefix);
        for (RoleDraft role : app.access()) {
            role.allow().forEach(this::belowPrefix);
            role.deny().forEach(this::belowPrefix);
            List<RulePattern> denies = Placed.values(role.deny());
            role.allow().forEach(allow -> denied(allow, denies));
            role.stepUp().forEach(marked -> open(marked, Placed.values(app.publicRules())));
        }
    }

    private void belowPrefix(Placed<RulePattern> rule) {
        if (PatternCoverage.coversPath(own, rule.value().segments(), false)) {
            rule.problem(
                    "\"" + rule.value().text() + "\" can never match: what is below " + prefix
                            + "/ is the gateway's own",
                    "remove it");
        }
    }

    private static void denied(Placed<RulePattern> allow, List<RulePattern> denies) {
        List<RulePattern> denying = PatternCoverage.denying(allow.value(), denies);
        if (!denying.isEmpty()) {
            String texts = String.join(
                    " and ",
                    denying.stream().map(deny -> "\"" + deny.text() + "\"").toList());
            allow.problem(
                    "\"" + allow.value().text() + "\" can never match: the same role is denied all of it by " + texts
                            + " at " + denying.get(0).at(),
                    "remove one of them");
        }
    }

    private static void open(Placed<RulePattern> marked, List<RulePattern> publicRules) {
        List<RulePattern> opening = PatternCoverage.denying(marked.value(), publicRules);
        if (!opening.isEmpty()) {
            marked.problem(
                    "\"" + marked.value().text() + "\" can never ask for a fresh factor: all of it is public by \""
                            + opening.get(0).text() + "\" at " + opening.get(0).at(),
                    "remove one of them");
        }
    }

    private static void pathInfo(Placed<RulePattern> rule) {
        if (PathInfo.reaches(rule.value())) {
            rule.problem(
                    "\"" + rule.value().text() + "\" also opens every script that takes a path after its name, as in "
                            + PathInfo.example(rule.value()),
                    "name folders instead, such as \"GET /static/**\"");
        }
    }
}

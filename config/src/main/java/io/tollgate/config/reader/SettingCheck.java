package io.tollgate.config.reader;

import io.tollgate.config.AcceptedRisk;
import io.tollgate.config.Control;
import io.tollgate.config.Control.Source;
import io.tollgate.config.MalformedValueException;
import io.tollgate.config.Position;
import io.tollgate.config.profile.Bound.Words;
import io.tollgate.config.profile.Bound.Written;
import io.tollgate.config.profile.Requirement;
import io.tollgate.config.profile.Setting;
import io.tollgate.config.schema.Key;
import io.tollgate.config.schema.KeyPaths;
import io.tollgate.config.schema.ValueType.ScalarType;
import io.tollgate.config.yaml.YamlEdit;
import io.tollgate.config.yaml.YamlNode;
import io.tollgate.config.yaml.YamlNode.Kind;
import io.tollgate.config.yaml.YamlNode.YamlScalar;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Holds one setting after the other to what profiles ask of it, at the top of the file and below it. */
final class SettingCheck {

    /** Below these names stand tables that repeat settings of the top, and may only tighten them. */
    private static final List<String> NAMED = List.of("apps", "tenants");

    private final Place profile;
    private final Risks risks;
    private final LocalDate today;
    private final List<Control> controls = new ArrayList<>();

    /** The place is where what is said by no place else is told: that of {@code profile}. */
    SettingCheck(Place profile, Risks risks, LocalDate today) {
        this.profile = profile;
        this.risks = risks;
        this.today = today;
    }

    List<Control> controls() {
        return controls;
    }

    /** A setting of which this release has no key. */
    void later(Setting setting) {
        for (Requirement requirement : setting.requirements()) {
            controls.add(control(requirement, setting.key(), "not in this release", Source.OPEN, null, null));
        }
    }

    /** The file with the setting at its top as the profiles let it stand. */
    YamlNode top(Setting setting, YamlNode root) {
        Key<?> key = Objects.requireNonNull(KeyPaths.find(setting.path()));
        YamlNode node = YamlEdit.find(root, setting.path());
        if (node == null) {
            return leftOut(setting, KeyPaths.standard(key), root);
        }
        if (!(node instanceof YamlScalar written) || !isWellFormed(key, written)) {
            risks.judged(setting.key()); // The reader of the key tells what is wrong with it.
            return root;
        }
        List<Requirement> broken = setting.brokenBy(written.text());
        Placed<AcceptedRisk> risk = risks.of(setting.key());
        if (broken.isEmpty()) {
            risks.problem(
                    setting.key(),
                    "\"" + written.text() + "\" is as strict as " + Setting.cited(setting.requirements())
                            + " asks for: there is nothing to accept",
                    "remove this entry");
        } else if (!isAccepted(setting.key())) {
            tell(setting, setting.key(), written, broken);
            String limit = setting.limit();
            return limit == null ? root : YamlEdit.with(root, setting.path(), scalar(limit, written.at()));
        }
        risks.judged(setting.key());
        rows(setting, setting.key(), written, broken, risk == null ? null : risk.value());
        return root;
    }

    private YamlNode leftOut(Setting setting, String otherwise, YamlNode root) {
        if (setting.isContradictory()) {
            contradiction(setting);
            risks.judged(setting.key());
            return root;
        }
        String standard = setting.standard(otherwise);
        risks.problem(
                setting.key(),
                "the setting is left out, which leaves it as strict as the profiles ask for",
                "write " + setting.key() + ", or remove this entry");
        boolean isSame = standard.equals(otherwise);
        for (Requirement requirement : setting.requirements()) {
            boolean isOpen = !requirement.bound().holds(standard);
            Source source = isOpen ? Source.OPEN : isSame ? Source.DEFAULT : Source.PROFILE;
            String value = standard.isEmpty() ? "left out" : standard;
            controls.add(control(requirement, setting.key(), value, source, null, null));
        }
        return isSame ? root : YamlEdit.with(root, setting.path(), scalar(standard, profile.at()));
    }

    private void contradiction(Setting setting) {
        String what = Setting.cited(setting.requirements()) + " contradict each other on " + setting.key();
        Placed<AcceptedRisk> risk = risks.of(setting.key());
        if (risk == null) {
            profile.problem(what, "write " + setting.key() + " as you decide, and " + accepting(setting.key()));
        } else {
            risk.problem(what + ", which is left out", "write " + setting.key() + " too, as you decide");
        }
    }

    /** The file with what apps or tenants write of the setting as the profiles let it stand. */
    YamlNode below(Setting setting, YamlNode root) {
        YamlNode held = root;
        for (String table : NAMED) {
            for (String name : YamlEdit.names(root, List.of(table))) {
                List<String> path = new ArrayList<>(List.of(table, name));
                path.addAll(setting.path());
                Key<?> key = KeyPaths.find(path);
                if (key != null
                        && YamlEdit.find(held, path) instanceof YamlScalar written
                        && isWellFormed(key, written)) {
                    held = nested(setting, path, written, held);
                }
            }
        }
        return held;
    }

    /** What is accepted at the top is accepted below it, where a value may be no weaker than there. */
    private YamlNode nested(Setting setting, List<String> path, YamlScalar written, YamlNode root) {
        String key = String.join(".", path);
        List<Requirement> broken = setting.brokenBy(written.text());
        if (broken.isEmpty()) {
            risks.problem(key, "\"" + written.text() + "\" is as strict as the profiles ask for", "remove this entry");
        } else if (!isAccepted(key) && !isAccepted(setting.key())) {
            if (!setting.isContradictory()) {
                tell(setting, key, written, broken);
            }
            return YamlEdit.without(root, path);
        }
        Placed<AcceptedRisk> own = risks.of(key);
        Placed<AcceptedRisk> risk = own == null ? risks.of(setting.key()) : own;
        risks.judged(key);
        rows(setting, key, written, broken, risk == null ? null : risk.value());
        return root;
    }

    private boolean isAccepted(String key) {
        Placed<AcceptedRisk> risk = risks.of(key);
        return risk == null ? risks.isUnreadable(key) : risk.value().isOn(today);
    }

    private void tell(Setting setting, String key, YamlScalar written, List<Requirement> broken) {
        risks.judged(key);
        Place place = new Place(profile.findings(), key, written);
        Placed<AcceptedRisk> risk = risks.of(key);
        String past = risk == null
                ? ""
                : ", and the risk accepted at " + risk.place().at() + " ended with "
                        + risk.value().until();
        if (setting.isContradictory()) {
            place.problem(
                    Setting.cited(setting.requirements()) + " contradict each other here" + past,
                    risk == null ? accepting(key) : "accept it anew with a later day");
            return;
        }
        boolean isTop = key.equals(setting.key());
        String instead = isTop ? accepting(key) : "leave it out";
        boolean isWeaker = broken.stream().noneMatch(each -> each.bound() instanceof Words);
        place.problem(
                "\"" + written.text() + (isWeaker ? "\" is weaker than " : "\" is not what ") + Setting.cited(broken)
                        + " asks for" + past,
                "give " + setting.asked() + ", or " + (risk == null ? instead : "accept it anew with a later day"));
    }

    private static String accepting(String key) {
        return "accept the risk: accepted-risks: { " + key + ": { why: ..., until: YYYY-MM-DD } }";
    }

    private void rows(
            Setting setting, String key, YamlScalar written, List<Requirement> broken, @Nullable AcceptedRisk risk) {
        for (Requirement requirement : setting.requirements()) {
            boolean isBroken = broken.contains(requirement);
            Source source = isBroken ? Source.ACCEPTED : Source.WRITTEN;
            controls.add(control(requirement, key, written.text(), source, written.at(), isBroken ? risk : null));
        }
    }

    private static Control control(
            Requirement requirement,
            String key,
            String value,
            Source source,
            @Nullable Position at,
            @Nullable AcceptedRisk risk) {
        boolean isBare = requirement.bound() instanceof Written;
        return new Control(
                requirement.profile(),
                requirement.clause(),
                requirement.topic(),
                key,
                value,
                isBare ? "" : requirement.bound().words(),
                requirement.figure(),
                source,
                at,
                risk);
    }

    private static boolean isWellFormed(Key<?> key, YamlScalar written) {
        if (!(key.type() instanceof ScalarType<?> type) || !type.kinds().contains(written.kind())) {
            return false;
        }
        try {
            return type.parser().apply(written.text()) != null;
        } catch (MalformedValueException e) {
            return false;
        }
    }

    private static YamlScalar scalar(String text, Position at) {
        Kind kind = text.matches("[0-9]+")
                ? Kind.INTEGER
                : text.equals("true") || text.equals("false") ? Kind.BOOLEAN : Kind.TEXT;
        return new YamlScalar(at, text, kind);
    }
}

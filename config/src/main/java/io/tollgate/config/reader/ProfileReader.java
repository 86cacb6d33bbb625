package io.tollgate.config.reader;

import io.tollgate.config.Control;
import io.tollgate.config.Control.Figure;
import io.tollgate.config.ControlsConfig;
import io.tollgate.config.FactorUse;
import io.tollgate.config.Profile;
import io.tollgate.config.profile.Fact;
import io.tollgate.config.profile.ProfileTable;
import io.tollgate.config.profile.Requirement;
import io.tollgate.config.profile.Setting;
import io.tollgate.config.schema.KeyPaths;
import io.tollgate.config.schema.ProfileKeys;
import io.tollgate.config.yaml.YamlEdit;
import io.tollgate.config.yaml.YamlNode;
import io.tollgate.config.yaml.YamlNode.YamlList;
import io.tollgate.config.yaml.YamlNode.YamlScalar;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds a file to its profiles before anything else reads it: whatever is weaker is told, and whatever is left out stands
 * there afterwards as the profiles want it, so that no other reader needs to know of them. Confined to one reading.
 */
final class ProfileReader {

    private static final List<String> SECOND_FACTOR = List.of("second-factor", "use");

    private final List<Placed<Profile>> profiles;
    private final Risks risks;
    private final boolean isOnlyFactor;
    private final List<Setting> settings;
    private final SettingCheck check;
    private final TlsControls tls = new TlsControls();
    private final List<Control> facts = new ArrayList<>();

    private ProfileReader(List<Placed<Profile>> profiles, boolean areAll, Section gateway, LocalDate today) {
        this.profiles = profiles;
        this.risks = Risks.read(gateway, areAll);
        this.isOnlyFactor = isPasswordAlone(gateway.place().node());
        this.settings = Setting.of(Placed.values(profiles), isOnlyFactor);
        this.check = new SettingCheck(gateway.place(ProfileKeys.PROFILE), risks, today);
    }

    /** Reads {@code profile} and {@code accepted-risks}. */
    static ProfileReader read(Section gateway, LocalDate today) {
        Set<Profile> seen = new LinkedHashSet<>();
        List<Placed<Profile>> profiles = new ArrayList<>();
        List<Placed<Profile>> named = gateway.list(ProfileKeys.PROFILE);
        for (Placed<Profile> profile : named) {
            if (seen.add(profile.value())) {
                profiles.add(profile);
            } else {
                profile.problem("\"" + profile.value().word() + "\" is named twice", "keep one of them");
            }
        }
        return new ProfileReader(profiles, named.size() == written(gateway), gateway, today);
    }

    /** Whether something less than a second factor for everybody is written: left out, it is what the profiles ask for. */
    private static boolean isPasswordAlone(YamlNode root) {
        return YamlEdit.find(root, SECOND_FACTOR) instanceof YamlScalar use
                && !use.text().equals(FactorUse.REQUIRED.word());
    }

    /** How many the file names, known ones or not; one too many where it names none although it has the key. */
    private static int written(Section gateway) {
        if (!gateway.has(ProfileKeys.PROFILE)) {
            return 0;
        }
        return gateway.place(ProfileKeys.PROFILE).node() instanceof YamlList list
                ? Math.max(1, list.items().size())
                : 1;
    }

    /** The whole file as the profiles let it stand. */
    YamlNode held(YamlNode root) {
        YamlNode held = root;
        Setting networks = null; // Comes last: it follows from lockout.after.
        for (Setting setting : settings) {
            if (setting.key().equals(TlsControls.SETTING)) {
                tls.show(setting, root);
            } else if (setting.key().equals(NetworkFactors.SETTING)) {
                networks = setting;
            } else if (KeyPaths.find(setting.path()) == null) {
                check.later(setting);
            } else {
                held = check.below(setting, check.top(setting, held));
            }
        }
        for (Profile profile : Placed.values(profiles)) {
            ProfileTable.of(profile, isOnlyFactor).facts().stream()
                    .filter(fact -> fact.onlyWith() == null || YamlEdit.find(root, List.of(fact.onlyWith())) != null)
                    .forEach(fact -> facts.add(control(fact)));
        }
        return networks == null ? held : NetworkFactors.held(networks, held, check);
    }

    /** An included file as the profiles let it stand. Comes after the file that includes it. */
    YamlNode included(YamlNode root) {
        YamlNode held = root;
        for (Setting setting : settings) {
            held = check.below(setting, held);
        }
        return held;
    }

    /** What came of it, after the file and all that it includes were held; tells which entries nothing needed. */
    ControlsConfig controls() {
        for (String setting : risks.unjudged()) {
            unneeded(setting);
        }
        List<Control> controls = new ArrayList<>(check.controls());
        controls.addAll(tls.controls());
        controls.addAll(facts);
        List<Profile> order = Placed.values(profiles);
        controls.sort(Comparator.comparingInt((Control control) -> order.indexOf(control.profile()))
                .thenComparingInt(control -> rank(control)));
        return new ControlsConfig(order, risks.all(), controls);
    }

    /** Where the clause stands in the table of its profile. */
    private int rank(Control control) {
        List<Requirement> table =
                ProfileTable.of(control.profile(), isOnlyFactor).requirements();
        for (int i = 0; i < table.size(); i++) {
            if (table.get(i).clause().equals(control.clause())
                    && table.get(i).topic().equals(control.topic())) {
                return i;
            }
        }
        return table.size();
    }

    private static Control control(Fact fact) {
        return new Control(
                fact.profile(),
                fact.clause(),
                fact.topic(),
                null,
                fact.what(),
                "",
                Figure.STANDARD,
                fact.source(),
                null,
                null);
    }

    private void unneeded(String setting) {
        if (profiles.isEmpty()) {
            risks.problem(setting, "there is no profile that asks for anything", "name one by profile, or remove this");
            return;
        }
        boolean isKey = KeyPaths.find(List.of(setting.split("\\.", -1))) != null;
        List<String> known = settings.stream()
                .map(Setting::key)
                .filter(key -> !key.equals(TlsControls.SETTING)) // No value that can be written is weaker.
                .map(key -> key.replace("*", "NAME"))
                .toList();
        String none = "remove it; asked for here are " + String.join(", ", known);
        if (isKey) {
            risks.problem(setting, "no profile named here asks anything of it", none);
        } else {
            risks.problem(setting, "unknown setting", Nearest.remedy(setting, known, none));
        }
    }
}

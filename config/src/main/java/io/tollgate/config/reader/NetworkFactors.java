package io.tollgate.config.reader;

import io.tollgate.config.LockoutConfig;
import io.tollgate.config.profile.Bound.AtMost;
import io.tollgate.config.profile.Requirement;
import io.tollgate.config.profile.Setting;
import io.tollgate.config.yaml.YamlEdit;
import io.tollgate.config.yaml.YamlNode;
import io.tollgate.config.yaml.YamlNode.YamlScalar;
import java.util.List;

/**
 * Holds what a declared network may fail to what profiles allow from anywhere: its {@code factor} multiplies
 * {@code lockout.after}, so that the one is bounded by the other.
 */
final class NetworkFactors {

    /** What profiles call it; their figure is that of both together. */
    static final String SETTING = "networks.*.factor";

    private NetworkFactors() {}

    /** The file with each network's factor as the profiles let it stand. Comes after {@code lockout.after}. */
    static YamlNode held(Setting together, YamlNode root, SettingCheck check) {
        int after = after(root);
        YamlNode held = root;
        for (String name : YamlEdit.names(root, List.of("networks"))) {
            List<Requirement> alone = together.requirements().stream()
                    .map(requirement -> requirement.bounded(factor(requirement, after)))
                    .toList();
            held = check.top(new Setting(List.of("networks", name, "factor"), alone), held);
        }
        return held;
    }

    private static AtMost factor(Requirement together, int after) {
        int most = Integer.parseInt(together.bound().limits().get(0));
        return new AtMost(Integer.toString(Math.max(1, most / after)));
    }

    private static int after(YamlNode root) {
        return YamlEdit.find(root, List.of("lockout", "after")) instanceof YamlScalar written
                        && written.text().matches("[1-9][0-9]{0,8}")
                ? Integer.parseInt(written.text())
                : LockoutConfig.DEFAULT.after();
    }
}

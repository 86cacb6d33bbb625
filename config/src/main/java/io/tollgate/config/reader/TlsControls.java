package io.tollgate.config.reader;

import io.tollgate.config.Control;
import io.tollgate.config.Control.Source;
import io.tollgate.config.profile.Requirement;
import io.tollgate.config.profile.Setting;
import io.tollgate.config.schema.KeyPaths;
import io.tollgate.config.schema.ListenerKeys;
import io.tollgate.config.yaml.YamlEdit;
import io.tollgate.config.yaml.YamlNode;
import io.tollgate.config.yaml.YamlNode.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says which oldest version each {@code tls} speaks that clients meet: no profile refuses one that can be written. */
final class TlsControls {

    /** What profiles call it, wherever it stands. */
    static final String SETTING = "tls.minimum";

    private final List<Control> controls = new ArrayList<>();

    List<Control> controls() {
        return controls;
    }

    void show(Setting setting, YamlNode root) {
        List<YamlNode> listeners = YamlEdit.items(root, List.of("listeners"));
        for (int i = 0; i < listeners.size(); i++) {
            show(setting, "listeners[" + i + "].", listeners.get(i));
        }
        show(setting, "admin.", YamlEdit.find(root, List.of("admin")));
    }

    private void show(Setting setting, String where, @Nullable YamlNode listener) {
        if (listener == null || YamlEdit.find(listener, List.of("tls")) == null) {
            return;
        }
        YamlScalar written = YamlEdit.find(listener, setting.path()) instanceof YamlScalar scalar ? scalar : null;
        for (Requirement requirement : setting.requirements()) {
            controls.add(new Control(
                    requirement.profile(),
                    requirement.clause(),
                    requirement.topic(),
                    where + SETTING,
                    written == null ? KeyPaths.standard(ListenerKeys.MINIMUM) : written.text(),
                    requirement.bound().words(),
                    requirement.figure(),
                    written == null ? Source.DEFAULT : Source.WRITTEN,
                    written == null ? null : written.at(),
                    null));
        }
    }
}

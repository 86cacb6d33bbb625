package io.tollgate.proxy.cli;

import io.tollgate.config.AcceptedRisk;
import io.tollgate.config.Control;
import io.tollgate.config.Control.Figure;
import io.tollgate.config.Control.Source;
import io.tollgate.config.ControlsConfig;
import io.tollgate.config.Profile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The map from clause to setting, value and where the value comes from, for people and as JSON. Immutable. */
final class ControlsTable {
    private static final String OWN = "*";
    private static final Shape TABLE =
            new Shape.Table("", List.of("profile", "clause", "about", "setting", "value", "asked for", "from"));

    private final ControlsConfig config;

    ControlsTable(ControlsConfig config) {
        this.config = config;
    }

    /** For people: settings as a table, then what no setting decides. */
    String text() {
        if (config.profiles().isEmpty()) {
            return "no profile is named, so no standard is asked about; name one by profile, such as profile: hipaa";
        }
        List<Map<String, Object>> rows = config.controls().stream()
                .filter(control -> control.setting() != null)
                .map(ControlsTable::cells)
                .toList();
        List<String> lines = new ArrayList<>(TABLE.lines(rows));
        if (config.controls().stream().anyMatch(control -> control.figure() == Figure.TOLLGATE)) {
            lines.add(OWN + " the clause leaves the figure open: this one is Tollgate's");
        }
        list(lines, "Met whatever is set:", Source.ALWAYS);
        list(lines, "Not covered:", Source.OPEN);
        return String.join("\n", lines);
    }

    private static Map<String, Object> cells(Control control) {
        Map<String, Object> cells = new LinkedHashMap<>();
        cells.put("profile", control.profile().word());
        cells.put("clause", control.clause());
        cells.put("about", control.topic());
        cells.put("setting", String.valueOf(control.setting()));
        cells.put("value", control.value());
        cells.put("asked for", control.bound() + (control.figure() == Figure.TOLLGATE ? OWN : ""));
        cells.put("from", from(control));
        return cells;
    }

    private static String from(Control control) {
        AcceptedRisk risk = control.risk();
        if (risk != null) {
            return control.source().words() + " until " + risk.until() + ": " + risk.why();
        }
        return control.source().words() + (control.at() == null ? "" : " at " + control.at());
    }

    private void list(List<String> lines, String title, Source source) {
        List<Control> listed = config.controls().stream()
                .filter(control -> control.source() == source)
                .toList();
        if (!listed.isEmpty()) {
            lines.add("");
            lines.add(title);
        }
        for (Control control : listed) {
            String setting = control.setting() == null ? "" : control.setting() + " is ";
            lines.add("  " + control.profile().word() + " " + control.clause() + ", " + control.topic() + ": " + setting
                    + control.value());
        }
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("exit", ExitCode.DONE);
        json.put("profiles", config.profiles().stream().map(Profile::word).toList());
        json.put("controls", config.controls().stream().map(ControlsTable::row).toList());
        json.put("open", config.open().size());
        return json;
    }

    private static Map<String, Object> row(Control control) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("profile", control.profile().word());
        row.put("clause", control.clause());
        row.put("cited", control.profile().cite(control.clause()));
        row.put("about", control.topic());
        row.put("setting", control.setting());
        row.put("value", control.value());
        row.put("asked", control.bound().isEmpty() ? null : control.bound());
        row.put("figure", control.figure().name().toLowerCase(Locale.ROOT));
        row.put("from", control.source().words());
        row.put("at", control.at() == null ? null : control.at().toString());
        AcceptedRisk risk = control.risk();
        row.put("why", risk == null ? null : risk.why());
        row.put("until", risk == null ? null : risk.until().toString());
        return row;
    }
}

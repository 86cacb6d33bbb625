package io.tollgate.config.reader;

import io.tollgate.config.ControlsConfig;
import io.tollgate.config.Environment;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.schema.GatewayKeys;
import io.tollgate.config.yaml.YamlNode;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Reads the YAML file and what it includes. Never throws for what the files hold. */
public final class ConfigReader {

    private ConfigReader() {}

    /**
     * Reads a file; places in problems name it as it is given here.
     *
     * @param clock says whether a risk that the file accepts is past
     */
    public static ReadResult read(Path file, Environment environment, InstantSource clock) {
        Findings findings = new Findings();
        YamlNode root = SourceFile.load(file, file.toString(), findings);
        if (root == null) {
            return new ReadResult.Problems(findings.inOrder());
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        ProfileReader profiles = ProfileReader.read(section(findings, root), today);
        Section gateway = section(findings, profiles.held(root));
        List<Section.Named> included = new IncludeReader(file, findings, profiles::included).apps(gateway);
        ControlsConfig controls = profiles.controls();
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent() == null ? absolute : absolute.getParent();
        GatewayConfig config =
                new GatewayReader(gateway, new Source(folder, environment), absolute).read(included, controls);
        return config == null || !findings.isEmpty()
                ? new ReadResult.Problems(findings.inOrder())
                : new ReadResult.Loaded(config);
    }

    private static Section section(Findings findings, YamlNode root) {
        return Section.of(new Place(findings, "", root), GatewayKeys.TABLE);
    }
}

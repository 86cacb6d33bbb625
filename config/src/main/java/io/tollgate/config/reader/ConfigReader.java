package io.tollgate.config.reader;

import io.tollgate.config.Environment;
import io.tollgate.config.GatewayConfig;
import io.tollgate.config.schema.GatewayKeys;
import io.tollgate.config.yaml.YamlNode;
import java.nio.file.Path;
import java.util.List;

/** Reads the YAML file and what it includes. Never throws for what the files hold. */
public final class ConfigReader {

    private ConfigReader() {}

    /** Reads a file; places in problems name it as it is given here. */
    public static ReadResult read(Path file, Environment environment) {
        Findings findings = new Findings();
        YamlNode root = SourceFile.load(file, file.toString(), findings);
        if (root == null) {
            return new ReadResult.Problems(findings.inOrder());
        }
        Section gateway = Section.of(new Place(findings, "", root), GatewayKeys.TABLE);
        List<Section.Named> included = new IncludeReader(file, findings).apps(gateway);
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent() == null ? absolute : absolute.getParent();
        GatewayConfig config = new GatewayReader(gateway, new Source(folder, environment), absolute).read(included);
        return config == null || !findings.isEmpty()
                ? new ReadResult.Problems(findings.inOrder())
                : new ReadResult.Loaded(config);
    }
}

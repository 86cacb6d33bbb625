package io.tollgate.proxy.cli;

import io.tollgate.config.schema.JsonSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code tollgate schema}: what editors check the YAML by. */
@Command(name = "schema", header = "Print the JSON Schema of the YAML, for editors.")
final class SchemaCommand implements Callable<Integer> {
    private final Tollgate tollgate;

    SchemaCommand(Tollgate tollgate) {
        this.tollgate = tollgate;
    }

    @Override
    public Integer call() {
        tollgate.output().raw(JsonSchema.write().stripTrailing());
        return ExitCode.DONE;
    }
}

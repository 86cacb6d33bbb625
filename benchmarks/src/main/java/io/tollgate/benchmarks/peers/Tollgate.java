package io.tollgate.benchmarks.peers;

import io.tollgate.benchmarks.gateway.BenchGateway;
import io.tollgate.benchmarks.gateway.Deployment;
import io.tollgate.benchmarks.gateway.Engine;
import org.jspecify.annotations.Nullable;

/**
 * This gateway, with all filters of a usual deployment.
 *
 * @param engine what speaks TLS
 */
record Tollgate(Engine engine) implements Peer {
    static final String NAME = "tollgate";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public @Nullable String obstacle(Stage stage, Application application) {
        return BenchGateway.refusal(stage.jvm(), deployment(stage, application));
    }

    private Deployment deployment(Stage stage, Application application) {
        return new Deployment(
                stage.workspace().folder(NAME + "-" + engine.word()),
                engine,
                stage.certificate(),
                stage.key(),
                application.port(),
                Deployment.USUAL_RULES);
    }

    @Override
    public Contender start(Stage stage, Application application) {
        BenchGateway gateway = stage.workspace()
                .keep(BenchGateway.start(
                        NAME + "-" + engine.word(),
                        stage.jvm(),
                        deployment(stage, application),
                        stage.cores(),
                        stage.password()));
        String cookie = BenchGateway.login(stage.visitor(gateway.port()), BenchGateway.USER, stage.password());
        return new Contender(
                NAME,
                engine,
                gateway.process(),
                gateway.port(),
                true,
                cookie,
                stage.jvm().version());
    }
}

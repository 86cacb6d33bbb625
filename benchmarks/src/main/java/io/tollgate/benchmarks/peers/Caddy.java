package io.tollgate.benchmarks.peers;

import io.tollgate.benchmarks.process.Running;
import io.tollgate.benchmarks.process.Tool;
import io.tollgate.benchmarks.process.Workspace;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Caddy as a TLS proxy, without any login. */
record Caddy() implements Peer {
    @Override
    public String name() {
        return "caddy";
    }

    @Override
    public @Nullable String obstacle(Stage stage, Application application) {
        return Tool.find("caddy") == null ? "caddy is not installed" : null;
    }

    @Override
    public Contender start(Stage stage, Application application) {
        Path folder = stage.workspace().folder(name());
        int port = Workspace.freePort();
        Path file = Workspace.write(
                folder.resolve("Caddyfile"), """
                    {
                        admin off
                        auto_https off
                        servers {
                            protocols h1 h2
                            timeouts {
                                idle 1h
                            }
                        }
                    }
                    https://localhost:%d {
                        bind 127.0.0.1
                        tls %s %s {
                            protocols tls1.3 tls1.3
                        }
                        reverse_proxy 127.0.0.1:%d {
                            transport http {
                                keepalive_idle_conns_per_host 512
                            }
                        }
                    }
                    """.formatted(port, stage.certificate(), stage.key(), application.port()));
        Path caddy = Tool.need("caddy", "caddy");
        Running process = stage.server(
                name(),
                List.of(caddy.toString(), "run", "--adapter", "caddyfile", "--config", file.toString()),
                folder,
                port);
        return new Contender(
                name(), null, process, port, false, "", Versions.line(List.of(caddy.toString(), "version"), ""));
    }
}

package io.tollgate.benchmarks.peers;

import io.tollgate.benchmarks.BenchmarkException;
import io.tollgate.benchmarks.load.Visitor;
import io.tollgate.benchmarks.process.Running;
import io.tollgate.benchmarks.process.Tool;
import io.tollgate.benchmarks.process.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.jspecify.annotations.Nullable;

/**
 * Apache's mod_proxy: plain, or behind mod_auth_form with the session in an encrypted cookie (mod_session_crypto), the nearest
 * that a classical server has to a gateway with a login: it verifies the password at each request.
 *
 * @param asks whether there is a login
 */
record Apache(boolean asks) implements Peer {
    private static final Path MODULES = Path.of("/usr/lib/apache2/modules");
    private static final List<String> PLAIN_MODULES =
            List.of("mpm_event", "authz_core", "authz_host", "ssl", "http2", "proxy", "proxy_http");
    private static final List<String> LOGIN_MODULES = List.of(
            "authn_core",
            "authn_file",
            "authz_user",
            "request",
            "session",
            "session_cookie",
            "session_crypto",
            "auth_form");
    private static final String USER = "bench";
    /** What {@code htpasswd -B} takes where nothing is said. */
    private static final int BCRYPT_COST = 5;

    private static final int FOUND = 302;

    @Override
    public String name() {
        return asks ? "apache-auth-form" : "apache";
    }

    @Override
    public @Nullable String obstacle(Stage stage, Application application) {
        if (Tool.find("apache2") == null) {
            return "apache2 is not installed";
        }
        return modules().stream()
                .filter(module -> module(module) == null)
                .findFirst()
                .map(module -> "apache2 has no module " + module)
                .orElse(null);
    }

    private List<String> modules() {
        List<String> modules = new ArrayList<>(PLAIN_MODULES);
        if (asks) {
            modules.addAll(LOGIN_MODULES);
        }
        return modules;
    }

    private static @Nullable Path module(String name) {
        Path file = MODULES.resolve("mod_" + name + ".so");
        return Files.exists(file) ? file : null;
    }

    @Override
    public Contender start(Stage stage, Application application) {
        Path folder = stage.workspace().openFolder(name());
        int port = Workspace.freePort();
        Path conf = Workspace.writeSecret(folder.resolve("httpd.conf"), conf(stage, application, folder, port));
        Path apache = Tool.need("apache2", "apache2");
        Running process = stage.server(
                name(),
                List.of(apache.toString(), "-DFOREGROUND", "-d", folder.toString(), "-f", conf.toString()),
                folder,
                port);
        String version = Versions.line(List.of(apache.toString(), "-v"), "Apache/");
        String cookie = asks ? login(stage, port) : "";
        return new Contender(name(), null, process, port, false, cookie, version);
    }

    private String conf(Stage stage, Application application, Path folder, int port) {
        StringBuilder conf = new StringBuilder();
        for (String module : modules()) {
            conf.append("LoadModule ")
                    .append(module)
                    .append("_module ")
                    .append(module(module))
                    .append('\n');
        }
        if ("root".equals(System.getProperty("user.name"))) {
            conf.append("User www-data\nGroup www-data\n");
        }
        conf.append("""
            ServerName localhost
            Listen 127.0.0.1:%1$d
            PidFile %2$s/pid
            ErrorLog %2$s/error.log
            Mutex file:%2$s
            DefaultRuntimeDir %2$s
            StartServers 2
            ServerLimit 8
            ThreadsPerChild 64
            MaxRequestWorkers 512
            AsyncRequestWorkerFactor 32
            MaxKeepAliveRequests 0
            KeepAliveTimeout 600
            Protocols h2 http/1.1
            SSLEngine on
            SSLProtocol TLSv1.3
            SSLCertificateFile %3$s
            SSLCertificateKeyFile %4$s
            SSLSessionTickets off
            ProxyPass "/dologin" "!"
            ProxyPass "/" "http://127.0.0.1:%5$d/" enablereuse=on keepalive=on
            """.formatted(port, folder, stage.certificate(), stage.key(), application.port()));
        return asks ? conf + login(stage, folder) : conf + "<Location \"/\">\nRequire all granted\n</Location>\n";
    }

    private static String login(Stage stage, Path folder) {
        byte[] salt = new byte[16];
        new SecureRandom().nextBytes(salt);
        String hash = OpenBSDBCrypt.generate("2y", stage.password().toCharArray(), salt, BCRYPT_COST);
        Path users = Workspace.write(folder.resolve("users"), USER + ":" + hash + "\n");
        return """
            <Location "/">
              AuthType form
              AuthName bench
              AuthFormProvider file
              AuthUserFile %s
              Session On
              SessionCookieName session path=/;httponly;secure
              SessionCryptoPassphrase %s
              Require valid-user
            </Location>
            <Location "/dologin">
              SetHandler form-login-handler
              AuthFormLoginSuccessLocation "/invoices/17"
              Require all granted
            </Location>
            """.formatted(users, stage.password());
    }

    private static String login(Stage stage, int port) {
        Visitor.Answer answer = stage.visitor(port)
                .post("/dologin", Map.of("httpd_username", USER, "httpd_password", stage.password()), Map.of());
        String cookie = answer.cookie("session");
        if (answer.status() != FOUND || cookie == null) {
            throw new BenchmarkException("the login of apache-auth-form was answered with " + answer.status());
        }
        return "session=" + cookie;
    }
}

package io.tollgate.proxy.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What the demo consists of: its users, its YAML and the text that is printed. Immutable. */
public final class DemoPlan {

    private static final String TEMPLATE = "demo.yaml";

    private static final List<DemoUser> USERS = List.of(
            new DemoUser(
                    "fiona@practice.example",
                    List.of("front-desk"),
                    "morning-coffee-at-eight",
                    "sees patients and invoices, makes appointments; no claims, no payments, no download"),
            new DemoUser(
                    "boris@practice.example",
                    List.of("biller"),
                    "claims-leave-on-friday",
                    "claims, invoices, payments, reports; may not delete or void an invoice"),
            new DemoUser(
                    "tessa@practice.example",
                    List.of("biller", "trainee"),
                    "first-week-in-the-office",
                    "what boris may, but takes no payments and downloads nothing: a deny of any role counts"));

    private DemoPlan() {}

    /** The three users, in the order in which they are shown. */
    public static List<DemoUser> users() {
        return USERS;
    }

    /** The YAML for these places; paths are quoted, so that any name of a folder will do. */
    public static String yaml(DemoPlaces places) {
        return template()
                .replace("@LISTENER_PORT@", Integer.toString(places.listenerPort()))
                .replace("@ADMIN_PORT@", Integer.toString(places.adminPort()))
                .replace("@UPSTREAM_PORT@", Integer.toString(places.upstreamPort()))
                .replace("@CERTIFICATE@", quoted(places.certificate()))
                .replace("@KEY@", quoted(places.key()))
                .replace("@DATA@", quoted(places.data()));
    }

    /** The text that is printed once everything listens. */
    public static String greeting(DemoPlaces places) {
        StringBuilder text = new StringBuilder();
        text.append("\nTollgate guards a small billing application. Everything listens on this machine only.\n\n");
        text.append("  Go to     https://localhost:")
                .append(places.listenerPort())
                .append("/\n");
        text.append("            The certificate is a throw-away one: let the browser go on, or trust\n");
        text.append("            ").append(places.authority()).append("\n\n");
        text.append("  Log in as one of\n");
        for (DemoUser user : USERS) {
            text.append("\n    ")
                    .append(user.name())
                    .append("   password: ")
                    .append(user.password())
                    .append('\n');
            text.append("      ")
                    .append(String.join(", ", user.roles()))
                    .append(": ")
                    .append(user.may())
                    .append('\n');
        }
        text.append("\n  Try\n");
        text.append("    - As boris, press Delete or Void on an invoice: refused, with a reference.\n");
        text.append(
                "    - As fiona, look at a patient, then at Claims: refused. Log out and come back as boris in the same\n");
        text.append("      browser: \"last patient\" is empty, although the application has no logout of its own.\n");
        text.append("    - As boris, type a claim, log out in a second tab, then send it: the claim is not lost.\n");
        text.append("    - ./tollgate explain --config ").append(shellWord(places.config()));
        text.append(" --role biller \"DELETE /invoices/2003-0117\"\n");
        text.append("\n  Unguarded, to compare: http://127.0.0.1:")
                .append(places.upstreamPort())
                .append("/\n");
        text.append("  Metrics:               https://localhost:").append(places.adminPort());
        text.append("/metrics\n\n");
        text.append("  Ctrl-C stops everything; users and sessions are kept.\n");
        return text.toString();
    }

    private static String template() {
        try (InputStream in = DemoPlan.class.getResourceAsStream(TEMPLATE)) {
            if (in == null) {
                throw new IllegalStateException("the build left out " + TEMPLATE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A single-quoted YAML scalar (YAML 1.2.2, 7.3.2): only the quote itself needs care. */
    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "''") + "'";
    }

    private static String shellWord(Path path) {
        String word = path.toString();
        return word.matches("[\\w/.+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}

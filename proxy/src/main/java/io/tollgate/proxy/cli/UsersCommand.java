package io.tollgate.proxy.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tollgate users …}: who may log in. */
@Command(name = "users", header = "Who may log in, and with which roles.", synopsisSubcommandLabel = "COMMAND")
final class UsersCommand implements Callable<Integer> {
    private static final String NAME =
            "The user's e-mail address, or the name in an application with a login of its own.";
    private static final String TENANT =
            "Where the configuration has tenants: one that the user belongs to; may be repeated.";
    private static final String STDIN = "Read the password from the first line of what is piped in.";
    private static final Shape LIST = new Shape.Table(
            "there is no user yet; add one with: tollgate users add NAME --role ROLE",
            List.of("name", "roles", "tenants", "enabled", "sessions", "locked-out-from"));

    private static final Shape DEVICES = new Shape.Table(
            "there is no device from which this user has logged in",
            List.of("id", "device", "first-login", "last-login", "no-code-until", "no-code-on"));

    private static final Shape FACTORS = new Shape.Table(
            "this user has no second factor", List.of("factor", "id", "name", "since", "last-used", "note"));

    private final Tollgate tollgate;

    @Spec
    private @Nullable CommandSpec spec;

    UsersCommand(Tollgate tollgate) {
        this.tollgate = tollgate;
    }

    @Override
    public Integer call() {
        throw Tollgate.missingCommand(spec);
    }

    @Command(header = "Add a user; the password must be changed at the first login unless --keep is given.")
    int add(
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Option(names = "--role", paramLabel = "ROLE", description = "A role, as apps declare it; may be repeated.")
                    @Nullable
                    List<String> roles,
            @Option(names = "--tenant", paramLabel = "TENANT", description = TENANT) @Nullable List<String> tenants,
            @Option(names = "--password-stdin", description = STDIN) boolean fromStdin,
            @Option(names = "--keep", description = "The password need not be changed.") boolean isKept,
            @Option(
                            names = "--no-password",
                            description =
                                    "For somebody who logs in with an application's own form only (login.by: app).")
                    boolean hasNone) {
        AdminCall call = new AdminCall(tollgate, "users.add")
                .with("name", name)
                .with("role", roles)
                .with("tenant", tenants)
                .flag("keep", isKept)
                .flag("no-password", hasNone);
        return hasNone
                ? call.run(Shape.Details.DETAILS)
                : call.run("password", () -> Passwords.ask(tollgate.console(), name, fromStdin), Shape.Details.DETAILS);
    }

    @Command(header = "List all users.")
    int list() {
        return new AdminCall(tollgate, "users.list").run(LIST);
    }

    @Command(header = "Show all there is to know about a user.")
    int show(@Parameters(paramLabel = "NAME", description = NAME) String name) {
        return act("users.show", name);
    }

    @Command(header = "Set a user's roles, or add and remove some; sessions have them at their next request.")
    int roles(
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Option(names = "--role", paramLabel = "ROLE", description = "The whole set; may be repeated.") @Nullable
                    List<String> roles,
            @Option(names = "--add", paramLabel = "ROLE", description = "A role to add; may be repeated.") @Nullable
                    List<String> added,
            @Option(names = "--remove", paramLabel = "ROLE", description = "A role to take away; may be repeated.")
                    @Nullable
                    List<String> removed) {
        if (roles == null && added == null && removed == null) {
            throw CommandException.wrong("which roles? give --role for the whole set, or --add and --remove");
        }
        if (roles != null && (added != null || removed != null)) {
            throw CommandException.wrong("--role sets the whole set; give it alone, or --add and --remove");
        }
        return new AdminCall(tollgate, "users.roles")
                .with("name", name)
                .with("role", roles)
                .with("add", added)
                .with("remove", removed)
                .run(Shape.Details.DETAILS);
    }

    @Command(
            header = "Set the tenants a user belongs to, or add and remove some; roles in the others go with them.",
            footer = {"", "Only where the configuration has tenants."})
    int tenants(
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Option(names = "--tenant", paramLabel = "TENANT", description = "The whole set; may be repeated.")
                    @Nullable
                    List<String> tenants,
            @Option(names = "--add", paramLabel = "TENANT", description = "A tenant to add; may be repeated.") @Nullable
                    List<String> added,
            @Option(names = "--remove", paramLabel = "TENANT", description = "A tenant to take away; may be repeated.")
                    @Nullable
                    List<String> removed) {
        if (tenants == null && added == null && removed == null) {
            throw CommandException.wrong("which tenants? give --tenant for the whole set, or --add and --remove");
        }
        if (tenants != null && (added != null || removed != null)) {
            throw CommandException.wrong("--tenant sets the whole set; give it alone, or --add and --remove");
        }
        return new AdminCall(tollgate, "users.tenants")
                .with("name", name)
                .with("tenant", tenants)
                .with("add", added)
                .with("remove", removed)
                .run(Shape.Details.DETAILS);
    }

    @Command(header = "Set another password, forgive all failures, and end the user's sessions.")
    int password(
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Option(names = "--password-stdin", description = STDIN) boolean fromStdin,
            @Option(names = "--keep", description = "The password need not be changed.") boolean isKept) {
        return new AdminCall(tollgate, "users.password")
                .with("name", name)
                .flag("keep", isKept)
                .run("password", () -> Passwords.ask(tollgate.console(), name, fromStdin), Shape.Details.DETAILS);
    }

    @Command(header = "Let a user who is locked out try again.")
    int unlock(@Parameters(paramLabel = "NAME", description = NAME) String name) {
        return act("users.unlock", name);
    }

    @Command(header = "List the devices a user has logged in from before, or make one unknown again.")
    int devices(
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Option(
                            names = {"--forget", "--revoke"},
                            paramLabel = "ID",
                            description = "The device, as the list names it.")
                    @Nullable
                    String id) {
        return new AdminCall(tollgate, "users.devices")
                .with("name", name)
                .with("revoke", id)
                .run(DEVICES);
    }

    @Command(header = "List what a user proves a second factor with, and what is counted of wrong codes.")
    int factors(@Parameters(paramLabel = "NAME", description = NAME) String name) {
        return new AdminCall(tollgate, "users.factors").with("name", name).run(FACTORS);
    }

    @Command(
            name = "reset-factors",
            header = "Take second factors away from a user who lost them, and end the user's sessions.",
            description = "Without an option: all of them. With the last one that is no recovery code, those go, too.")
    int resetFactors(
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Option(names = "--totp", description = "The authenticator app.") boolean isTotp,
            @Option(names = "--passkey", paramLabel = "ID", description = "A passkey, as factors lists it.") @Nullable
                    List<String> passkeys,
            @Option(names = "--recovery", description = "The recovery codes.") boolean isRecovery,
            @Option(names = "--keep-sessions", description = "Who is logged in stays so.") boolean isKept) {
        return new AdminCall(tollgate, "users.reset-factors")
                .with("name", name)
                .flag("totp", isTotp)
                .with("passkey", passkeys)
                .flag("recovery", isRecovery)
                .flag("keep-sessions", isKept)
                .run(Shape.Details.DETAILS);
    }

    @Command(header = "End a user's logins; the next request is refused.")
    int disable(@Parameters(paramLabel = "NAME", description = NAME) String name) {
        return act("users.disable", name);
    }

    @Command(header = "Let a disabled user log in again.")
    int enable(@Parameters(paramLabel = "NAME", description = NAME) String name) {
        return act("users.enable", name);
    }

    @Command(header = "Delete a user with all sessions.")
    int delete(@Parameters(paramLabel = "NAME", description = NAME) String name) {
        return act("users.delete", name);
    }

    @Command(
            name = "import",
            header = "Take users over from another product, with the hashes of their passwords; all of the file or"
                    + " none.",
            description =
                    "The file is CSV in UTF-8. Its first line names the columns: name,hash,roles. Roles are divided by"
                            + " blanks or semicolons. Hashes: bcrypt, PBKDF2, SHA-crypt, LDAP {SSHA}, Argon2id.")
    int importFile(
            @Parameters(paramLabel = "FILE", description = "The file; - for what is piped in.") String file,
            @Option(names = "--dry-run", description = "Check everything, change nothing.") boolean isDry) {
        return new AdminCall(tollgate, "users.import")
                .flag("dry-run", isDry)
                .run("text", () -> ImportText.read(tollgate.console(), file), Shape.Details.DETAILS);
    }

    private int act(String verb, String name) {
        return new AdminCall(tollgate, verb).with("name", name).run(Shape.Details.DETAILS);
    }
}

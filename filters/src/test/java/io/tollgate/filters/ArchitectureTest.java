package io.tollgate.filters;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.tollgate.filters.access.Permit;
import io.tollgate.filters.identity.PasswordHash;
import io.tollgate.filters.identity.PasswordHasher;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What may use what in this module: docs of the layout, held by a test. */
final class ArchitectureTest {
    private static final String ROOT = "io.tollgate.filters";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** Classes of one package may use those of these, of config and of libraries. */
    private static void uses(String name, String... others) {
        String[] forbidden = Stream.of(
                        "http",
                        "access",
                        "routing",
                        "chain",
                        "session",
                        "identity",
                        "device",
                        "factor",
                        "audit",
                        "store",
                        "login",
                        "passkey",
                        "accesslog",
                        "seal",
                        "scratch")
                .filter(other -> !other.equals(name) && !List.of(others).contains(other))
                .map(other -> ROOT + "." + other + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(CLASSES);
    }

    @Test
    void judging_depends_on_http_only() {
        uses("scratch");
        uses("http");
        uses("access", "http", "scratch");
        uses("routing", "access", "http");
    }

    @Test
    void the_kernel_knows_what_it_judges_and_not_what_it_answers_with() {
        uses("chain", "routing", "access", "http", "session", "identity", "audit");
    }

    @Test
    void sessions_know_accounts_and_accounts_know_neither() {
        uses("session", "identity", "http", "audit", "scratch");
    }

    @Test
    void factors_know_accounts_and_neither_sessions_nor_pages() {
        uses("factor", "device", "identity", "http", "audit", "seal");
    }

    @Test
    void known_devices_know_no_accounts() {
        uses("device", "seal");
    }

    @Test
    void passkeys_know_accounts_and_no_pages() {
        uses("passkey", "identity", "audit");
    }

    @Test
    void a_password_is_compared_by_the_one_door_and_where_it_is_hashed() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".identity")
                .should()
                .callMethod(PasswordHasher.class, "matches", PasswordHash.class, char[].class)
                .check(CLASSES);
    }

    @Test
    void nothing_here_knows_a_socket() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(CLASSES);
    }

    @Test
    void there_are_no_cycles_between_packages() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void only_access_makes_a_permit() {
        classes()
                .that()
                .areAssignableTo(Permit.class)
                .should()
                .haveOnlyPrivateConstructors()
                .orShould()
                .haveModifier(JavaModifier.FINAL)
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".access")
                .should()
                .callConstructorWhere(DescribedPredicate.describe(
                        "makes a permit", call -> call.getTargetOwner().isEquivalentTo(Permit.class)))
                .check(CLASSES);
    }

    @Test
    void there_are_no_thread_locals_and_no_regular_expressions_where_requests_are_judged() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocal.class)
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".access..", ROOT + ".routing..", ROOT + ".chain..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.regex..")
                .check(CLASSES);
    }
}

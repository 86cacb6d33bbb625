package io.tollgate.benchmarks.journeys;

import io.tollgate.benchmarks.journeys.Browser.Shown;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Someone at a browser, who does one step at a time. Confined to one event loop. */
final class Person {
    private static final String PASSWORD = "password";
    private static final String USERNAME = "username";

    private final Account account;
    private final Habits habits;
    private final Journey journey;
    private final Browser browser;
    private final RandomGenerator random;
    private final String home;

    Person(Account account, Habits habits, Browser browser, RandomGenerator random, String home) {
        this.account = account;
        this.habits = habits;
        this.browser = browser;
        this.random = random;
        this.home = home;
        this.journey = new Journey(habits, random);
    }

    Account account() {
        return account;
    }

    Journey journey() {
        return journey;
    }

    long requestsSinceAsked() {
        return browser.requestsSinceAsked();
    }

    /** Does it; done with what is on the screen then, and never fails. */
    CompletionStage<Seen> take(Step step) {
        CompletionStage<Seen> seen = switch (step) {
            case LOGIN -> login(account.password()).thenApply(Person::afterPassword);
            case WRONG_LOGIN -> login(wrong()).thenApply(Person::afterPassword);
            case UNLOCK -> unlock(account.password()).thenApply(Person::afterPassword);
            case WRONG_UNLOCK -> unlock(wrong()).thenApply(Person::afterPassword);
            case BROWSE, COME_BACK -> browser.open(journey.page()).thenApply(Person::seen);
            case UPLOAD -> upload();
            case LOGOUT -> logout();
        };
        return seen.exceptionally(failure -> {
            browser.leave();
            return Seen.NOTHING;
        });
    }

    /** A slip of the fingers: never the password, whatever it is. */
    private String wrong() {
        return account.password() + (char) ('a' + random.nextInt(26));
    }

    private CompletionStage<Shown> login(String password) {
        Shown before = browser.shown();
        CompletionStage<Shown> page =
                before != null && has(before, USERNAME) ? CompletableFuture.completedStage(before) : browser.open(home);
        return page.thenCompose(shown -> has(shown, USERNAME)
                ? typed(shown, USERNAME, Map.of(USERNAME, account.name(), PASSWORD, password))
                : CompletableFuture.completedStage(shown));
    }

    private CompletionStage<Shown> unlock(String password) {
        Shown before = browser.shown();
        return before != null && has(before, PASSWORD)
                ? typed(before, PASSWORD, Map.of(PASSWORD, password))
                : browser.open(home);
    }

    private CompletionStage<Shown> typed(Shown page, String field, Map<String, String> typed) {
        HtmlForm form = HtmlForm.with(field, page.answer().text());
        return form == null
                ? CompletableFuture.failedStage(new IOException("the form is gone"))
                : browser.submit(page, form, typed);
    }

    private CompletionStage<Seen> upload() {
        String page = habits.uploadPage();
        if (page == null) {
            return CompletableFuture.completedStage(Seen.PAGE);
        }
        return browser.open(page).thenCompose(shown -> {
            HtmlForm form = shown.answer().status() == 200
                    ? HtmlForm.takingFile(shown.answer().text())
                    : null;
            if (form == null) {
                Seen seen = seen(shown);
                // A page without a form for files is not what was asked for.
                return CompletableFuture.completedStage(seen == Seen.PAGE ? Seen.REFUSED : seen);
            }
            byte[] file = new byte[habits.uploadBytes()];
            for (int i = 0; i < file.length; i++) {
                file[i] = (byte) (i * 31 + file.length);
            }
            return browser.upload(shown, form, "scan.tif", file).thenApply(Person::seen);
        });
    }

    /** By the gateway's own page beside the one that logged in: where that is, the login form has said. */
    private CompletionStage<Seen> logout() {
        String page = browser.ownPages() + "logout";
        return browser.open(page).thenCompose(shown -> {
            HtmlForm form = logoutForm(shown);
            return form == null
                    ? CompletableFuture.completedStage(seen(shown))
                    : browser.submit(shown, form, Map.of()).thenApply(Person::seen);
        });
    }

    private static @Nullable HtmlForm logoutForm(Shown shown) {
        for (HtmlForm form : HtmlForm.all(shown.answer().text())) {
            if (form.action().endsWith("/logout")) {
                return form;
            }
        }
        return null;
    }

    /** What is on the screen after a password was sent: the same form again means that it was not taken. */
    private static Seen afterPassword(Shown shown) {
        return shown.answer().status() == 401 ? Seen.NOT_TAKEN : seen(shown);
    }

    private static Seen seen(Shown shown) {
        int status = shown.answer().status();
        if (status == 429 || status == 503) {
            return Seen.BUSY;
        }
        if (status == 403 || status == 404) {
            return Seen.REFUSED;
        }
        if (has(shown, "new-password")) {
            return Seen.MUST_CHANGE;
        }
        if (has(shown, PASSWORD)) {
            return has(shown, USERNAME) ? Seen.LOGIN_PAGE : Seen.LOCK_PAGE;
        }
        return status >= 200 && status < 300 ? Seen.PAGE : Seen.FAULT;
    }

    private static boolean has(Shown shown, String field) {
        return shown.answer().isHtml()
                && shown.answer().text().contains("type=\"password\"")
                && HtmlForm.with(field, shown.answer().text()) != null;
    }
}

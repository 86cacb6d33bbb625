package io.tollgate.filters.login;

import io.tollgate.config.AppLoginConfig;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.login.Page.Link;
import io.tollgate.filters.login.Page.Refusal;
import io.tollgate.filters.session.Caller;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Stands in the place of our login and lock where an app keeps its own form: whoever is to prove who they are is led there,
 * and no password is taken here. Stateless.
 */
final class AppDoorPage implements OwnPage {
    static final AppDoorPage INSTANCE = new AppDoorPage();
    static final Set<String> NAMES = Set.of("login", "lock");

    private AppDoorPage() {}

    @Override
    public CompletionStage<Response> get(Visit visit) {
        Caller caller = visit.exchange().caller();
        if (caller instanceof Caller.Known) {
            return Visit.done(Response.seeOther(visit.askedReturn()));
        }
        if (caller instanceof Caller.Pending) {
            return Visit.done(Response.seeOther(visit.page("factor", visit.askedReturn())));
        }
        return Visit.done(
                caller instanceof Caller.Locked locked ? locked(visit, locked) : Response.seeOther(form(visit)));
    }

    /** What was typed is not looked at. */
    @Override
    public CompletionStage<Response> post(Visit visit) {
        return Visit.done(Response.seeOther(form(visit)));
    }

    private static Response locked(Visit visit, Caller.Locked locked) {
        return visit.writer()
                .write(
                        200,
                        new Refusal(
                                visit.shell(),
                                "Locked while nobody was here",
                                List.of(
                                        locked.user().name() + " was working here. Nothing is lost.",
                                        "Log in to the application again as the same person, and this goes on."),
                                List.of(),
                                new Link(form(visit), "Log in again", "_top"),
                                visit.exchange().reference()));
    }

    /** The page of the app with its form. */
    private static String form(Visit visit) {
        AppLoginConfig login = visit.exchange().route().app().config().login();
        return login == null || login.page() == null ? visit.home() : login.page();
    }
}

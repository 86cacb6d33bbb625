package io.tollgate.filters.login;

import io.tollgate.config.AppLoginConfig;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.Refusals;
import io.tollgate.filters.http.RequestHead;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.Acting;
import io.tollgate.filters.login.Page.Link;
import io.tollgate.filters.login.Page.Refusal;
import io.tollgate.filters.login.Page.Shell;
import io.tollgate.filters.session.Caller;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Refusals as people and scripts meet them. Safe for use by any thread. */
public final class Pages implements Refusals {
    /** When to come back where nobody knows when it will be better. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private final PageWriter writer;

    /** Refusals whose links lead below this prefix: a leading slash and none at the end. */
    public Pages(String prefix) {
        this(new PageWriter(prefix, new Assets()));
    }

    Pages(PageWriter writer) {
        this.writer = writer;
    }

    PageWriter writer() {
        return writer;
    }

    @Override
    public Response login(Exchange exchange) {
        return away(exchange, Door.LOGIN);
    }

    @Override
    public Response locked(Exchange exchange) {
        return away(exchange, Door.LOCK);
    }

    @Override
    public Response factor(Exchange exchange) {
        return away(exchange, Door.FACTOR);
    }

    @Override
    public Response passwordChange(Exchange exchange) {
        return away(exchange, Door.PASSWORD);
    }

    @Override
    public Response tenantChoice(Exchange exchange) {
        return away(exchange, Door.TENANT);
    }

    @Override
    public Response stepUp(Exchange exchange, @Nullable String kept) {
        Asker asker = Asker.of(exchange.head());
        String back = ReturnTo.of(exchange.readings().raw(), writer.prefix());
        boolean comesBack = back != null && (kept != null || isRead(exchange.head()));
        if (asker == Asker.SCRIPT) {
            Map<String, String> more = doors(exchange, Door.STEP_UP);
            if (kept != null) {
                more.put("kept", kept);
            }
            Door door = Door.STEP_UP;
            return challenge(Problems.of(door.status, door.title, door.reason, exchange.reference(), more), door);
        }
        if (back == null || !comesBack) {
            return asker == Asker.FRAME ? framed(exchange, Door.STEP_UP) : inPlace(exchange, Door.STEP_UP);
        }
        String query = "?return-to=" + ReturnTo.inQuery(back) + (kept == null ? "" : "&kept=" + kept);
        return asker == Asker.FRAME
                ? framed(exchange, Door.STEP_UP, query)
                : signed(Response.seeOther(writer.prefix() + Door.STEP_UP.page + query), Door.STEP_UP.reason);
    }

    @Override
    public Response notKept(Exchange exchange) {
        return refusal(
                exchange,
                410,
                "step-up.gone",
                new Words(
                        "This does not wait here any more",
                        List.of(
                                "It was sent on already, or it waited for too long, or it was somebody else's."
                                        + " Nothing was sent just now.",
                                "See first whether it has arrived. If it has not, do it once more.")));
    }

    /** Too many wrong proofs: what waited is let go. */
    Response stepUpOver(Exchange exchange) {
        return challenge(
                refusal(
                        exchange,
                        401,
                        "step-up.over",
                        new Words(
                                "This was not confirmed",
                                List.of(
                                        "There were too many wrong attempts, so it was let go. Nothing was sent.",
                                        "You are still logged in. Do it once more later, or log out and in again."))),
                Door.STEP_UP);
    }

    /** The page that posts this form again from here; null where it can't be posted again as it came. */
    public @Nullable Response returned(Exchange exchange, byte[] body) {
        ReturnedForm.Repost repost = ReturnedForm.repost(exchange.head().fields(), body, writer.shell(exchange));
        return repost == null ? null : writer.writeReturn(repost, Asker.of(exchange.head()) == Asker.FRAME);
    }

    @Override
    public Response denied(Exchange exchange, String reason) {
        return refusal(exchange, 403, reason, Words.denied(reason));
    }

    @Override
    public Response refused(Exchange exchange, int status, String reason) {
        Words words = Words.refused(status);
        boolean isReassuring = status >= 500 && exchange.caller() instanceof Caller.Known;
        Response response =
                refusal(exchange, status, reason, isReassuring ? words.and("You are still logged in.") : words);
        return status == 503 ? response.with("retry-after", seconds(SOON)) : response;
    }

    @Override
    public Response tooMany(Exchange exchange, Duration retryAfter) {
        Words words = new Words(
                "Too much at once",
                List.of("More was asked for from here than can be answered.", "Try again " + in(retryAfter) + "."));
        return refusal(exchange, 429, "rate", words).with("retry-after", seconds(retryAfter));
    }

    @Override
    public Response unrouted(@Nullable RequestHead head, int status, String reason, String reference) {
        if (head != null && Asker.of(head) == Asker.SCRIPT) {
            return signed(Problems.of(status, Words.refused(status).title(), reason, reference, Map.of()), reason);
        }
        Words words = Words.refused(status);
        return signed(
                writer.write(
                        status,
                        new Refusal(writer.bareShell(), words.title(), words.texts(), List.of(), null, reference)),
                reason);
    }

    /**
     * 401: an app was not asked whether somebody is who they say. The same to the byte, whatever the reason.
     *
     * @param challenge by which the app asks for other credentials; null for a form
     */
    public Response loginRefused(Exchange exchange, @Nullable String challenge) {
        Words words = new Words(
                "That did not work",
                List.of(
                        "The name or the password is wrong, or this account can't be used right now.",
                        "Check both and try again. If it goes on, wait a few minutes or call whoever looks after the"
                                + " accounts."));
        return unattributed(exchange, 401, "login.refused", words)
                .with("www-authenticate", challenge == null ? "Tollgate" : challenge);
    }

    /**
     * In the place of what an app shows whoever has just logged in to it: a second factor comes first. A script learns from the
     * app's own status that its login was right, so that it goes on to where that is asked for, and sees nothing.
     */
    public Response secondDue(Exchange exchange, int status) {
        if (Asker.of(exchange.head()) == Asker.SCRIPT) {
            return signed(Response.of(status), Door.FACTOR.reason);
        }
        if (isRead(exchange.head()) || Asker.of(exchange.head()) == Asker.FRAME) {
            return factor(exchange);
        }
        String home = exchange.route().app().config().home();
        return signed(
                Response.seeOther(writer.prefix() + Door.FACTOR.page + "?return-to=" + ReturnTo.inQuery(home)),
                Door.FACTOR.reason);
    }

    /** 429: the network has failed too often for an app to be asked again. */
    public Response loginTooMany(Exchange exchange, Duration retryAfter) {
        Words words = new Words(
                "Too many attempts from here",
                List.of(
                        "There were many failed logins from your network, so this one was not tried.",
                        "Try again " + in(retryAfter) + "."));
        return unattributed(exchange, 429, "login.network", words).with("retry-after", seconds(retryAfter));
    }

    /** A refusal that holds no reference, so that those of different reasons can be the same. */
    private Response unattributed(Exchange exchange, int status, String reason, Words words) {
        Refusal page = new Refusal(
                writer.shell(exchange),
                words.title(),
                words.texts(),
                List.of(),
                new Link(loginPage(exchange), "Back to the login", "_top"),
                reason);
        return signed(
                switch (Asker.of(exchange.head())) {
                    case PERSON -> writer.write(status, page);
                    case FRAME -> writer.writeForFrame(status, page);
                    case SCRIPT -> Problems.of(status, words.title(), reason, reason, doors(exchange));
                },
                reason);
    }

    /** Whether the page that comes first is the app's. */
    private static boolean isOfApp(Exchange exchange, Door door) {
        return door == Door.LOGIN && exchange.route().app().config().login() != null;
    }

    /** Where somebody logs in: on our page, or on the app's own. */
    private String loginPage(Exchange exchange) {
        AppLoginConfig own = exchange.route().app().config().login();
        return own == null || own.page() == null ? writer.prefix() + Door.LOGIN.page : own.page();
    }

    private Response refusal(Exchange exchange, int status, String reason, Words words) {
        String reference = exchange.reference();
        Shell shell = writer.shell(exchange);
        Refusal page = new Refusal(shell, words.title(), words.texts(), List.of(), wayOn(reason), reference);
        return signed(
                switch (Asker.of(exchange.head())) {
                    case PERSON -> writer.write(status, page);
                    case FRAME -> writer.writeForFrame(status, page);
                    case SCRIPT -> Problems.of(status, words.title(), reason, reference, doors(exchange));
                },
                reason);
    }

    /** Whoever is at an address that is not theirs may have come as the wrong person. */
    private @Nullable Link wayOn(String reason) {
        return reason.equals(Acting.NONE)
                ? new Link(writer.prefix() + "/logout", "Log in as somebody else", "_top")
                : null;
    }

    /** Somebody has to pass a page of ours first: a navigation goes there, and anything else is told. */
    private Response away(Exchange exchange, Door door) {
        return switch (Asker.of(exchange.head())) {
            case PERSON -> isRead(exchange.head()) ? redirect(exchange, door) : inPlace(exchange, door);
            case FRAME -> framed(exchange, door);
            case SCRIPT ->
                challenge(
                        Problems.of(door.status, door.title, door.reason, exchange.reference(), doors(exchange, door)),
                        door);
        };
    }

    private Response redirect(Exchange exchange, Door door) {
        if (isOfApp(exchange, door)) {
            return signed(Response.seeOther(loginPage(exchange)), door.reason);
        }
        String back = ReturnTo.of(exchange.readings().raw(), writer.prefix());
        String query = back == null ? "" : "?return-to=" + ReturnTo.inQuery(back);
        return signed(Response.seeOther(writer.prefix() + door.page + query), door.reason);
    }

    /** The request had a body that only the browser still has: it is not led away from. */
    private Response inPlace(Exchange exchange, Door door) {
        Refusal page = new Refusal(
                writer.shell(exchange),
                door.title,
                List.of("What you were sending has not arrived, and your browser still has it. Leave this tab open."),
                List.of(
                        door.deed + " in a new tab, with the button below.",
                        "Come back to this tab.",
                        "Reload it. When the browser asks whether to send everything again, say yes."),
                new Link(
                        isOfApp(exchange, door) ? loginPage(exchange) : writer.prefix() + door.page,
                        door.deed + " in a new tab",
                        "_blank"),
                exchange.reference());
        return challenge(writer.write(door.status, page), door);
    }

    /** A login form inside one frame would leave the others behind: it opens over the whole window. */
    private Response framed(Exchange exchange, Door door) {
        String home = exchange.route().app().config().home();
        return framed(exchange, door, "?return-to=" + ReturnTo.inQuery(home));
    }

    private Response framed(Exchange exchange, Door door, String query) {
        Refusal page = new Refusal(
                writer.shell(exchange),
                door.title,
                List.of("This opens over the whole window; then everything is there again."),
                List.of(),
                new Link(
                        isOfApp(exchange, door) ? loginPage(exchange) : writer.prefix() + door.page + query,
                        door.deed,
                        "_top"),
                exchange.reference());
        return challenge(writer.writeForFrame(door.status, page), door);
    }

    /** The same with the one that has to be passed first. */
    private Map<String, String> doors(Exchange exchange, Door first) {
        Map<String, String> doors = doors(exchange);
        if (first == Door.TENANT || first == Door.FACTOR || first == Door.STEP_UP) {
            doors.put(first.page.substring(1), writer.prefix() + first.page);
        }
        return doors;
    }

    private Map<String, String> doors(Exchange exchange) {
        Map<String, String> doors = new LinkedHashMap<>();
        doors.put("login", loginPage(exchange));
        doors.put("lock", writer.prefix() + Door.LOCK.page);
        return doors;
    }

    private static Response challenge(Response response, Door door) {
        Response signed = signed(response, door.reason);
        return door.status == 401 ? signed.with("www-authenticate", "Tollgate") : signed;
    }

    private static Response signed(Response response, String reason) {
        return response.with("tollgate-reason", reason);
    }

    private static boolean isRead(RequestHead head) {
        return head.method().equals("GET") || head.method().equals("HEAD");
    }

    /** Whole seconds, rounded up (RFC 9110 section 10.2.3). */
    static String seconds(Duration wait) {
        return Long.toString(Math.max(1, wait.plusNanos(999_999_999).toSeconds()));
    }

    /** The same for people. */
    static String in(Duration wait) {
        long seconds = Math.max(1, wait.plusNanos(999_999_999).toSeconds());
        if (seconds < 60) {
            return seconds == 1 ? "in a second" : "in " + seconds + " seconds";
        }
        long minutes = (seconds + 59) / 60;
        return minutes == 1 ? "in a minute" : "in " + minutes + " minutes";
    }

    /** A page of ours that comes first. */
    private enum Door {
        LOGIN("/login", 401, "session.none", "You are not logged in", "Log in"),
        LOCK("/lock", 401, "session.locked", "Locked while nobody was here", "Unlock"),
        FACTOR("/factor", 401, "session.factor", "One more step before you are logged in", "Finish logging in"),
        STEP_UP("/step-up", 401, "step-up", "Confirm that it is you", "Confirm"),
        PASSWORD("/password", 403, "password.change", "Choose a password of your own first", "Choose a password"),
        TENANT("/tenant", 403, "tenant.choose", "Choose for whom you work first", "Choose");

        private final String page;
        private final int status;
        private final String reason;
        private final String title;
        private final String deed;

        Door(String page, int status, String reason, String title, String deed) {
            this.page = page;
            this.status = status;
            this.reason = reason;
            this.title = title;
            this.deed = deed;
        }
    }
}

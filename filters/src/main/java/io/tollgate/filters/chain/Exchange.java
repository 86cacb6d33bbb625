package io.tollgate.filters.chain;

import io.tollgate.filters.access.Permit;
import io.tollgate.filters.access.Readings;
import io.tollgate.filters.http.ClientAddress;
import io.tollgate.filters.http.Form;
import io.tollgate.filters.http.RequestHead;
import io.tollgate.filters.routing.Route;
import io.tollgate.filters.session.Caller;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response, with what was established about them. Each fact is written once, by the filter that
 * establishes it. Confined to one event loop.
 */
public final class Exchange {
    private final RequestHead head;
    private final Readings readings;
    private final Route route;
    private final ClientAddress client;
    private final Arrival arrival;
    private final RequestBody body;
    private final Supplier<String> references;
    private @Nullable Caller caller;
    private @Nullable Permit permit;
    private @Nullable Form form;
    private @Nullable BodyWatch watch;
    private @Nullable Knock knock;
    private @Nullable Passage passage;
    private @Nullable Welcome welcome;
    private @Nullable String reference;
    private @Nullable String refusal;
    private boolean isResumed;

    /**
     * An exchange whose head was read and whose route was found; nothing is established yet.
     *
     * @param references makes what a person may read out on the phone; asked at most once
     */
    public Exchange(
            RequestHead head,
            Readings readings,
            Route route,
            ClientAddress client,
            Arrival arrival,
            RequestBody body,
            Supplier<String> references) {
        this.head = head;
        this.readings = readings;
        this.route = route;
        this.client = client;
        this.arrival = arrival;
        this.body = body;
        this.references = references;
    }

    /** The request's head. */
    public RequestHead head() {
        return head;
    }

    /** Every way the target can be read, made once. */
    public Readings readings() {
        return readings;
    }

    /** Where it belongs. */
    public Route route() {
        return route;
    }

    /** Where it comes from. */
    public ClientAddress client() {
        return client;
    }

    /** How it got here. */
    public Arrival arrival() {
        return arrival;
    }

    /** The body, not yet asked for. */
    public RequestBody body() {
        return body;
    }

    /** Who is calling; nobody until {@link #authenticated} said otherwise. */
    public Caller caller() {
        return caller == null ? Caller.Nobody.NOBODY : caller;
    }

    /** Establishes who is calling. */
    public void authenticated(Caller who) {
        if (caller != null) {
            throw new IllegalStateException("the caller was established before");
        }
        caller = who;
    }

    /** The evidence that the rules allow it; null until there is some. */
    public @Nullable Permit permit() {
        return permit;
    }

    /** Establishes that the rules allow it. */
    public void permitted(Permit evidence) {
        if (permit != null) {
            throw new IllegalStateException("the exchange was permitted before");
        }
        permit = evidence;
    }

    /** The form that the rules were asked with; null where none of them needed one. */
    public @Nullable Form form() {
        return form;
    }

    /** Establishes what the form says. */
    public void formRead(Form parameters) {
        if (form != null) {
            throw new IllegalStateException("the form was read before");
        }
        form = parameters;
    }

    /** Who looks at the body on its way upstream; null where nobody does. */
    public @Nullable BodyWatch watch() {
        return watch;
    }

    /** Establishes who looks at the body on its way upstream, beside whoever does already. */
    public void watched(BodyWatch by) {
        BodyWatch before = watch;
        watch = before == null ? by : new BothWatches(before, by);
    }

    /** Who says to the upstream who they are; null where nobody does. */
    public @Nullable Knock knock() {
        return knock;
    }

    /** Establishes that somebody says to the upstream who they are, or may be asked to. */
    public void knocking(Knock by) {
        if (knock != null) {
            throw new IllegalStateException("somebody knocked before");
        }
        knock = by;
    }

    /** What is out of the ordinary about the way upstream and back; null where nothing is. */
    public @Nullable Passage passage() {
        return passage;
    }

    /** Establishes what is out of the ordinary about the way upstream and back. */
    public void passing(Passage by) {
        if (passage != null) {
            throw new IllegalStateException("the way was established before");
        }
        passage = by;
    }

    /** Who logged in by this very exchange, at the upstream; null where nobody did. */
    public @Nullable Welcome welcome() {
        return welcome;
    }

    /** Establishes that somebody logged in by this exchange. */
    public void welcomed(Welcome as) {
        if (welcome != null) {
            throw new IllegalStateException("somebody logged in before");
        }
        welcome = as;
    }

    /** The code of why it was refused; null unless it was. */
    public @Nullable String refusal() {
        return refusal;
    }

    /** Establishes why it is refused: a stable code such as {@code access.role}. */
    public void refused(String reason) {
        if (refusal != null) {
            throw new IllegalStateException("the exchange was refused before: " + refusal);
        }
        refusal = reason;
    }

    /** Whether it is a request that was kept and goes on now. */
    public boolean isResumed() {
        return isResumed;
    }

    /** Establishes that it is. */
    public void resumed() {
        isResumed = true;
    }

    /** What a person may read out on the phone and an operator finds in the trail or log; made when first asked for. */
    public String reference() {
        String made = reference;
        if (made == null) {
            made = references.get();
            reference = made;
        }
        return made;
    }
}

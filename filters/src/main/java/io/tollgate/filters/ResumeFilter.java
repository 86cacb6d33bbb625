package io.tollgate.filters;

import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.KeptRequest;
import io.tollgate.filters.chain.Refusals;
import io.tollgate.filters.chain.RequestFilter;
import io.tollgate.filters.chain.Verdict;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.RequestHead;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.kept.KeptCookie;
import io.tollgate.filters.kept.KeptRequests;
import io.tollgate.filters.routing.Target;
import io.tollgate.filters.session.Caller;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets a request that was kept go on in place of the one that asks for it: a browser's GET of the same target, by a cookie of
 * ours, or a script's request of the same method and target, by a field. It never reaches an application as anything else.
 * Safe for use by any event loop; where no rule asks for a fresh factor it looks at nothing.
 */
public final class ResumeFilter implements RequestFilter {
    /** The field by which a script says what it goes on with. */
    public static final String FIELD = "tollgate-kept";

    /** What is of now and not of then: whose cookies there are, and how the request got here. */
    private static final List<String> OF_NOW = List.of("cookie", "x-forwarded-for");

    private final StepUpPolicy policy;
    private final KeptRequests kept;
    private final Refusals refusals;
    private final Refuser refuser;

    /** Lets go on what waits by this policy. */
    public ResumeFilter(StepUpPolicy policy, Refusals refusals, AuditTrail audit) {
        this.policy = policy;
        this.kept = policy.kept();
        this.refusals = refusals;
        this.refuser = new Refuser(audit);
    }

    @Override
    public Verdict judge(Exchange exchange) {
        boolean mayBe = exchange.route().app().access().hasMarks() || kept.wasUsed();
        if (!mayBe || exchange.isResumed() || !(exchange.route().target() instanceof Target.Upstream)) {
            return Verdict.Pass.PASS;
        }
        HeaderFields fields = exchange.head().fields();
        int field = fields.find(FIELD, 0);
        boolean isBrowser = field < 0 && exchange.head().method().equals("GET");
        String id =
                isBrowser ? KeptCookie.read(fields, exchange.head().target()) : field < 0 ? null : fields.value(field);
        return id == null ? Verdict.Pass.PASS : goOn(exchange, id, isBrowser);
    }

    private Verdict goOn(Exchange exchange, String id, boolean isBrowser) {
        if (exchange.caller() instanceof Caller.Locked) {
            return refuser.refuse(exchange, "session.locked", null, refusals.locked(exchange));
        }
        if (exchange.caller() instanceof Caller.Pending) {
            return refuser.refuse(exchange, "session.factor", null, refusals.factor(exchange));
        }
        if (!(exchange.caller() instanceof Caller.Known known)) {
            return refuser.refuse(exchange, "session.none", null, refusals.login(exchange));
        }
        if (exchange.body().declaredLength() != 0) {
            return refuser.refuse(exchange, "step-up.body", null, refusals.refused(exchange, 400, "step-up.body"));
        }
        RequestHead head = exchange.head();
        String host = exchange.route().host();
        if (!policy.isFresh(exchange) && kept.find(id, known, host) != null) {
            return refuser.refuse(exchange, "step-up", null, refusals.stepUp(exchange, id));
        }
        KeptRequest request = kept.take(id, known, host, head.target(), isBrowser ? null : head.method());
        return request == null
                ? refuser.refuse(exchange, "step-up.gone", null, gone(exchange, isBrowser))
                : new Verdict.Resume(new KeptRequest(ofNow(request.head(), head.fields()), request.body()));
    }

    private Response gone(Exchange exchange, boolean isBrowser) {
        Response gone = refusals.notKept(exchange);
        return isBrowser ? gone.with("set-cookie", KeptCookie.expired()) : gone;
    }

    private static RequestHead ofNow(RequestHead then, HeaderFields now) {
        List<String> fields = new ArrayList<>();
        add(then.fields(), false, fields);
        add(now, true, fields);
        return new RequestHead(
                then.method(), then.target(), then.minorVersion(), HeaderFields.of(fields.toArray(String[]::new)));
    }

    private static void add(HeaderFields from, boolean isOfNow, List<String> to) {
        for (int i = 0; i < from.count(); i++) {
            if (isOfNow(from, i) == isOfNow) {
                to.add(from.name(i));
                to.add(from.value(i));
            }
        }
    }

    private static boolean isOfNow(HeaderFields fields, int i) {
        for (String name : OF_NOW) {
            if (fields.isNamed(i, name)) {
                return true;
            }
        }
        return false;
    }
}

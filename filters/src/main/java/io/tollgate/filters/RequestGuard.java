package io.tollgate.filters;

import io.tollgate.filters.audit.AuditTrail;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.Refusals;
import io.tollgate.filters.chain.RequestFilter;
import io.tollgate.filters.chain.Verdict;
import io.tollgate.filters.http.HeaderFields;
import io.tollgate.filters.http.RequestHead;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.routing.Target;
import java.util.Locale;

/** Refuses what no one may send, whoever they are, before anything is spent on it. Safe for use by any event loop. */
public final class RequestGuard implements RequestFilter {
    private static final int LONGEST_METHOD = 32;

    private final Refusals refusals;
    private final Refuser refuser;

    public RequestGuard(Refusals refusals, AuditTrail audit) {
        this.refusals = refusals;
        this.refuser = new Refuser(audit);
    }

    @Override
    public Verdict judge(Exchange exchange) {
        RequestHead head = exchange.head();
        if (isRefusedMethod(head.method())) {
            Response response = refusals.refused(exchange, 405, "request.method")
                    .with("allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
            return refuser.refuse(exchange, "request.method", null, response);
        }
        if (head.fields().has("expect") && !isContinue(head.fields())) {
            return refuse(exchange, 417, "request.expect");
        }
        if (head.isUpgrade() && isToHttp2(head.fields())) {
            return refuse(exchange, 400, "request.upgrade");
        }
        boolean isForApp = exchange.route().target() instanceof Target.Upstream;
        if (isForApp
                && exchange.body().declaredLength()
                        > exchange.route().app().config().body()) {
            return refuse(exchange, 413, "request.body");
        }
        return Verdict.Pass.PASS;
    }

    private Verdict refuse(Exchange exchange, int status, String reason) {
        return refuser.refuse(exchange, reason, null, refusals.refused(exchange, status, reason));
    }

    /** CONNECT asks for a tunnel, TRACE shows a script what a browser hides from it (RFC 9110 section 9.3). */
    private static boolean isRefusedMethod(String method) {
        return switch (method.length()) {
            case 5, 7 -> {
                String upperCase = method.toUpperCase(Locale.ROOT);
                yield upperCase.equals("TRACE") || upperCase.equals("TRACK") || upperCase.equals("CONNECT");
            }
            default -> method.isEmpty() || method.length() > LONGEST_METHOD;
        };
    }

    /** RFC 9110 section 10.1.1 knows one expectation. */
    private static boolean isContinue(HeaderFields fields) {
        int i = fields.find("expect", 0);
        return fields.hasValue(i, "100-continue") && fields.find("expect", i + 1) < 0;
    }

    /** A connection that changed to HTTP/2 unseen would carry requests that nobody judges (RFC 7540 section 3.2). */
    private static boolean isToHttp2(HeaderFields fields) {
        for (int i = fields.find("upgrade", 0); i >= 0; i = fields.find("upgrade", i + 1)) {
            String value = fields.value(i).toLowerCase(Locale.ROOT);
            if (value.contains("h2") || value.contains("http/")) {
                return true;
            }
        }
        return false;
    }
}

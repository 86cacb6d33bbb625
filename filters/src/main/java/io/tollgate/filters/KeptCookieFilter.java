package io.tollgate.filters;

import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.chain.ResponseFilter;
import io.tollgate.filters.http.ResponseHead;
import io.tollgate.filters.kept.KeptCookie;

/** Takes back the cookie by which a kept request went on: it is good for one. Safe for use by any event loop. */
public final class KeptCookieFilter implements ResponseFilter {
    @Override
    public void amend(Exchange exchange, ResponseHead response) {
        if (exchange.isResumed()) {
            response.add("set-cookie", KeptCookie.expired());
        }
    }
}

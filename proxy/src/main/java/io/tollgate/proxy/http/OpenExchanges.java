package io.tollgate.proxy.http;

import io.tollgate.filters.chain.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The exchanges of one event loop that are not over. Confined to that loop; adding and removing are O(1). */
final class OpenExchanges {
    private @Nullable ExchangeHandler first;

    void add(ExchangeHandler handler) {
        handler.next = first;
        if (first != null) {
            first.previous = handler;
        }
        first = handler;
    }

    void remove(ExchangeHandler handler) {
        if (handler.previous != null) {
            handler.previous.next = handler.next;
        } else if (first == handler) {
            first = handler.next;
        }
        if (handler.next != null) {
            handler.next.previous = handler.previous;
        }
        handler.previous = null;
        handler.next = null;
    }

    /** Cuts those that were permitted and are concerned. Own pages are left alone: a logout answers the one who asked. */
    void cut(Predicate<Exchange> isConcerned, String code) {
        List<ExchangeHandler> concerned = new ArrayList<>();
        for (ExchangeHandler handler = first; handler != null; handler = handler.next) {
            Exchange exchange = handler.exchange();
            if (exchange.permit() != null && isConcerned.test(exchange)) {
                concerned.add(handler);
            }
        }
        concerned.forEach(handler -> handler.cut(code));
    }
}

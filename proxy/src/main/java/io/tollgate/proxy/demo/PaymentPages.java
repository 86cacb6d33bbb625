package io.tollgate.proxy.demo;

import java.io.IOException;

/** Money received: the day book, and the form's target. Immutable. */
final class PaymentPages {

    private final BillingData data;
    private final Messages messages;

    PaymentPages(BillingData data, Messages messages) {
        this.data = data;
        this.messages = messages;
    }

    LegacyReply list(LegacyRequest request) {
        Markup content =
                new Markup().add("{}", LegacyPages.columns("No.", "Day", "Invoice", "Amount", "By", "Taken by"));
        for (Payment payment : data.payments()) {
            content.add(
                    "{}",
                    LegacyPages.row(
                            payment.id() % 2 == 0,
                            payment.id(),
                            payment.day(),
                            LegacyPages.link("/invoices/" + payment.invoice(), payment.invoice()),
                            Text.money(payment.cents()),
                            payment.method(),
                            payment.takenBy()));
        }
        return LegacyPages.page(request, "Payments", content.add("</TABLE>\n"));
    }

    LegacyReply take(LegacyRequest request) throws IOException {
        Parameters form = request.parameters();
        long cents = Text.cents(form.get("amount"));
        if (cents <= 0) {
            return LegacyPages.error(request, 400, "The amount must be like 65.00 and more than nothing.");
        }
        Payment payment = data.pay(
                form.get("invoice"), cents, Text.cut(form.get("method"), 20), request.today(), request.person());
        if (payment == null) {
            return LegacyPages.error(request, 404, "There is no invoice " + Text.cut(form.get("invoice"), 40) + ".");
        }
        messages.post("Payment of $" + Text.money(cents) + " for invoice " + payment.invoice());
        request.session().leaveNotice("Payment of $" + Text.money(cents) + " taken");
        return LegacyPages.redirect(request, "/invoices/" + payment.invoice());
    }
}

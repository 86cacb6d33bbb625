package io.tollgate.proxy.demo;

import java.io.IOException;

/**
 * One address that does different things by its {@code action} parameter, in the query or in the form, in any letter case: the
 * kind of program for which a rule over paths alone is not enough. Immutable.
 */
final class LedgerCgi {

    private final BillingData data;
    private final Messages messages;

    LedgerCgi(BillingData data, Messages messages) {
        this.data = data;
        this.messages = messages;
    }

    LegacyReply run(LegacyRequest request) throws IOException {
        String action = Text.lower(request.parameters().get("action"));
        return switch (action) {
            case "", "list" -> list(request);
            case "void" -> voided(request);
            default -> LegacyPages.error(request, 400, "ledger.cgi: unknown action " + Text.cut(action, 40));
        };
    }

    private LegacyReply list(LegacyRequest request) {
        Markup content = new Markup().add("{}", LegacyPages.columns("Entry", "Debit", "Credit", "State", ""));
        for (Invoice invoice : data.invoices()) {
            content.add(
                    "{}",
                    LegacyPages.row(
                            invoice.isVoid(),
                            LegacyPages.link("/invoices/" + invoice.id(), invoice.id()),
                            Text.money(invoice.cents()),
                            Text.money(invoice.paidCents()),
                            invoice.status(),
                            LegacyPages.link("/ledger.cgi?action=void&id=" + invoice.id(), "void")));
        }
        return LegacyPages.page(request, "Ledger", content.add("</TABLE>\n"));
    }

    private LegacyReply voided(LegacyRequest request) throws IOException {
        String id = request.parameters().get("id");
        if (!data.voidInvoice(id)) {
            return LegacyPages.error(request, 404, "There is no invoice " + Text.cut(id, 40) + ".");
        }
        messages.post("Invoice " + id + " was voided by " + request.person());
        request.session().leaveNotice("Invoice " + id + " voided");
        return LegacyPages.redirect(request, "/invoices/" + id);
    }
}

package io.tollgate.proxy.demo;

import java.util.List;
import java.util.Map;

/** Invoices: the list, which is where work starts, each one's sheet, the download, and deletion. Immutable. */
final class InvoicePages {

    private final BillingData data;
    private final Messages messages;

    InvoicePages(BillingData data, Messages messages) {
        this.data = data;
        this.messages = messages;
    }

    LegacyReply list(LegacyRequest request) {
        List<Invoice> invoices = data.invoices();
        long open = invoices.stream().mapToLong(Invoice::balanceCents).sum();
        Markup content = new Markup().add("""
                        <P><FONT face="Verdana, Arial" size="2">{} invoices, ${} outstanding.
                        [ <A href="/invoices/export.csv">Download for spreadsheet</A> ]
                        [ <A href="/ledger.cgi?action=list">Ledger</A> ]</FONT></P>
                        """, invoices.size(), Text.money(open));
        content.add("{}", LegacyPages.columns("Invoice", "Date", "Patient", "Service", "Amount", "Balance", "Status"));
        boolean shaded = false;
        for (Invoice invoice : invoices) {
            content.add("{}", row(invoice, shaded));
            shaded = !shaded;
        }
        return LegacyPages.page(request, "Invoices", content.add("</TABLE>\n"));
    }

    private Markup row(Invoice invoice, boolean shaded) {
        return LegacyPages.row(
                shaded,
                LegacyPages.link("/invoices/" + invoice.id(), invoice.id()),
                invoice.date(),
                LegacyPages.link("/patients/" + invoice.patient(), data.patientName(invoice.patient())),
                invoice.service(),
                Text.money(invoice.cents()),
                Text.money(invoice.balanceCents()),
                invoice.status());
    }

    LegacyReply detail(LegacyRequest request) {
        Invoice invoice = data.invoice(request.segment(1));
        if (invoice == null) {
            return missing(request);
        }
        Markup content = new Markup().add("{}", LegacyPages.columns("Item", "Entry"));
        content.add("{}", LegacyPages.row(false, "Invoice", invoice.id()));
        content.add("{}", LegacyPages.row(false, "Date", invoice.date()));
        content.add(
                "{}",
                LegacyPages.row(
                        false,
                        "Patient",
                        LegacyPages.link("/patients/" + invoice.patient(), data.patientName(invoice.patient()))));
        content.add("{}", LegacyPages.row(false, "Service", invoice.service()));
        content.add("{}", LegacyPages.row(false, "Amount", Text.money(invoice.cents())));
        content.add("{}", LegacyPages.row(false, "Paid", Text.money(invoice.paidCents())));
        content.add("{}", LegacyPages.row(false, "Status", invoice.status()));
        content.add("</TABLE>\n").add("{}", forms(invoice));
        return LegacyPages.page(request, "Invoice " + invoice.id(), content);
    }

    private static Markup forms(Invoice invoice) {
        return new Markup().add("""
                        <BR><TABLE border="0" cellspacing="2" cellpadding="4" bgcolor="#C0C0C0">
                        <TR><TD><FORM action="/payments/" method="POST"><INPUT type="hidden" name="invoice" value="{}">
                        Payment $ <INPUT type="text" name="amount" size="8" value="{}">
                        by <SELECT name="method"><OPTION>Check<OPTION>Cash<OPTION>Card</SELECT>
                        <INPUT type="submit" value="Take payment"></FORM></TD>
                        <TD><FORM action="/ledger.cgi" method="POST"><INPUT type="hidden" name="action" value="void">
                        <INPUT type="hidden" name="id" value="{}"><INPUT type="submit" value="Void"></FORM></TD>
                        <TD><FORM action="/invoices/{}/delete" method="POST">
                        <INPUT type="submit" value="Delete"></FORM></TD></TR></TABLE>
                        """, invoice.id(), Text.money(invoice.balanceCents()), invoice.id(), invoice.id());
    }

    /** The list as a spreadsheet takes it: fields quoted, lines ended by CR LF. */
    LegacyReply export(LegacyRequest request) {
        StringBuilder csv =
                new StringBuilder("\"Invoice\",\"Date\",\"Patient\",\"Service\",\"Amount\",\"Balance\",\"Status\"\r\n");
        for (Invoice invoice : data.invoices()) {
            csv.append(quoted(invoice.id())).append(',');
            csv.append(quoted(invoice.date().toString())).append(',');
            csv.append(quoted(data.patientName(invoice.patient()))).append(',');
            csv.append(quoted(invoice.service())).append(',');
            csv.append(Text.money(invoice.cents())).append(',');
            csv.append(Text.money(invoice.balanceCents())).append(',');
            csv.append(quoted(invoice.status())).append("\r\n");
        }
        return LegacyReply.text(
                200,
                "text/csv; charset=ISO-8859-1",
                csv.toString(),
                Map.of("Content-Disposition", "attachment; filename=\"invoices-" + request.today() + ".csv\""));
    }

    private static String quoted(String field) {
        return '"' + field.replace("\"", "\"\"") + '"';
    }

    /** Both spellings of deletion: the DELETE method, and the form's POST to {@code /delete}. */
    LegacyReply delete(LegacyRequest request) {
        String id = request.segment(1);
        if (!data.deleteInvoice(id)) {
            return missing(request);
        }
        messages.post("Invoice " + id + " was deleted by " + request.person());
        request.session().leaveNotice("Invoice " + id + " deleted");
        return LegacyPages.redirect(request, "/invoices/");
    }

    private static LegacyReply missing(LegacyRequest request) {
        return LegacyPages.error(request, 404, "There is no invoice " + Text.cut(request.segment(1), 40) + ".");
    }
}

package io.tollgate.proxy.demo;

/** The list of patients and each one's sheet; looking at a sheet is remembered in the session. Immutable. */
final class PatientPages {

    private final BillingData data;

    PatientPages(BillingData data) {
        this.data = data;
    }

    LegacyReply list(LegacyRequest request) {
        Markup content = new Markup().add("{}", LegacyPages.columns("No.", "Name", "Born", "Telephone", "Insurance"));
        for (Patient patient : data.patients()) {
            content.add(
                    "{}",
                    LegacyPages.row(
                            patient.number() % 2 == 0,
                            patient.number(),
                            LegacyPages.link("/patients/" + patient.number(), patient.name()),
                            patient.born(),
                            patient.phone(),
                            patient.insurer()));
        }
        return LegacyPages.page(request, "Patients", content.add("</TABLE>\n"));
    }

    LegacyReply detail(LegacyRequest request) {
        Patient patient = data.patient(request.number(1));
        if (patient == null) {
            return LegacyPages.error(request, 404, "There is no patient " + Text.cut(request.segment(1), 40) + ".");
        }
        request.session().lookedAt(patient);
        Markup content = new Markup()
                .add(
                        """
                        <TABLE border="1" cellspacing="0" cellpadding="4" bordercolor="#999999" bgcolor="#FFFFFF">
                        <TR><TD bgcolor="#CCCC99"><B>Patient no.</B></TD><TD>{}</TD></TR>
                        <TR><TD bgcolor="#CCCC99"><B>Name</B></TD><TD>{}</TD></TR>
                        <TR><TD bgcolor="#CCCC99"><B>Born</B></TD><TD>{}</TD></TR>
                        <TR><TD bgcolor="#CCCC99"><B>Telephone</B></TD><TD>{}</TD></TR>
                        <TR><TD bgcolor="#CCCC99"><B>Insurance</B></TD><TD>{}, policy {}</TD></TR>
                        </TABLE>
                        """,
                        patient.number(),
                        patient.name(),
                        patient.born(),
                        patient.phone(),
                        patient.insurer(),
                        patient.policy());
        content.add("<P>{}</P>\n", LegacyPages.link("/claims/new?patient=" + patient.number(), "Enter a claim"));
        content.add("<H4>Invoices</H4>\n{}", LegacyPages.columns("Invoice", "Date", "Service", "Balance", "Status"));
        for (Invoice invoice : data.invoices()) {
            if (invoice.patient() == patient.number()) {
                content.add("{}", invoiceRow(invoice));
            }
        }
        return LegacyPages.page(request, "Patient " + patient.name(), content.add("</TABLE>\n"));
    }

    private static Markup invoiceRow(Invoice invoice) {
        return LegacyPages.row(
                false,
                LegacyPages.link("/invoices/" + invoice.id(), invoice.id()),
                invoice.date(),
                invoice.service(),
                Text.money(invoice.balanceCents()),
                invoice.status());
    }
}

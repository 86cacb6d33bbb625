package io.tollgate.proxy.demo;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Claims: the list, the form, what it posts to, and each one's sheet. Immutable. */
final class ClaimPages {

    private final BillingData data;
    private final Messages messages;

    ClaimPages(BillingData data, Messages messages) {
        this.data = data;
        this.messages = messages;
    }

    LegacyReply list(LegacyRequest request) {
        Markup content = new Markup().add("<P>[ <A href=\"/claims/new\">Enter a claim</A> ]</P>\n{}", columns());
        for (Claim claim : data.claims()) {
            content.add(
                    "{}",
                    LegacyPages.row(
                            claim.id() % 2 == 0,
                            LegacyPages.link("/claims/" + claim.id(), claim.id()),
                            claim.received(),
                            data.patientName(claim.patient()),
                            claim.field("payer"),
                            claim.field("charge1"),
                            claim.enteredBy()));
        }
        return LegacyPages.page(request, "Claims", content.add("</TABLE>\n"));
    }

    private static Markup columns() {
        return LegacyPages.columns("Claim", "Received", "Patient", "Insurer", "Charge", "Entered by");
    }

    /** The empty form; the patient is the one asked for, or the last one looked at. */
    LegacyReply form(LegacyRequest request) throws IOException {
        Map<String, String> typed = new LinkedHashMap<>();
        int patient = request.parameters().number("patient");
        typed.put("patient", Integer.toString(patient < 0 ? request.session().lastPatient() : patient));
        return LegacyPages.page(request, "New claim", ClaimForm.markup(data, typed));
    }

    /** Takes the form, or shows it again with what was typed and what is wrong. */
    LegacyReply receive(LegacyRequest request) throws IOException {
        Map<String, String> fields = ClaimForm.fields(request.parameters());
        List<String> faults = ClaimForm.faults(fields, data);
        if (!faults.isEmpty()) {
            Markup content = new Markup().add("<FONT color=\"#CC0000\"><B>The claim was NOT taken:</B></FONT><UL>");
            faults.forEach(fault -> content.add("<LI>{}\n", fault));
            content.add("</UL>\n{}", ClaimForm.markup(data, fields));
            return LegacyPages.page(request, "New claim", content);
        }
        int patient = Text.number(fields.getOrDefault("patient", ""));
        Claim claim = data.claimReceived(patient, request.today(), request.person(), fields);
        messages.post("Claim " + claim.id() + " received for " + data.patientName(patient));
        request.session().leaveNotice("Claim " + claim.id() + " taken");
        return LegacyPages.redirect(request, "/claims/" + claim.id());
    }

    LegacyReply detail(LegacyRequest request) {
        Claim claim = data.claim(request.number(1));
        if (claim == null) {
            return LegacyPages.error(request, 404, "There is no claim " + Text.cut(request.segment(1), 40) + ".");
        }
        Markup content = new Markup().add("{}", LegacyPages.columns("Field", "Entry"));
        content.add("{}", LegacyPages.row(true, "name", data.patientName(claim.patient())));
        claim.fields().forEach((name, value) -> content.add("{}", LegacyPages.row(false, name, value)));
        content.add("</TABLE>\n<P>Received {} from {}.</P>\n", claim.received(), claim.enteredBy());
        content.add("<H4>Attachments</H4>\n<UL>");
        for (Attachment file : data.attachments(claim.id())) {
            String path = "/claims/" + claim.id() + "/attachment/" + file.number();
            content.add("<LI>{} ({} bytes)\n", LegacyPages.link(path, file.name()), file.size());
        }
        content.add("""
                </UL>
                <FORM action="/claims/{}/attachment" method="POST" enctype="multipart/form-data">
                <INPUT type="file" name="file"> <INPUT type="submit" value="Attach"></FORM>
                """, claim.id());
        return LegacyPages.page(request, "Claim " + claim.id(), content);
    }
}

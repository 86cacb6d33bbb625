package io.tollgate.proxy.demo;

import java.io.IOException;
import java.time.LocalDate;

/** The appointment book: what is in it, and a form to add to it. Immutable. */
final class AppointmentPages {

    private final BillingData data;
    private final Messages messages;

    AppointmentPages(BillingData data, Messages messages) {
        this.data = data;
        this.messages = messages;
    }

    LegacyReply list(LegacyRequest request) {
        Markup content = new Markup().add("{}", LegacyPages.columns("Day", "Time", "Patient", "Reason"));
        for (Appointment appointment : data.appointments()) {
            content.add(
                    "{}",
                    LegacyPages.row(
                            appointment.id() % 2 == 0,
                            appointment.day(),
                            appointment.time(),
                            LegacyPages.link(
                                    "/patients/" + appointment.patient(), data.patientName(appointment.patient())),
                            appointment.reason()));
        }
        content.add("""
                </TABLE><BR>
                <FORM action="/appointments/" method="POST">
                <TABLE border="0" cellspacing="2" cellpadding="4" bgcolor="#C0C0C0"><TR>
                <TD>Patient no. <INPUT type="text" name="patient" size="4"></TD>
                <TD>Day <INPUT type="text" name="day" size="10" value="{}"></TD>
                <TD>Time <INPUT type="text" name="time" size="5" value="09:00"></TD>
                <TD>Reason <INPUT type="text" name="reason" size="20"></TD>
                <TD><INPUT type="submit" value="Add"></TD></TR></TABLE></FORM>
                """, request.today());
        return LegacyPages.page(request, "Appointments", content);
    }

    LegacyReply add(LegacyRequest request) throws IOException {
        Parameters form = request.parameters();
        int patient = form.number("patient");
        LocalDate day = Text.day(form.get("day"));
        if (data.patient(patient) == null) {
            return LegacyPages.error(request, 400, "There is no patient with that number.");
        }
        if (day == null) {
            return LegacyPages.error(request, 400, "The day must be like " + request.today() + ".");
        }
        data.appointmentMade(patient, day, Text.cut(form.get("time"), 5), Text.cut(form.get("reason"), 80));
        messages.post("Appointment made for " + data.patientName(patient) + " on " + day);
        request.session().leaveNotice("Appointment made");
        return LegacyPages.redirect(request, "/appointments/");
    }
}

package io.tollgate.proxy.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The claim form: its fields, its markup refilled with what was typed, and what is wrong with it. Immutable. */
final class ClaimForm {

    static final int LINES = 6;

    private static final int LONGEST_FIELD = 200;
    private static final int LONGEST_NOTE = 4000;

    /** A field of one line: the name it is posted under, its label, and how wide it is. */
    private record Field(String name, String label, int size) {}

    private static final List<Field> INSURED = List.of(
            new Field("insured_name", "Insured's name", 30),
            new Field("insured_id", "Insured's I.D. number", 16),
            new Field("group_number", "Group number", 12),
            new Field("employer", "Employer or school", 30),
            new Field("street", "Street", 30),
            new Field("city", "City", 20),
            new Field("state", "State", 2),
            new Field("zip", "ZIP", 10),
            new Field("telephone", "Telephone", 12));

    private static final List<Field> ILLNESS = List.of(
            new Field("onset", "Date of first symptom", 10),
            new Field("service_from", "Service from", 10),
            new Field("service_to", "Service to", 10),
            new Field("referring", "Referring physician", 30),
            new Field("referring_id", "Physician's I.D.", 10),
            new Field("authorization", "Prior authorization no.", 14),
            new Field("diagnosis1", "Diagnosis 1", 8),
            new Field("diagnosis2", "Diagnosis 2", 8),
            new Field("diagnosis3", "Diagnosis 3", 8),
            new Field("diagnosis4", "Diagnosis 4", 8));

    private static final List<String> LINE_FIELDS = List.of("code", "modifier", "units", "charge");

    private ClaimForm() {}

    /** The form's own fields out of what was posted, in the form's order; what it does not know is left out. */
    static Map<String, String> fields(Parameters posted) {
        List<String> names = new ArrayList<>(List.of("patient", "payer", "relationship"));
        INSURED.forEach(field -> names.add(field.name()));
        names.add("accident");
        ILLNESS.forEach(field -> names.add(field.name()));
        for (int line = 1; line <= LINES; line++) {
            for (String field : LINE_FIELDS) {
                names.add(field + line);
            }
        }
        names.addAll(List.of("assignment", "signature", "note"));
        Map<String, String> fields = new LinkedHashMap<>();
        for (String name : names) {
            String value = posted.get(name);
            if (!value.isEmpty()) {
                fields.put(name, Text.cut(value, name.equals("note") ? LONGEST_NOTE : LONGEST_FIELD));
            }
        }
        return fields;
    }

    static List<String> faults(Map<String, String> fields, BillingData data) {
        List<String> faults = new ArrayList<>();
        if (data.patient(Text.number(fields.getOrDefault("patient", ""))) == null) {
            faults.add("Choose a patient.");
        }
        if (Text.day(fields.getOrDefault("service_from", "")) == null) {
            faults.add("Service from must be a day like 2003-11-18.");
        }
        if (fields.getOrDefault("diagnosis1", "").isEmpty()) {
            faults.add("Diagnosis 1 is missing.");
        }
        if (Text.cents(fields.getOrDefault("charge1", "")) <= 0) {
            faults.add("Line 1 needs a charge like 65.00.");
        }
        return faults;
    }

    static Markup markup(BillingData data, Map<String, String> typed) {
        Markup form = new Markup()
                .add("<FORM action=\"/claims/\" method=\"POST\" name=\"claim\">\n")
                .add("{}", box("1. Patient and insurer"))
                .add("<TR><TD>Patient</TD><TD>{}</TD></TR>\n", patients(data, typed))
                .add("<TR><TD>Insurer</TD><TD>{}</TD></TR>\n", choice("payer", Seed.INSURERS, typed))
                .add(
                        "<TR><TD>Relationship to insured</TD><TD>{}</TD></TR>\n",
                        choice("relationship", List.of("Self", "Spouse", "Child", "Other"), typed));
        INSURED.forEach(field -> form.add("{}", row(field, typed)));
        form.add("</TABLE><BR>\n").add("{}", box("2. Illness and service"));
        form.add(
                "<TR><TD>Condition related to</TD><TD>{}</TD></TR>\n",
                choice("accident", List.of("Illness", "Employment", "Auto accident", "Other accident"), typed));
        ILLNESS.forEach(field -> form.add("{}", row(field, typed)));
        return form.add("</TABLE><BR>\n")
                .add("{}", lines(typed))
                .add("{}", end(typed))
                .add("</FORM>\n");
    }

    private static Markup box(String title) {
        return new Markup().add("""
                        <TABLE border="1" cellspacing="0" cellpadding="3" bordercolor="#999999" bgcolor="#EEEEDD" width="640">
                        <TR bgcolor="#CCCC99"><TD colspan="2"><FONT face="Verdana, Arial" size="2"><B>{}</B></FONT></TD></TR>
                        """, title);
    }

    private static Markup row(Field field, Map<String, String> typed) {
        return new Markup()
                .add(
                        "<TR><TD width=\"200\">{}</TD><TD>{}</TD></TR>\n",
                        field.label(),
                        input(field.name(), field.size(), typed));
    }

    private static Markup input(String name, int size, Map<String, String> typed) {
        return new Markup()
                .add(
                        "<INPUT type=\"text\" name=\"{}\" size=\"{}\" maxlength=\"{}\" value=\"{}\">",
                        name,
                        size,
                        LONGEST_FIELD,
                        typed.getOrDefault(name, ""));
    }

    private static Markup patients(BillingData data, Map<String, String> typed) {
        String chosen = typed.getOrDefault("patient", "");
        Markup select = new Markup().add("<SELECT name=\"patient\"><OPTION value=\"\">-- choose --\n");
        for (Patient patient : data.patients()) {
            String number = Integer.toString(patient.number());
            select.add("<OPTION value=\"{}\"{}>{}\n", number, selected(number.equals(chosen)), patient.name());
        }
        return select.add("</SELECT>");
    }

    private static Markup choice(String name, List<String> options, Map<String, String> typed) {
        String chosen = typed.getOrDefault(name, "");
        Markup select = new Markup().add("<SELECT name=\"{}\">", name);
        for (String option : options) {
            select.add("<OPTION{}>{}", selected(option.equals(chosen)), option);
        }
        return select.add("</SELECT>");
    }

    private static Markup selected(boolean is) {
        return new Markup().add(is ? " selected" : "");
    }

    private static Markup lines(Map<String, String> typed) {
        Markup lines = new Markup().add("""
                        <TABLE border="1" cellspacing="0" cellpadding="3" bordercolor="#999999" bgcolor="#EEEEDD" width="640">
                        <TR bgcolor="#CCCC99"><TH>3.</TH><TH>Procedure</TH><TH>Modifier</TH><TH>Units</TH><TH>Charge $</TH></TR>
                        """);
        for (int line = 1; line <= LINES; line++) {
            lines.add("<TR align=\"center\"><TD>{}</TD>", line);
            for (String field : LINE_FIELDS) {
                lines.add("<TD>{}</TD>", input(field + line, 8, typed));
            }
            lines.add("</TR>\n");
        }
        return lines.add("</TABLE><BR>\n");
    }

    private static Markup end(Map<String, String> typed) {
        return new Markup()
                .add("{}", box("4. Remarks"))
                .add(
                        """
                        <TR><TD colspan="2"><TEXTAREA name="note" rows="5" cols="70">{}</TEXTAREA></TD></TR>
                        <TR><TD colspan="2"><INPUT type="checkbox" name="assignment" value="yes"{}> Accept assignment
                        <INPUT type="checkbox" name="signature" value="yes"{}> Signature on file</TD></TR>
                        <TR><TD colspan="2" align="right" bgcolor="#C0C0C0"><INPUT type="reset" value="Clear form">
                        <INPUT type="submit" value="Send claim"></TD></TR></TABLE>
                        """,
                        typed.getOrDefault("note", ""),
                        checked(typed.containsKey("assignment")),
                        checked(typed.containsKey("signature")));
    }

    private static Markup checked(boolean is) {
        return new Markup().add(is ? " checked" : "");
    }
}

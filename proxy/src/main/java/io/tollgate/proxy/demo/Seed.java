package io.tollgate.proxy.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The made-up practice the application starts with: always the same, so that a demonstration can be repeated. */
final class Seed {

    static final List<String> INSURERS = List.of(
            "Harbor Mutual",
            "Old Mill Health",
            "State Employees Fund",
            "Pine County Plan",
            "Self pay",
            "Meridian Indemnity");

    private static final List<String> NAMES = List.of(
            "Alma Whitfield",
            "René Dufour",
            "Harold Jansen",
            "Mary O'Dell",
            "Jürgen Krause",
            "Lucille Barnes",
            "Tomás Rivera",
            "Edith Lindqvist",
            "Walter Pruitt",
            "Zoë Marchetti",
            "Clyde & Ruth Nolan",
            "Inês Carvalho",
            "Arthur Penhale",
            "Beatrice Stone",
            "Søren Holm",
            "Gladys Fairbanks",
            "Otto Weissmüller",
            "Hazel Tremblay",
            "Vernon Castillo",
            "Françoise Petit",
            "Ida Brandt",
            "Leroy Hutchins",
            "Nadia Sokol",
            "Ezra Whitlock");

    private static final List<String> SERVICES = List.of(
            "Office visit, established patient",
            "Office visit, new patient",
            "Chest X-ray, two views",
            "Blood count, complete",
            "Immunization, influenza",
            "Suture removal",
            "Electrocardiogram",
            "Physical therapy, 30 min");

    private static final long[] PRICES = {6500, 11800, 8450, 2900, 2150, 4000, 7725, 5500};

    private Seed() {}

    static List<Patient> patients() {
        List<Patient> patients = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            int number = i + 1;
            LocalDate born = LocalDate.of(1926, 1, 9).plusDays(i * 1013L);
            String phone = "555-01" + (10 + i);
            patients.add(new Patient(
                    number, NAMES.get(i), born, phone, INSURERS.get(i % INSURERS.size()), "P" + (700_310 + i * 37)));
        }
        return patients;
    }

    static List<Invoice> invoices() {
        List<Invoice> invoices = new ArrayList<>();
        for (int i = 0; i < 48; i++) {
            long cents = PRICES[i % PRICES.length];
            long paid = i % 3 == 0 ? cents : i % 7 == 0 ? cents / 2 : 0;
            invoices.add(new Invoice(
                    "2003-0" + (101 + i),
                    1 + i * 5 % NAMES.size(),
                    LocalDate.of(2003, 3, 3).plusDays(i),
                    SERVICES.get(i % SERVICES.size()),
                    cents,
                    paid,
                    i == 22));
        }
        return invoices;
    }

    static List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            int patient = 1 + i * 7 % NAMES.size();
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("patient", Integer.toString(patient));
            fields.put("payer", INSURERS.get(i % INSURERS.size()));
            fields.put("insured_name", NAMES.get(patient - 1));
            fields.put("service_from", LocalDate.of(2003, 5, 5).plusDays(i).toString());
            fields.put("diagnosis1", "46" + i + ".9");
            fields.put("code1", "9921" + i % 6);
            fields.put("charge1", "65.00");
            claims.add(new Claim(1001 + i, patient, LocalDate.of(2003, 5, 12).plusDays(i), "conversion", fields));
        }
        return claims;
    }

    static List<Appointment> appointments(LocalDate today) {
        List<Appointment> appointments = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String time = (i % 9 < 2 ? "0" : "") + (8 + i % 9) + (i % 2 == 0 ? ":00" : ":30");
            appointments.add(new Appointment(
                    i + 1,
                    1 + i * 3 % NAMES.size(),
                    today.plusDays(i / 5),
                    time,
                    i % 4 == 0 ? "Check-up" : "Follow-up"));
        }
        return appointments;
    }
}

package io.tollgate.proxy.demo;

import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything the application remembers, in memory and bounded: the oldest entry goes when a list is full. Safe for use by any thread. */
final class BillingData {

    /** How many entries each list keeps. */
    static final int MOST_ENTRIES = 1000;

    /** How many uploaded files are kept over all claims. */
    static final int MOST_ATTACHMENTS = 16;

    private final SortedMap<Integer, Patient> patients = new TreeMap<>();
    private final SortedMap<String, Invoice> invoices = new TreeMap<>();
    private final NavigableMap<Integer, Claim> claims = new TreeMap<>();
    private final NavigableMap<Integer, Appointment> appointments = new TreeMap<>();
    private final NavigableMap<Integer, Payment> payments = new TreeMap<>();
    private final Deque<Attachment> attachments = new ArrayDeque<>();
    private int lastAttachment;

    BillingData(LocalDate today) {
        Seed.patients().forEach(patient -> patients.put(patient.number(), patient));
        Seed.invoices().forEach(invoice -> invoices.put(invoice.id(), invoice));
        Seed.claims().forEach(claim -> claims.put(claim.id(), claim));
        Seed.appointments(today).forEach(appointment -> appointments.put(appointment.id(), appointment));
    }

    synchronized List<Patient> patients() {
        return List.copyOf(patients.values());
    }

    synchronized @Nullable Patient patient(int number) {
        return patients.get(number);
    }

    synchronized String patientName(int number) {
        Patient patient = patients.get(number);
        return patient == null ? "" : patient.name();
    }

    synchronized List<Invoice> invoices() {
        return List.copyOf(invoices.values());
    }

    synchronized @Nullable Invoice invoice(String id) {
        return invoices.get(id);
    }

    /** Whether there was such an invoice. */
    synchronized boolean voidInvoice(String id) {
        return invoices.computeIfPresent(id, (key, invoice) -> invoice.voided()) != null;
    }

    /** Whether there was such an invoice. */
    synchronized boolean deleteInvoice(String id) {
        return invoices.remove(id) != null;
    }

    /** Records a payment, or null where there is no such invoice. */
    synchronized @Nullable Payment pay(String invoiceId, long cents, String method, LocalDate day, String takenBy) {
        if (!invoices.containsKey(invoiceId)) {
            return null;
        }
        invoices.computeIfPresent(invoiceId, (key, invoice) -> invoice.paid(cents));
        Payment payment = new Payment(nextId(payments, 1), invoiceId, cents, method, day, takenBy);
        keep(payments, payment.id(), payment);
        return payment;
    }

    synchronized List<Payment> payments() {
        return List.copyOf(payments.values());
    }

    synchronized List<Claim> claims() {
        return List.copyOf(claims.values());
    }

    synchronized @Nullable Claim claim(int id) {
        return claims.get(id);
    }

    synchronized Claim claimReceived(int patient, LocalDate day, String enteredBy, Map<String, String> fields) {
        Claim claim = new Claim(nextId(claims, 1001), patient, day, enteredBy, fields);
        keep(claims, claim.id(), claim);
        return claim;
    }

    synchronized List<Appointment> appointments() {
        return List.copyOf(appointments.values());
    }

    synchronized Appointment appointmentMade(int patient, LocalDate day, String time, String reason) {
        Appointment appointment = new Appointment(nextId(appointments, 1), patient, day, time, reason);
        keep(appointments, appointment.id(), appointment);
        return appointment;
    }

    synchronized Attachment attached(int claim, String name, byte[] bytes) {
        Attachment attachment = new Attachment(claim, ++lastAttachment, name, bytes);
        attachments.addLast(attachment);
        if (attachments.size() > MOST_ATTACHMENTS) {
            attachments.removeFirst();
        }
        return attachment;
    }

    synchronized List<Attachment> attachments(int claim) {
        List<Attachment> found = new ArrayList<>();
        for (Attachment attachment : attachments) {
            if (attachment.claim() == claim) {
                found.add(attachment);
            }
        }
        return found;
    }

    private static <V> int nextId(NavigableMap<Integer, V> entries, int first) {
        return entries.isEmpty() ? first : entries.lastKey() + 1;
    }

    private static <V> void keep(NavigableMap<Integer, V> entries, int id, V entry) {
        entries.put(id, entry);
        if (entries.size() > MOST_ENTRIES) {
            entries.pollFirstEntry();
        }
    }
}

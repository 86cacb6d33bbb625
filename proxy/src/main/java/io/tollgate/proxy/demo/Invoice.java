package io.tollgate.proxy.demo;

import java.time.LocalDate;

/** What a patient owes for one service; amounts are in cents. */
record Invoice(String id, int patient, LocalDate date, String service, long cents, long paidCents, boolean isVoid) {

    Invoice {
        if (cents < 0 || paidCents < 0) {
            throw new IllegalArgumentException("an amount is not negative");
        }
    }

    long balanceCents() {
        return isVoid ? 0 : Math.max(0, cents - paidCents);
    }

    String status() {
        if (isVoid) {
            return "VOID";
        }
        return balanceCents() == 0 ? "PAID" : "OPEN";
    }

    Invoice voided() {
        return new Invoice(id, patient, date, service, cents, paidCents, true);
    }

    Invoice paid(long more) {
        return new Invoice(id, patient, date, service, cents, paidCents + more, isVoid);
    }
}

package io.tollgate.proxy.demo;

import java.time.LocalDate;

/** Money received for an invoice, in cents. */
record Payment(int id, String invoice, long cents, String method, LocalDate day, String takenBy) {

    Payment {
        if (cents <= 0) {
            throw new IllegalArgumentException("a payment is more than nothing");
        }
    }
}

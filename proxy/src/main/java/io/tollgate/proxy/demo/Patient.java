package io.tollgate.proxy.demo;

import java.time.LocalDate;

/** A patient of the practice, as seeded; the application never changes one. */
record Patient(int number, String name, LocalDate born, String phone, String insurer, String policy) {

    Patient {
        if (number < 1) {
            throw new IllegalArgumentException("a patient's number is positive: " + number);
        }
    }
}

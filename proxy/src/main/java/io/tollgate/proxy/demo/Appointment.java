package io.tollgate.proxy.demo;

import java.time.LocalDate;

/** When a patient comes, and why. */
record Appointment(int id, int patient, LocalDate day, String time, String reason) {}

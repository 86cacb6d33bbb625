package io.tollgate.proxy.demo;

/** What the application remembers of one browser, in the belief that nobody else has its cookie. Safe for use by any thread. */
final class LegacySession {

    private final String id;
    private int lastPatient;
    private String lastPatientName = "";
    private String notice = "";

    LegacySession(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    synchronized void lookedAt(Patient patient) {
        lastPatient = patient.number();
        lastPatientName = patient.name();
    }

    /** The number of the last patient that was looked at, 0 before the first. */
    synchronized int lastPatient() {
        return lastPatient;
    }

    synchronized String lastPatientName() {
        return lastPatientName;
    }

    /** Leaves a line that the next page shows once. */
    synchronized void leaveNotice(String text) {
        notice = text;
    }

    synchronized String takeNotice() {
        String taken = notice;
        notice = "";
        return taken;
    }
}

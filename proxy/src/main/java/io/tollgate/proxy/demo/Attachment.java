package io.tollgate.proxy.demo;

/** A file that was uploaded to a claim, held in memory. Immutable: the bytes are copied in and out. */
final class Attachment {

    private final int claim;
    private final int number;
    private final String name;
    private final byte[] bytes;

    Attachment(int claim, int number, String name, byte[] bytes) {
        this.claim = claim;
        this.number = number;
        this.name = name;
        this.bytes = bytes.clone();
    }

    int claim() {
        return claim;
    }

    int number() {
        return number;
    }

    String name() {
        return name;
    }

    int size() {
        return bytes.length;
    }

    byte[] bytes() {
        return bytes.clone();
    }
}

package io.tollgate.proxy.tls;

import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals or opens the records of one direction with AES-GCM (RFC 8446 section 5.2; RFC 5288 section 3 for TLS 1.2).
 *
 * <p>It knows the number of the next record, from which the nonce is made: no number is used twice under a key. Works on
 * arrays, because the JDK's cipher does: between direct buffers it would copy in pieces of 512 bytes. Confined to one thread
 * at a time.
 */
final class RecordProtection {

    /** Type, version, length. */
    static final int HEADER = 5;

    /** What a record may hold (RFC 8446 section 5.1). */
    static final int MOST_PLAINTEXT = 1 << 14;

    /** What a record may be longer on the wire than what it holds, header included, as far as we write them. */
    static final int MOST_ADDED = HEADER + 8 + 16;

    /** The longest record on the wire, header included: RFC 8446 section 5.2, RFC 5246 section 6.2.3 allow that much more. */
    static final int MOST_RECORD_13 = HEADER + MOST_PLAINTEXT + 256;

    static final int MOST_RECORD_12 = HEADER + MOST_PLAINTEXT + 2048;

    static final int APPLICATION_DATA = 23;

    private static final int TAG = 16;
    private static final int NONCE = 12;
    private static final int EXPLICIT = 8;
    private static final int ADDITIONAL_12 = 13;

    private final Cipher cipher;
    private final int mode;
    private final SecretKey key;
    private final byte[] iv;
    private final boolean isTls13;
    private final byte[] nonce = new byte[NONCE];
    private long number;
    private int type;

    private RecordProtection(int mode, byte[] key, byte[] iv, boolean isTls13, long number, Provider provider) {
        if (iv.length != (isTls13 ? NONCE : NONCE - EXPLICIT)) {
            throw new IllegalArgumentException("an initialisation vector of " + iv.length + " bytes");
        }
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no AES-GCM", e);
        }
        this.mode = mode;
        this.key = new SecretKeySpec(key, "AES");
        this.iv = iv.clone();
        this.isTls13 = isTls13;
        this.number = number;
    }

    /**
     * Seals what we send.
     *
     * @param iv 12 bytes in TLS 1.3, 4 in TLS 1.2
     * @param number of the first record
     */
    static RecordProtection sealing(byte[] key, byte[] iv, boolean isTls13, long number, Provider provider) {
        return new RecordProtection(Cipher.ENCRYPT_MODE, key, iv, isTls13, number, provider);
    }

    /** Opens what the client sends; the parameters are those of {@link #sealing}. */
    static RecordProtection opening(byte[] key, byte[] iv, boolean isTls13, long number, Provider provider) {
        return new RecordProtection(Cipher.DECRYPT_MODE, key, iv, isTls13, number, provider);
    }

    /** How many records there were under this key, those before it was handed over included. */
    long number() {
        return number;
    }

    /** What the record was that was opened last: its true content type. */
    int type() {
        return type;
    }

    /**
     * Writes a whole record.
     *
     * @param plain holds what to seal from its first byte on, and has room for one byte more
     * @return its length on the wire
     */
    int seal(int contentType, byte[] plain, int length, byte[] record) {
        try {
            return isTls13 ? seal13(contentType, plain, length, record) : seal12(contentType, plain, length, record);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not seal", e);
        }
    }

    private int seal13(int contentType, byte[] plain, int length, byte[] record) throws GeneralSecurityException {
        plain[length] = (byte) contentType; // TLSInnerPlaintext, without padding.
        header(record, APPLICATION_DATA, length + 1 + TAG);
        begin13();
        cipher.updateAAD(record, 0, HEADER);
        return HEADER + cipher.doFinal(plain, 0, length + 1, record, HEADER);
    }

    private int seal12(int contentType, byte[] plain, int length, byte[] record) throws GeneralSecurityException {
        header(record, contentType, EXPLICIT + length + TAG);
        putLong(record, HEADER, number); // The explicit part of the nonce: counted, so never the same.
        begin12(record, contentType, length);
        return HEADER + EXPLICIT + cipher.doFinal(plain, 0, length, record, HEADER + EXPLICIT);
    }

    private static void header(byte[] record, int contentType, int length) {
        record[0] = (byte) contentType;
        record[1] = 3;
        record[2] = 3;
        record[3] = (byte) (length >>> 8);
        record[4] = (byte) length;
    }

    /**
     * Opens a whole record; {@link #type} says afterwards what it was.
     *
     * @param length of the record on the wire
     * @param plain takes what it holds, with what TLS 1.3 puts behind it
     * @return how much of that counts
     */
    int open(byte[] record, int length, byte[] plain) throws TlsAlertException {
        int least = HEADER + (isTls13 ? 0 : EXPLICIT) + TAG;
        if (length < least) {
            throw new TlsAlertException(TlsAlertException.BAD_RECORD_MAC, "a record too short for its cipher");
        }
        try {
            return isTls13 ? open13(record, length, plain) : open12(record, length, plain);
        } catch (AEADBadTagException e) {
            throw new TlsAlertException(TlsAlertException.BAD_RECORD_MAC, "a record that is not what was sent");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not open", e);
        }
    }

    private int open13(byte[] record, int length, byte[] plain) throws GeneralSecurityException, TlsAlertException {
        begin13();
        cipher.updateAAD(record, 0, HEADER);
        int end = cipher.doFinal(record, HEADER, length - HEADER, plain, 0);
        if (end > MOST_PLAINTEXT + 1) {
            throw new TlsAlertException(TlsAlertException.RECORD_OVERFLOW, "a record that holds too much");
        }
        while (end > 0 && plain[end - 1] == 0) {
            end--;
        }
        if (end == 0) {
            throw new TlsAlertException(TlsAlertException.UNEXPECTED_MESSAGE, "a record of nothing but padding");
        }
        type = plain[end - 1];
        return end - 1;
    }

    private int open12(byte[] record, int length, byte[] plain) throws GeneralSecurityException, TlsAlertException {
        int held = length - HEADER - EXPLICIT - TAG;
        begin12(record, record[0], held);
        cipher.doFinal(record, HEADER + EXPLICIT, held + TAG, plain, 0);
        if (held > MOST_PLAINTEXT) {
            throw new TlsAlertException(TlsAlertException.RECORD_OVERFLOW, "a record that holds too much");
        }
        type = record[0];
        return held;
    }

    /** RFC 8446 section 5.3. */
    private void begin13() throws GeneralSecurityException {
        System.arraycopy(iv, 0, nonce, 0, NONCE);
        long counted = number;
        for (int i = NONCE - 1; i >= NONCE - 8; i--) {
            nonce[i] ^= (byte) counted;
            counted >>>= 8;
        }
        begin();
    }

    /** RFC 5288 section 3 and, for what is authenticated beside the text, RFC 5246 section 6.2.3.3. */
    private void begin12(byte[] record, int contentType, int length) throws GeneralSecurityException {
        System.arraycopy(iv, 0, nonce, 0, NONCE - EXPLICIT);
        System.arraycopy(record, HEADER, nonce, NONCE - EXPLICIT, EXPLICIT);
        byte[] additional = new byte[ADDITIONAL_12];
        putLong(additional, 0, number);
        additionalHeader(additional, contentType, length);
        begin();
        cipher.updateAAD(additional);
    }

    private static void additionalHeader(byte[] additional, int contentType, int length) {
        additional[8] = (byte) contentType;
        additional[9] = 3;
        additional[10] = 3;
        additional[11] = (byte) (length >>> 8);
        additional[12] = (byte) length;
    }

    private void begin() throws GeneralSecurityException {
        number++;
        cipher.init(mode, key, new GCMParameterSpec(TAG * 8, nonce));
    }

    private static void putLong(byte[] to, int at, long value) {
        for (int i = 7; i >= 0; i--) {
            to[at + i] = (byte) value;
            value >>>= 8;
        }
    }
}

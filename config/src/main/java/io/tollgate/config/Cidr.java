package io.tollgate.config;

import java.util.Arrays;

/**
 * A network: an address and how many of its leading bits count. Immutable, safe for use by any thread.
 *
 * <p>An IPv6 address that maps an IPv4 one ({@code ::ffff:a.b.c.d}) is that IPv4 address, here and in what is asked.
 */
public final class Cidr {

    private static final String REMEDY = "write a network such as 10.0.0.0/8 or 2001:db8::/32";
    private static final int MAPPED_AT = 12;

    private final byte[] address;
    private final int bits;
    private final String text;

    private Cidr(byte[] address, int bits, String text) {
        this.address = address;
        this.bits = bits;
        this.text = text;
    }

    /** Reads {@code address/bits}; an address alone is a network of one. No name is ever looked up. */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = AddressText.parse(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            throw new MalformedValueException("\"" + text + "\" is not a network", REMEDY);
        }
        int most = address.length * 8;
        int bits = slash < 0 ? most : bits(text, text.substring(slash + 1), most);
        if (isMapped(address) && bits >= MAPPED_AT * 8) {
            address = Arrays.copyOfRange(address, MAPPED_AT, 16);
            bits -= MAPPED_AT * 8;
        }
        for (int i = bits; i < address.length * 8; i++) {
            if ((address[i / 8] & (0x80 >> (i % 8))) != 0) {
                throw new MalformedValueException(
                        "\"" + text + "\" has bits set beyond its first " + bits, "give the network's first address");
            }
        }
        return new Cidr(address, bits, text);
    }

    private static int bits(String text, String digits, int most) {
        boolean number =
                !digits.isEmpty() && digits.length() <= 3 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int bits = number ? Integer.parseInt(digits) : -1;
        if (bits < 0 || bits > most) {
            throw new MalformedValueException("\"" + text + "\" has no length from 0 to " + most, REMEDY);
        }
        return bits;
    }

    /** Whether an address of 4 or 16 bytes lies in this network. Allocates nothing. */
    public boolean contains(byte[] candidate) {
        int offset = isMapped(candidate) ? MAPPED_AT : 0;
        if (candidate.length - offset != address.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (candidate[offset + i] != address[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        return rest == 0 || ((candidate[offset + whole] ^ address[whole]) & (0xff << (8 - rest)) & 0xff) == 0;
    }

    /** Whether any address lies in both. */
    public boolean overlaps(Cidr other) {
        return bits <= other.bits ? contains(other.address) : other.contains(address);
    }

    private static boolean isMapped(byte[] address) {
        if (address.length != 16 || address[10] != -1 || address[11] != -1) {
            return false;
        }
        for (int i = 0; i < 10; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cidr that && bits == that.bits && Arrays.equals(address, that.address);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(address) + bits;
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}

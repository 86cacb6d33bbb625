package io.tollgate.proxy.demo;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A small picture as GIF89a, built in code so that no binary file is kept. Its LZW codes are all literal: the table is cleared
 * before codes grow wider.
 */
final class Gif {

    private static final int CODE_BITS = 3;
    private static final int CLEAR = 4;
    private static final int END = 5;
    private static final int MOST_BEFORE_CLEAR = 2;

    // Four colours: clear background, navy, white, red.
    private static final int[] COLOURS = {0xFFFFEE, 0x003366, 0xFFFFFF, 0xCC0000};

    private Gif() {}

    /** Draws rows of the digits 0 to 3, each row equally long. */
    static byte[] draw(String... rows) {
        ByteArrayOutputStream gif = new ByteArrayOutputStream();
        gif.writeBytes("GIF89a".getBytes(StandardCharsets.US_ASCII));
        twoBytes(gif, rows[0].length());
        twoBytes(gif, rows.length);
        gif.writeBytes(new byte[] {(byte) 0x91, 0, 0}); // a table of four colours, background 0, square pixels
        for (int colour : COLOURS) {
            gif.write(colour >> 16);
            gif.write(colour >> 8);
            gif.write(colour);
        }
        gif.write(',');
        twoBytes(gif, 0);
        twoBytes(gif, 0);
        twoBytes(gif, rows[0].length());
        twoBytes(gif, rows.length);
        gif.write(0);
        gif.write(CODE_BITS - 1);
        byte[] data = codes(String.join("", rows));
        for (int from = 0; from < data.length; from += 255) {
            int length = Math.min(255, data.length - from);
            gif.write(length);
            gif.write(data, from, length);
        }
        gif.write(0);
        gif.write(';');
        return gif.toByteArray();
    }

    private static byte[] codes(String pixels) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int held = 0;
        int bits = 0;
        int sinceClear = 0;
        for (int i = -1; i <= pixels.length(); i++) {
            boolean ends = i == pixels.length();
            if (i < 0 || (!ends && sinceClear == MOST_BEFORE_CLEAR)) {
                held |= CLEAR << bits;
                bits += CODE_BITS;
                sinceClear = 0;
            }
            if (i >= 0) {
                held |= (ends ? END : pixels.charAt(i) - '0') << bits;
                bits += CODE_BITS;
                sinceClear++;
            }
            while (bits >= 8 || (ends && bits > 0)) {
                out.write(held);
                held >>>= 8;
                bits -= 8;
            }
        }
        return out.toByteArray();
    }

    private static void twoBytes(ByteArrayOutputStream out, int value) {
        out.write(value);
        out.write(value >> 8);
    }
}

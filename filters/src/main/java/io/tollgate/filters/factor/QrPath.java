package io.tollgate.filters.factor;

import io.nayuki.qrcodegen.QrCode;

/** A QR code (ISO/IEC 18004) as the path of an SVG: each row's runs of dark modules as rectangles one high. Stateless. */
final class QrPath {
    /** Modules around it that stay light (ISO/IEC 18004 section 6.3.8). */
    static final int QUIET = 4;

    private QrPath() {}

    static String of(QrCode code) {
        StringBuilder path = new StringBuilder(4096);
        for (int y = 0; y < code.size; y++) {
            int x = 0;
            while (x < code.size) {
                int start = x;
                while (x < code.size && code.getModule(x, y)) {
                    x++;
                }
                if (x > start) {
                    path.append('M').append(start + QUIET).append(',').append(y + QUIET);
                    path.append('h')
                            .append(x - start)
                            .append("v1h-")
                            .append(x - start)
                            .append('z');
                } else {
                    x++;
                }
            }
        }
        return path.toString();
    }
}

package io.tollgate.proxy.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * The report that takes its time: one month a line, in chunks, as fast as the old machine could add. {@code years} (1 to 50)
 * and {@code pace} (milliseconds a line, to 5000) say how long it is. Safe for use by any thread.
 */
final class YearlyReport {

    private static final int MOST_AT_ONCE = 4;

    private final BillingData data;
    private final Semaphore running = new Semaphore(MOST_AT_ONCE);

    YearlyReport(BillingData data) {
        this.data = data;
    }

    LegacyReply print(LegacyRequest request) throws IOException {
        Parameters parameters = request.parameters();
        int asked = parameters.number("pace");
        int pace = asked < 0 ? 150 : Math.min(asked, 5000);
        int lines = 12 * Math.max(1, Math.min(parameters.number("years"), 50));
        return new LegacyReply.Streamed(LegacyReply.PLAIN, Map.of("Cache-Control", "no-cache"), out -> {
            if (!running.tryAcquire()) {
                line(out, "THE PRINTER IS BUSY. TRY AGAIN LATER.");
                return;
            }
            try {
                write(out, lines, pace);
            } finally {
                running.release();
            }
        });
    }

    private void write(OutputStream out, int lines, int pace) throws IOException, InterruptedException {
        line(out, "LEDGERDESK 3.2                      YEARLY REPORT");
        line(out, "==================================================");
        long total = 0;
        for (int i = 0; i < lines; i++) {
            long sum = monthSum(i);
            total += sum;
            line(out, (1990 + i / 12) + "/" + (i % 12 < 9 ? "0" : "") + (1 + i % 12) + "    billed " + Text.money(sum));
            Thread.sleep(pace);
        }
        line(out, "==================================================");
        line(out, "TOTAL      " + Text.money(total));
        line(out, "*** END OF REPORT ***");
    }

    private long monthSum(int month) {
        int i = 0;
        long sum = 0;
        for (Invoice invoice : data.invoices()) {
            if (i++ % 12 == month % 12) {
                sum += invoice.cents();
            }
        }
        return sum;
    }

    private static void line(OutputStream out, String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }
}

package io.tollgate.proxy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BillingDataTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

    private final BillingData data = new BillingData(TODAY);

    @Test
    void a_payment_lowers_the_balance_until_it_is_paid() {
        data.pay("2003-0117", 5000, "Check", TODAY, "boris");
        assertThat(data.invoice("2003-0117").balanceCents()).isEqualTo(1500);
        data.pay("2003-0117", 1500, "Cash", TODAY, "boris");
        assertThat(data.invoice("2003-0117").status()).isEqualTo("PAID");
        assertThat(data.payments()).hasSize(2);
    }

    @Test
    void nothing_is_paid_for_an_invoice_that_is_not_there() {
        assertThat(data.pay("2003-9999", 1, "Cash", TODAY, "boris")).isNull();
        assertThat(data.payments()).isEmpty();
    }

    @Test
    void a_void_invoice_owes_nothing() {
        assertThat(data.voidInvoice("2003-0117")).isTrue();
        assertThat(data.invoice("2003-0117").balanceCents()).isZero();
        assertThat(data.voidInvoice("2003-9999")).isFalse();
    }

    @Test
    void the_oldest_claim_goes_when_there_are_too_many() {
        for (int i = 0; i < BillingData.MOST_ENTRIES; i++) {
            data.claimReceived(1, TODAY, "boris", Map.of());
        }
        assertThat(data.claims()).hasSize(BillingData.MOST_ENTRIES);
        assertThat(data.claim(1001)).isNull();
    }

    @Test
    void the_oldest_file_goes_when_there_are_too_many() {
        for (int i = 0; i <= BillingData.MOST_ATTACHMENTS; i++) {
            data.attached(1001, "f" + i, new byte[1]);
        }
        assertThat(data.attachments(1001)).hasSize(BillingData.MOST_ATTACHMENTS).noneMatch(f -> f.number() == 1);
    }
}

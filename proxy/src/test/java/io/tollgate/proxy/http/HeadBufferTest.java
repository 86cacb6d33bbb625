package io.tollgate.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.tollgate.filters.http.HeaderFields;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeadBufferTest {
    private final HeadBuffer heads = new HeadBuffer();

    private String written(int room) {
        ByteBuf copy = heads.copy(UnpooledByteBufAllocator.DEFAULT, room);
        assertThat(copy.writableBytes()).isGreaterThanOrEqualTo(room);
        String text = copy.toString(StandardCharsets.ISO_8859_1);
        copy.release();
        return text;
    }

    @Test
    void fields_are_written_as_they_came_or_as_they_are_said() {
        HeaderFields fields = HeaderFields.of("X-Odd", "ä b");
        heads.begin()
                .field(fields, 0)
                .field("Name", "value")
                .name("More")
                .utf8("€")
                .line();

        assertThat(written(0)).isEqualTo("X-Odd: ä b\r\nName: value\r\nMore: \u00e2\u0082\u00ac\r\n");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 99, 100, 206, 1_000_000, Long.MAX_VALUE})
    void numbers_are_written_in_full(long number) {
        assertThat(heads.begin().number(number)).isSameAs(heads);
        assertThat(written(0)).isEqualTo(Long.toString(number));
    }

    @Test
    void nothing_of_the_head_before_is_left() {
        heads.begin().text("secret of somebody else, and longer");
        heads.begin().text("HTTP/1.1 ").number(200).line();

        assertThat(written(100)).isEqualTo("HTTP/1.1 200\r\n");
    }

    @Test
    void it_grows_with_what_it_holds() {
        String large = "x".repeat(40_000);
        heads.begin();
        for (int i = 0; i < 3; i++) {
            heads.text(large).line();
        }

        assertThat(written(16)).isEqualTo((large + "\r\n").repeat(3));
    }
}

package io.tollgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void a_secret_is_not_printed_alone_or_within_a_record() {
        assertThat(Secret.of("hunter2")).hasToString("(secret)");
        assertThat(new SealKey.Inline(Secret.of("hunter2"))).hasToString("Inline[secret=(secret)]");
    }

    @Test
    void a_secret_has_nothing_that_a_serialiser_takes_for_a_property() {
        assertThat(Arrays.stream(Secret.class.getDeclaredFields())
                        .filter(field -> java.lang.reflect.Modifier.isPublic(field.getModifiers())))
                .isEmpty();
        assertThat(Arrays.stream(Secret.class.getDeclaredMethods()).map(java.lang.reflect.Method::getName))
                .noneMatch(name -> name.startsWith("get") || name.startsWith("is"));
        assertThat(Secret.of("hunter2")).isNotInstanceOf(java.io.Serializable.class);
    }

    @Test
    void secrets_are_equal_by_their_text_and_hash_alike() {
        assertThat(Secret.of("hunter2")).isEqualTo(Secret.of("hunter2")).isNotEqualTo(Secret.of("hunter3"));
        assertThat(Secret.of("hunter2")).isNotEqualTo(Secret.of("hunter22"));
        assertThat(Secret.of("a")).hasSameHashCodeAs(Secret.of("b"));
    }
}

package io.tollgate.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.TlsEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TlsEnginesTest {

    @ParameterizedTest
    @EnumSource
    void every_engine_is_there_where_this_is_tested(TlsEngine engine) {
        assertThat(TlsEngines.absence(engine)).isNull();
    }

    @Test
    void an_engine_that_can_not_be_loaded_is_told_with_the_machine_and_what_to_do() {
        assertThat(TlsEngines.absence(TlsEngine.BORINGSSL, false))
                .startsWith("engine boringssl is native code for Linux")
                .contains("can't be loaded here (" + System.getProperty("os.name"));
        assertThat(TlsEngines.remedy()).startsWith("write engine: bouncy-castle, or jdk");
    }
}

package io.tollgate.config.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.LockoutConfig;
import io.tollgate.config.PasswordConfig;
import io.tollgate.config.SecondFactorConfig;
import io.tollgate.config.SessionConfig;
import io.tollgate.config.schema.ValueType.TableType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FigureTest {
    /** A list of words has no figure: those of all tenants count. */
    private static final String BLOCKLIST = "passwords.blocklist";

    @Test
    void every_key_that_a_tenant_may_tighten_has_its_figure() {
        List<String> keys = new ArrayList<>();
        keys.addAll(paths("session.", SessionKeys.TABLE));
        keys.addAll(paths("lockout.", LockoutKeys.OF_TENANTS));
        keys.addAll(paths("passwords.", PasswordKeys.TABLE));
        keys.addAll(paths("second-factor.", SecondFactorKeys.OF_TENANTS));
        keys.remove(BLOCKLIST);
        List<String> figures = new ArrayList<>();
        Figure.SESSION.forEach(figure -> figures.add(figure.path()));
        Figure.LOCKOUT.forEach(figure -> figures.add(figure.path()));
        Figure.PASSWORDS.forEach(figure -> figures.add(figure.path()));
        Figure.SECOND_FACTOR.forEach(figure -> figures.add(figure.path()));
        assertThat(figures).containsExactlyInAnyOrderElementsOf(keys);
    }

    private static List<String> paths(String start, TableType table) {
        List<String> paths = new ArrayList<>();
        for (Key<?> key : table.keys()) {
            if (key.isLater()) {
                continue;
            }
            if (key.type() instanceof TableType inner) {
                paths.addAll(paths(start + key.name() + ".", inner));
            } else {
                paths.add(start + key.name());
            }
        }
        return paths;
    }

    @Test
    void a_figure_is_said_as_it_would_be_written() {
        assertThat(Figure.SESSION)
                .extracting(figure -> figure.text(SessionConfig.DEFAULT))
                .containsExactly("10m", "1m", "1h", "10h");
        assertThat(Figure.LOCKOUT)
                .extracting(figure -> figure.text(LockoutConfig.DEFAULT))
                .containsExactly("5", "30s", "15m", "20", "10", "30m", "off", "100/d");
        assertThat(Figure.PASSWORDS)
                .extracting(figure -> figure.text(PasswordConfig.DEFAULT))
                .containsExactly("12", "off", "14d", "off", "off", "none");
        assertThat(Figure.SECOND_FACTOR)
                .extracting(figure -> figure.text(SecondFactorConfig.DEFAULT))
                .containsExactly("off", "beside", "off");
    }
}

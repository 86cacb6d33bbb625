package io.tollgate.proxy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.config.reader.ConfigReader;
import io.tollgate.config.reader.ReadResult;
import io.tollgate.filters.access.Access;
import io.tollgate.filters.access.NeedsForm;
import io.tollgate.filters.access.Permit;
import io.tollgate.filters.access.Readings;
import io.tollgate.filters.http.Form;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo's YAML as the gateway reads it: without a problem, and each user may what the printed text says. */
final class DemoYamlTest {

    @TempDir
    private Path folder;

    private ReadResult read;

    @BeforeEach
    void write() throws IOException {
        DemoPlaces places = DemoPlaces.below(folder, 40_123);
        Files.createDirectories(folder.resolve("certs"));
        Files.createFile(places.certificate());
        Files.createFile(places.key());
        Files.writeString(places.config(), DemoPlan.yaml(places));
        read = ConfigReader.read(places.config(), name -> null, InstantSource.system());
    }

    @Test
    void the_gateway_finds_nothing_wrong_with_it() {
        assertThat(read).isInstanceOf(ReadResult.Loaded.class);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /,                                    yes, yes, yes",
        "GET,    /menu.html,                           yes, yes, yes",
        "GET,    /invoices/,                           yes, yes, yes",
        "GET,    /poll/messages?since=0,               yes, yes, yes",
        "GET,    /invoices/2003-0117,                  yes, yes, yes",
        "GET,    /patients/17,                         yes, yes, yes",
        "POST,   /appointments/,                       yes, no,  no",
        "GET,    /invoices/export.csv,                 no,  yes, no",
        "GET,    /INVOICES/Export.CSV,                 no,  no,  no",
        "GET,    /claims/new,                          no,  yes, yes",
        "POST,   /claims/,                             no,  yes, yes",
        "POST,   /claims/1001/attachment,              no,  yes, yes",
        "POST,   /payments/,                           no,  yes, no",
        "GET,    /reports/yearly,                      no,  yes, yes",
        "GET,    /ledger.cgi?action=list,              no,  yes, yes",
        "GET,    /ledger.cgi?action=void&id=2003-0117, no,  no,  no",
        "GET,    /ledger.cgi?action=list;ACTION=Void,  no,  no,  no",
        "DELETE, /invoices/2003-0117,                  no,  no,  no",
        "POST,   /invoices/2003-0117/delete,           no,  no,  no",
        "GET,    /nowhere,                             no,  no,  no"
    })
    void each_user_may_what_is_printed(String method, String target, String fiona, String boris, String tessa) {
        assertThat(may(0, method, target)).isEqualTo(fiona.equals("yes"));
        assertThat(may(1, method, target)).isEqualTo(boris.equals("yes"));
        assertThat(may(2, method, target)).isEqualTo(tessa.equals("yes"));
    }

    @Test
    void a_posted_form_is_read_before_the_ledger_is_reached() {
        assertThat(access().judge("POST", readings("/ledger.cgi"), Set.of("biller"), null))
                .isInstanceOf(NeedsForm.class);
    }

    @Test
    void pictures_and_styles_need_no_login_and_nothing_else_does() {
        assertThat(access().judgePublic("GET", readings("/static/cross.gif"), Form.NONE))
                .isInstanceOf(Permit.class);
        assertThat(access().judgePublic("GET", readings("/"), Form.NONE)).isNotInstanceOf(Permit.class);
    }

    private boolean may(int user, String method, String target) {
        Set<String> roles = Set.copyOf(DemoPlan.users().get(user).roles());
        return access().judge(method, readings(target), roles, Form.NONE) instanceof Permit;
    }

    private Access access() {
        return Access.compile(((ReadResult.Loaded) read).config().apps().get(0));
    }

    private static Readings readings(String target) {
        return (Readings) Readings.of(target);
    }
}

package io.tollgate.filters.login;

import static io.tollgate.filters.login.Browser.PREFIX;
import static io.tollgate.filters.login.Clinic.ADA;
import static io.tollgate.filters.login.Clinic.NEW;
import static io.tollgate.filters.login.Clinic.RIGHT;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tollgate.config.FactorUse;
import io.tollgate.config.PasskeyUse;
import io.tollgate.config.SecondFactorConfig;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.identity.Authentication;
import io.tollgate.filters.identity.Tenants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes every page as a file, to be looked at in a browser: {@code PageGallery DIRECTORY}. */
public final class PageGallery {
    private static final String CHROME =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36";

    private PageGallery() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        for (Map.Entry<String, Response> page : pages().entrySet()) {
            String html = Browser.text(page.getValue())
                    .replace(PREFIX + "/assets/", "")
                    .replaceAll("\\?v=[0-9a-f]+", "");
            Files.writeString(directory.resolve(page.getKey() + ".html"), html);
        }
        for (String asset : new String[] {"tollgate.css", "tollgate.svg"}) {
            try (var in = Pages.class.getResourceAsStream(asset)) {
                Files.write(directory.resolve(asset), in.readAllBytes());
            }
        }
    }

    private static Map<String, Response> pages() {
        Map<String, Response> pages = new LinkedHashMap<>();
        Clinic clinic = new Clinic();
        pages.put("login", clinic.answer(Browser.modern().get(PREFIX + "/login")));
        pages.put("login-failed", clinic.login(Browser.modern(), ADA, "wrong", "/"));
        clinic.answer = new Authentication.TooMany(Duration.ofSeconds(40));
        pages.put("login-too-many", clinic.login(Browser.modern(), ADA, "wrong", "/"));
        clinic.answer = null;
        Browser fresh = Browser.modern();
        clinic.login(fresh, NEW, RIGHT, "/");
        pages.put("password-forced", clinic.answer(fresh.get(PREFIX + "/password")));
        Browser ada = clinic.loggedIn(ADA);
        Browser other = Browser.sending("sec-fetch-mode", "navigate", "user-agent", CHROME);
        clinic.login(other, ADA, RIGHT, "/");
        pages.put("password", clinic.answer(ada.get(PREFIX + "/password")));
        pages.put(
                "password-weak",
                clinic.answer(ada.post(
                        PREFIX + "/password",
                        "current-password",
                        RIGHT,
                        "new-password",
                        "short",
                        "repeat-password",
                        "short")));
        pages.put("account", clinic.answer(ada.get(PREFIX + "/account")));
        clinic.tenants = clinic.tenants.with(
                new SecondFactorConfig(FactorUse.OFFERED, List.of(), PasskeyUse.BESIDE, Duration.ofDays(30), null));
        clinic.devices.remember(clinic.devices.of("u1").get(0), Browser.HOST);
        pages.put("account-remembered", clinic.answer(ada.get(PREFIX + "/account")));
        clinic.tenants = Tenants.NONE;
        pages.put("account-ended", clinic.answer(ada.get(PREFIX + "/account?ended=1")));
        pages.put("logout", clinic.answer(ada.get(PREFIX + "/logout")));
        Exchange post = Browser.modern().post("/claims/7", "amount", "12");
        pages.put("refusal-not-logged-in", clinic.pages.login(post));
        Exchange frame = Browser.sending("sec-fetch-mode", "navigate", "sec-fetch-dest", "iframe")
                .get("/list");
        pages.put("refusal-frame", clinic.pages.login(frame));
        Exchange returned = Browser.modern().post("/pay/back", "token", "1");
        pages.put("return", Objects.requireNonNull(clinic.pages.returned(returned, "token=1".getBytes(US_ASCII))));
        Exchange get = Browser.modern().get("/ledger");
        pages.put("refusal-403", clinic.pages.denied(get, "access.none"));
        pages.put("refusal-403-deny", clinic.pages.denied(get, "access.deny"));
        pages.put("refusal-403-origin", clinic.pages.denied(get, "origin"));
        for (int status : new int[] {400, 404, 413, 421, 502, 503, 504, 500}) {
            pages.put("refusal-" + status, clinic.pages.refused(get, status, "x"));
        }
        pages.put("refusal-429", clinic.pages.tooMany(get, Duration.ofSeconds(30)));
        pages.put("unrouted-421", clinic.pages.unrouted(get.head(), 421, "host.unknown", "K7QF-2M9D"));
        clinic.idle();
        pages.put("lock", clinic.answer(ada.get(PREFIX + "/lock?return-to=/claims/7")));
        pages.put("lock-failed", clinic.answer(ada.post(PREFIX + "/lock", "password", "wrong")));
        pages.put("refusal-locked", clinic.pages.locked(post));
        return pages;
    }
}

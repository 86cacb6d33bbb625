package io.tollgate.proxy.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.GatewayRig;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticator;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticatorOptions;

/**
 * Debian's Chromium without a window and with a profile that is thrown away: it trusts one gateway's certificate, knows
 * no names but {@code localhost} and those below {@code clinic.example}, which are this machine, and reaches nothing else.
 * Confined to one thread.
 */
final class Chromium implements AutoCloseable {
    private static final String BINARY = System.getProperty("tollgate.test.chromium", "/usr/bin/chromium");
    private static final String DRIVER = System.getProperty("tollgate.test.chromedriver", "/usr/bin/chromedriver");
    private static final int HEIGHT = 800;
    private static final String NAMES = "MAP *.clinic.example 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost";

    private final ChromeDriver driver;
    private final int port;
    private int width;
    private Object offersNothing;

    /** Starts one for this gateway; its profile is below {@code folder}. */
    static Chromium start(GatewayRig rig, Path folder) throws IOException, GeneralSecurityException {
        ChromeOptions options = new ChromeOptions()
                .setBinary(BINARY)
                .addArguments(
                        "--headless=new",
                        "--user-data-dir=" + folder.resolve("chromium"),
                        "--host-resolver-rules=" + NAMES,
                        "--ignore-certificate-errors-spki-list="
                                + keyHash(rig.folder().resolve("certs/server.crt")),
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-dev-shm-usage", // Containers have little of it.
                        "--hide-scrollbars",
                        "--lang=en");
        if (System.getProperty("user.name").equals("root")) {
            options.addArguments("--no-sandbox"); // As root it does not start with one.
        }
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File(DRIVER))
                .withLogFile(folder.resolve("chromedriver.log").toFile())
                .build();
        return new Chromium(new ChromeDriver(service, options), rig.port());
    }

    /** The hash of a certificate's public key as Chromium takes it. */
    private static String keyHash(Path certificate) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(certificate)) {
            byte[] key = CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getPublicKey()
                    .getEncoded();
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
        }
    }

    private Chromium(ChromeDriver driver, int port) {
        this.driver = driver;
        this.port = port;
        // Finding waits until what is looked for is there: no test waits by itself.
        driver.manage().timeouts().implicitlyWait(GatewayRig.PATIENCE).scriptTimeout(Duration.ofSeconds(60));
    }

    /** As somebody who has never been here: no cookies, scripts are run, a wide window. */
    void afresh() {
        driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
        scripts(true);
        if (offersNothing != null) {
            driver.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", offersNothing));
            offersNothing = null;
        }
        width(1280);
        dark(false);
        driver.get("about:blank");
    }

    /** Goes to a path on the gateway's usual host. */
    void go(String path) {
        go("localhost", path);
    }

    /** Goes to a path on another host that leads here. */
    void go(String host, String path) {
        driver.get("https://" + host + ":" + port + path);
    }

    /** Waits for the page with this heading. */
    void meets(String heading) {
        found(By.xpath("//h1[normalize-space()=\"" + heading + "\"]"));
    }

    /** Waits for what this CSS selector finds first. */
    WebElement at(String selector) {
        return found(By.cssSelector(selector));
    }

    private WebElement found(By by) {
        try {
            return driver.findElement(by);
        } catch (NoSuchElementException e) {
            throw new AssertionError("no " + by + " at " + place() + ", which says: " + text(), e);
        }
    }

    /** Whether this CSS selector finds nothing; does not wait. */
    boolean lacks(String selector) {
        return Boolean.TRUE.equals(
                driver.executeScript("return document.querySelector(arguments[0]) === null", selector));
    }

    /** What the whole page says. */
    String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    /** The page's title. */
    String title() {
        return Objects.requireNonNull(driver.getTitle());
    }

    /** Path and query of where we are. */
    String place() {
        return Objects.requireNonNull(driver.getCurrentUrl()).replaceFirst("^https://[^/]*", "");
    }

    /** Fills a field by its name with a mouse's help. */
    void fill(String name, String text) {
        WebElement field = at("[name='" + name + "']");
        field.clear();
        field.sendKeys(text);
    }

    /** Clicks the button or link that says this. */
    void click(String text) {
        found(By.xpath("//*[self::button or self::a][normalize-space()=\"" + text + "\"]"))
                .click();
    }

    /** Presses keys and types text where the keyboard is. */
    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** What has the keyboard. */
    Focus focus() {
        List<Focus> found = new ArrayList<>();
        Object nodes = driver.executeCdpCommand("Accessibility.getFullAXTree", Map.of())
                .get("nodes");
        for (Object node : (List<?>) Objects.requireNonNull(nodes)) {
            Map<?, ?> values = (Map<?, ?>) node;
            boolean isFocused = values.get("properties") instanceof List<?> properties
                    && properties.stream().anyMatch(Chromium::saysFocused);
            if (isFocused) {
                found.add(new Focus(value(values, "role"), value(values, "name"), value(values, "description")));
            }
        }
        return found.isEmpty()
                ? new Focus("", "", "")
                : found.get(found.size() - 1); // The page itself comes before it.
    }

    private static boolean saysFocused(Object property) {
        return property instanceof Map<?, ?> map
                && "focused".equals(map.get("name"))
                && map.get("value") instanceof Map<?, ?> value
                && Boolean.TRUE.equals(value.get("value"));
    }

    private static String value(Map<?, ?> node, String name) {
        return node.get(name) instanceof Map<?, ?> value ? String.valueOf(value.get("value")) : "";
    }

    /**
     * What Tab comes to, from where the keyboard is until it leaves the page: each as {@code role: name}.
     *
     * @throws AssertionError where the keyboard is somewhere and can't be seen there
     */
    List<String> tabStops() {
        List<String> stops = new ArrayList<>();
        for (Focus focus = focus(); isInside() && stops.size() < 50; focus = focus()) {
            String stop = focus.role() + ": " + focus.name();
            if (!Boolean.TRUE.equals(driver.executeScript(Sight.FOCUS_SHOWS))) {
                throw new AssertionError("nobody sees that the keyboard is at " + stop);
            }
            stops.add(stop);
            press(Keys.TAB);
        }
        driver.executeCdpCommand("Page.bringToFront", Map.of()); // From the browser's own buttons back into the page.
        return stops;
    }

    private boolean isInside() {
        return Boolean.TRUE.equals(
                driver.executeScript("return document.hasFocus() && document.activeElement !== document.body"
                        + " && document.activeElement !== document.documentElement"));
    }

    /** Posts a form of this page's own making to a path, as an application's page would. */
    void submits(String path) {
        driver.executeScript(
                "const form = document.createElement('form'); form.method = 'post'; form.action = arguments[0];"
                        + "document.body.append(form); form.submit()",
                path);
    }

    /** Runs no script of a page from now on, and makes sure of it. */
    void withoutScripts() {
        scripts(false);
        driver.get("data:text/html,<title>none ran</title><script>document.title = 'it ran'</script>");
        assertThat(title()).isEqualTo("none ran");
    }

    /** Runs no script of a page from now on, or runs them again. */
    void scripts(boolean run) {
        driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !run));
    }

    /** Makes the window this wide. */
    void width(int pixels) {
        width = pixels;
        size(pixels, HEIGHT);
    }

    /** Makes the window as high as the page. */
    void whole() {
        Object height = driver.executeScript("return document.documentElement.scrollHeight");
        size(width, Math.max(HEIGHT, ((Number) height).intValue()));
    }

    private void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Shows dark pages to people who want them, or light ones; always as to people who want nothing to move. */
    void dark(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    /** Plugs in an authenticator that keeps passkeys and takes whoever is there for its user, as told. */
    VirtualAuthenticator authenticator(boolean verifies) {
        return driver.addVirtualAuthenticator(new VirtualAuthenticatorOptions()
                .setProtocol(VirtualAuthenticatorOptions.Protocol.CTAP2)
                .setTransport(VirtualAuthenticatorOptions.Transport.INTERNAL)
                .setHasResidentKey(true)
                .setHasUserVerification(true)
                .setIsUserVerified(verifies)
                .setIsUserConsenting(true));
    }

    /**
     * Until the next who was never here pages find a browser that offers no passkeys by itself where a name is typed: one of the virtual
     * authenticator's is taken at once, with nobody choosing.
     */
    void offeringNothing() {
        Map<String, Object> added = driver.executeCdpCommand(
                "Page.addScriptToEvaluateOnNewDocument",
                Map.of("source", "delete PublicKeyCredential.isConditionalMediationAvailable"));
        offersNothing = Objects.requireNonNull(added.get("identifier"));
    }

    /** Pulls it out again. */
    void without(VirtualAuthenticator authenticator) {
        driver.removeVirtualAuthenticator(authenticator);
    }

    /** Looks at the page as it is shown. */
    Sight sight() {
        return new Sight(this, driver);
    }

    @Override
    public void close() {
        driver.quit();
    }
}

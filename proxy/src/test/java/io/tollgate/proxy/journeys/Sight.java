package io.tollgate.proxy.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openqa.selenium.chrome.ChromeDriver;

/**
 * A page looked at in both widths, and in dark colours: nothing is cut off at the side, axe-core has no objection, and pictures
 * are kept for people to look at. Confined to one thread.
 */
final class Sight {
    /** A telephone and a desk. */
    private static final int[] WIDTHS = {360, 1280};

    private static final Path PICTURES = Path.of(System.getProperty("tollgate.test.pages", "target/pages"));
    private static final String AXE = axe();

    /** WCAG 2.2: 2.4.7 and 2.4.11; an outline of our own or the browser's, and within the window. */
    static final String FOCUS_SHOWS = """
        const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
        return element.matches(':focus-visible') && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
            && box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
            && box.right > 0 && box.left < innerWidth\
        """;

    /** What is wider than the window; nothing where nothing is. */
    private static final String TOO_WIDE = """
        if (document.documentElement.scrollWidth <= document.documentElement.clientWidth) return [];
        return [...document.querySelectorAll('body *')]
            .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
            .map(e => e.tagName + ' ' + e.className + ': ' + e.textContent.trim().slice(0, 60))
            .concat('the page is ' + document.documentElement.scrollWidth + ' wide')\
        """;

    /** Every rule: those of WCAG, and what Deque calls good practice. */
    private static final String OBJECTIONS = """
        const done = arguments[arguments.length - 1];
        axe.run(document, { resultTypes: ['violations'] }).then(
            result => done(result.violations.map(v => v.impact + ' ' + v.id + ': ' + v.help + ': '
                + v.nodes.map(n => n.html + ' ' + n.any.concat(n.all, n.none).map(c => c.message)).join(' | '))),
            failure => done(['axe did not run: ' + failure]))\
        """;

    private final Chromium browser;
    private final ChromeDriver driver;

    Sight(Chromium browser, ChromeDriver driver) {
        this.browser = browser;
        this.driver = driver;
    }

    private static String axe() {
        try (InputStream in = Sight.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Holds the page to all of it and keeps pictures of this name; the window is wide and light afterwards. */
    void isGood(String name) {
        for (int width : WIDTHS) {
            browser.width(width);
            assertThat(strings(driver.executeScript(TOO_WIDE)))
                    .as("%s: wider than %d", name, width)
                    .isEmpty();
            shows(name + "-" + width);
        }
        browser.dark(true); // Colours depend on no width.
        shows(name + "-dark");
        browser.dark(false);
    }

    private void shows(String picture) {
        picture(picture);
        assertThat(objections()).as("%s: axe-core objects", picture).isEmpty();
    }

    private List<String> objections() {
        if (!Boolean.TRUE.equals(driver.executeScript("return typeof axe === 'object'"))) {
            driver.executeScript(AXE);
        }
        return strings(driver.executeAsyncScript(OBJECTIONS));
    }

    private void picture(String name) {
        browser.whole();
        assertThat(Boolean.TRUE.equals(driver.executeScript("return document.activeElement === document.body"))
                        || Boolean.TRUE.equals(driver.executeScript(FOCUS_SHOWS)))
                .as("%s: what has the keyboard shows it", name)
                .isTrue();
        Map<String, Object> shot = driver.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png"));
        try {
            Files.createDirectories(PICTURES);
            Files.write(PICTURES.resolve(name + ".png"), Base64.getDecoder().decode(String.valueOf(shot.get("data"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> strings(Object values) {
        List<String> strings = new ArrayList<>();
        ((List<?>) values).forEach(value -> strings.add(String.valueOf(value)));
        return strings;
    }
}

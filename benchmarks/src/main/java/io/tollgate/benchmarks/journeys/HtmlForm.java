package io.tollgate.benchmarks.journeys;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A form as it stands on a page: where it is sent and what is in it already. Immutable.
 *
 * <p>Read with as much care as a load needs: attributes in any order and case, with quotes or without; no scripts.
 *
 * @param action where it goes, as it is written; empty means the page itself
 * @param fields the named inputs with their values, tokens against forgery among them, without buttons and files
 * @param types the type of every named input
 */
public record HtmlForm(String action, Map<String, String> fields, Map<String, String> types) {
    private static final Pattern FORM =
            Pattern.compile("<form\\b([^>]*)>(.*?)</form\\s*>", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern INPUT = Pattern.compile("<input\\b([^>]*)>", Pattern.CASE_INSENSITIVE);
    private static final Pattern ATTRIBUTE =
            Pattern.compile("([a-zA-Z-]+)\\s*(?:=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s>]+)))?");
    private static final Pattern EMBEDDED = Pattern.compile(
            "<(?:(img|script|frame|iframe)\\b[^>]*?\\ssrc|link\\b[^>]*?\\shref)\\s*=\\s*[\"']?([^\"'\\s>]+)",
            Pattern.CASE_INSENSITIVE);

    public HtmlForm {
        fields = Map.copyOf(fields);
        types = Map.copyOf(types);
    }

    /** Every form of a page. */
    public static List<HtmlForm> all(String html) {
        List<HtmlForm> forms = new ArrayList<>();
        Matcher form = FORM.matcher(html);
        while (form.find()) {
            Map<String, String> fields = new LinkedHashMap<>();
            Map<String, String> types = new LinkedHashMap<>();
            Matcher input = INPUT.matcher(form.group(2));
            while (input.find()) {
                read(attributes(input.group(1)), fields, types);
            }
            forms.add(new HtmlForm(attributes(form.group(1)).getOrDefault("action", ""), fields, types));
        }
        return forms;
    }

    private static void read(Map<String, String> input, Map<String, String> fields, Map<String, String> types) {
        String name = input.get("name");
        if (name == null) {
            return;
        }
        String type = input.getOrDefault("type", "text").toLowerCase(Locale.ROOT);
        types.put(name, type);
        boolean isLeftOut = switch (type) {
            case "submit", "button", "reset", "image", "file" -> true;
            case "checkbox", "radio" -> !input.containsKey("checked");
            default -> false;
        };
        if (!isLeftOut) {
            fields.put(name, input.getOrDefault("value", ""));
        }
    }

    /** The first form that has an input of this name; null where there is none. */
    public static @Nullable HtmlForm with(String field, String html) {
        for (HtmlForm form : all(html)) {
            if (form.types.containsKey(field)) {
                return form;
            }
        }
        return null;
    }

    /** The first form that takes a file; null where there is none. */
    public static @Nullable HtmlForm takingFile(String html) {
        for (HtmlForm form : all(html)) {
            if (form.types.containsValue("file")) {
                return form;
            }
        }
        return null;
    }

    /** The name of the input that takes a file. */
    public String fileField() {
        for (Map.Entry<String, String> type : types.entrySet()) {
            if (type.getValue().equals("file")) {
                return type.getKey();
            }
        }
        throw new IllegalStateException("takes no file");
    }

    /** What a browser loads with a page: pictures, scripts, frames, style sheets, as they are written. */
    public static List<Part> parts(String html) {
        List<Part> found = new ArrayList<>();
        Matcher matcher = EMBEDDED.matcher(html);
        while (matcher.find()) {
            String tag = matcher.group(1) == null ? "link" : matcher.group(1).toLowerCase(Locale.ROOT);
            found.add(new Part(unescaped(matcher.group(2)), tag.endsWith("frame")));
        }
        return found;
    }

    /**
     * Something that is loaded with a page.
     *
     * @param reference as it is written
     * @param isFrame whether it is a page itself, which is not kept
     */
    public record Part(String reference, boolean isFrame) {}

    private static Map<String, String> attributes(String tag) {
        Map<String, String> attributes = new LinkedHashMap<>();
        Matcher matcher = ATTRIBUTE.matcher(tag);
        while (matcher.find()) {
            String value = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
            value = value != null ? value : matcher.group(4);
            attributes.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), value == null ? "" : unescaped(value));
        }
        return attributes;
    }

    private static String unescaped(String text) {
        return text.indexOf('&') < 0
                ? text
                : text.replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&quot;", "\"")
                        .replace("&#34;", "\"")
                        .replace("&#39;", "'")
                        .replace("&amp;", "&");
    }
}

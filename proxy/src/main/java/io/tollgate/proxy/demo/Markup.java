package io.tollgate.proxy.demo;

/**
 * HTML under construction: every value put into a template is escaped, unless it is itself markup. Confined to one thread.
 *
 * <p>What ISO-8859-1 can't hold becomes a character reference, so that a page never depends on its encoding.
 */
final class Markup {

    private final StringBuilder out = new StringBuilder(2048);

    /** Appends the template, each <code>{}</code> in it replaced by the next value; the template itself is never input. */
    Markup add(String template, Object... values) {
        int from = 0;
        for (Object value : values) {
            int hole = template.indexOf("{}", from);
            if (hole < 0) {
                throw new IllegalArgumentException("more values than places: " + template);
            }
            out.append(template, from, hole);
            put(value);
            from = hole + 2;
        }
        if (template.indexOf("{}", from) >= 0) {
            throw new IllegalArgumentException("more places than values: " + template);
        }
        out.append(template, from, template.length());
        return this;
    }

    private void put(Object value) {
        if (value instanceof Markup markup) {
            out.append(markup.out);
        } else {
            escape(value.toString());
        }
    }

    private void escape(String text) {
        text.codePoints().forEach(this::escape);
    }

    private void escape(int c) {
        switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            default -> {
                if (c > 0xFF) {
                    out.append("&#").append(c).append(';');
                } else if (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t') {
                    out.append('?');
                } else {
                    out.append((char) c);
                }
            }
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}

package io.tollgate.proxy.demo;

import java.util.Map;

/** What lies below {@code /static/}: the style sheet, the picture, the script of the message line. Immutable. */
final class StaticFiles {

    private static final Map<String, String> CACHED = Map.of("Cache-Control", "max-age=3600");

    private static final String CSS = """
            TD, TH, P, LI, H4 { font-family: Verdana, Arial, sans-serif; font-size: 12px }
            A:hover { color: #CC0000 }
            INPUT, SELECT, TEXTAREA { font-family: Courier New, monospace; font-size: 12px }
            FORM { margin: 0px }
            """;

    // A long poll that calls again when it was answered, and gives up when the answer is no longer its own.
    private static final String SCRIPT = """
            var since = 0;
            function show(text) { document.getElementById("messages").firstChild.nodeValue = text; }
            function poll() {
              var call = window.XMLHttpRequest ? new XMLHttpRequest() : new ActiveXObject("Microsoft.XMLHTTP");
              call.open("GET", "/poll/messages?since=" + since, true);
              call.onreadystatechange = function () {
                if (call.readyState != 4) { return; }
                if (call.status != 200) { show("Message line is down."); return; }
                var lines = call.responseText.split("\\n");
                since = parseInt(lines[0], 10);
                if (lines.length > 2) { show(lines[lines.length - 2]); }
                window.setTimeout("poll()", 500);
              };
              call.send(null);
            }
            window.setTimeout("poll()", 500);
            """;

    private final byte[] cross = Gif.draw(
            "0001111111111000",
            "0011111111111100",
            "0111111331111110",
            "1111111331111111",
            "1112222332222111",
            "1112222332222111",
            "1112222332222111",
            "1333333333333331",
            "1333333333333331",
            "1112222332222111",
            "1112222332222111",
            "1112222332222111",
            "1111111331111111",
            "0111111331111110",
            "0011111111111100",
            "0001111111111000");

    LegacyReply file(LegacyRequest request) {
        return switch (request.segment(1)) {
            case "ledger.css" -> LegacyReply.text(200, "text/css", CSS, CACHED);
            case "messages.js" -> LegacyReply.text(200, "application/x-javascript", SCRIPT, CACHED);
            case "cross.gif" -> new LegacyReply.Whole(200, "image/gif", cross.clone(), CACHED);
            default -> LegacyReply.text(404, LegacyReply.PLAIN, "No such file.\n", Map.of());
        };
    }
}

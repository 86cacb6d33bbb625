package io.tollgate.proxy.demo;

import java.util.Map;
import java.util.Set;

/** The frame around every page: title bar, grey bar with who is signed on, footer; and the pages for errors. */
final class LegacyPages {

    static final String HTML = "text/html; charset=ISO-8859-1";

    private static final Map<String, String> NO_CACHE = Map.of("Pragma", "no-cache", "Cache-Control", "no-cache");

    private LegacyPages() {}

    static LegacyReply page(LegacyRequest request, String title, Markup content) {
        return page(request, 200, title, content, NO_CACHE);
    }

    private static LegacyReply page(
            LegacyRequest request, int status, String title, Markup content, Map<String, String> headers) {
        Markup page = new Markup().add("""
                        <!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">
                        <HTML><HEAD><TITLE>LedgerDesk - {}</TITLE>
                        <META http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">
                        <LINK rel="stylesheet" type="text/css" href="/static/ledger.css">
                        <LINK rel="shortcut icon" type="image/gif" href="/static/cross.gif"></HEAD>
                        <BODY bgcolor="#FFFFEE" text="#000000" link="#003399" vlink="#663399" topmargin="0" leftmargin="0" \
                        marginwidth="0" marginheight="0">
                        <TABLE width="100%" border="0" cellspacing="0" cellpadding="4"><TR bgcolor="#003366">
                        <TD><FONT face="Verdana, Arial" size="4" color="#FFFFFF"><B>{}</B></FONT></TD>
                        <TD align="right"><FONT face="Verdana, Arial" size="1" color="#99CCFF">{}</FONT></TD>
                        </TR></TABLE>
                        """, title, title, request.today());
        page.add("{}", greyBar(request));
        page.add("<TABLE width=\"100%\" border=\"0\" cellpadding=\"8\"><TR><TD>\n");
        String notice = request.session().takeNotice();
        if (!notice.isEmpty()) {
            page.add(
                    "<P><FONT face=\"Verdana, Arial\" size=\"2\" color=\"#006600\"><B>*** {} ***</B></FONT></P>\n",
                    notice);
        }
        page.add("{}", content);
        page.add("""
                </TD></TR></TABLE>
                <HR size="1" noshade><CENTER><FONT face="Verdana, Arial" size="1" color="#666666">
                LedgerDesk 3.2 for medical offices - last changed 11/18/2003 - best viewed at 800 x 600
                </FONT></CENTER></BODY></HTML>
                """);
        return LegacyReply.text(status, HTML, page.toString(), headers);
    }

    private static Markup greyBar(LegacyRequest request) {
        Markup bar = new Markup().add("""
                        <TABLE width="100%" border="1" cellspacing="0" cellpadding="2" bgcolor="#C0C0C0"><TR>
                        <TD><FONT face="Verdana, Arial" size="1">signed on as <B>{}</B>""", request.person());
        if (!request.groups().isEmpty()) {
            bar.add(" ({})", request.groups());
        }
        bar.add("</FONT></TD>\n<TD align=\"right\"><FONT face=\"Verdana, Arial\" size=\"1\">last patient: ");
        int last = request.session().lastPatient();
        if (last == 0) {
            bar.add("none yet");
        } else {
            bar.add(
                    "<A href=\"/patients/{}\">{} {}</A>",
                    last,
                    last,
                    request.session().lastPatientName());
        }
        return bar.add("</FONT></TD></TR></TABLE>\n");
    }

    /** The row of column titles that starts a table. */
    static Markup columns(String... titles) {
        Markup row = new Markup().add("""
                        <TABLE border="1" cellspacing="0" cellpadding="3" bordercolor="#999999">
                        <TR bgcolor="#CCCC99">""");
        for (String title : titles) {
            row.add("<TH align=\"left\"><FONT face=\"Verdana, Arial\" size=\"2\">{}</FONT></TH>", title);
        }
        return row.add("</TR>\n");
    }

    /** One row of a table, shaded where {@code shaded}. */
    static Markup row(boolean shaded, Object... cells) {
        Markup row = new Markup().add("<TR bgcolor=\"{}\">", shaded ? "#EEEEDD" : "#FFFFFF");
        for (Object cell : cells) {
            row.add("<TD><FONT face=\"Verdana, Arial\" size=\"2\">{}</FONT></TD>", cell);
        }
        return row.add("</TR>\n");
    }

    static Markup link(String path, Object text) {
        return new Markup().add("<A href=\"{}\">{}</A>", path, text);
    }

    static LegacyReply redirect(LegacyRequest request, String path) {
        return LegacyReply.text(
                302, HTML, "<HTML><BODY>Object moved</BODY></HTML>\n", Map.of("Location", request.absolute(path)));
    }

    static LegacyReply notFound(LegacyRequest request, String path) {
        return error(request, 404, "There is no page " + Text.cut(path, 200) + " in this system.");
    }

    static LegacyReply wrongMethod(LegacyRequest request, String method, Set<String> allowed) {
        Markup content = message("This page does not do " + Text.cut(method, 20) + ".");
        return page(request, 405, "Error 405", content, Map.of("Allow", String.join(", ", allowed)));
    }

    static LegacyReply error(LegacyRequest request, int status, String text) {
        return page(request, status, "Error " + status, message(text), NO_CACHE);
    }

    private static Markup message(String text) {
        return new Markup().add("""
                        <FONT face="Verdana, Arial" size="3" color="#CC0000"><B>{}</B></FONT>
                        <P><FONT face="Verdana, Arial" size="2"><A href="/invoices/">Back to the invoices</A></FONT></P>
                        """, text);
    }
}

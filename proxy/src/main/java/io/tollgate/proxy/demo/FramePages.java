package io.tollgate.proxy.demo;

import java.util.Map;

/** The frameset everything is seen in, and the menu in its left frame. */
final class FramePages {

    private FramePages() {}

    static LegacyReply frameset(LegacyRequest request) {
        return LegacyReply.text(200, LegacyPages.HTML, """
                <!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Frameset//EN" "http://www.w3.org/TR/html4/frameset.dtd">
                <HTML><HEAD><TITLE>LedgerDesk 3.2</TITLE>
                <META http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">
                <LINK rel="shortcut icon" type="image/gif" href="/static/cross.gif"></HEAD>
                <FRAMESET cols="180,*" border="1" frameborder="1">
                <FRAME src="/menu.html" name="menu" scrolling="auto" noresize>
                <FRAME src="/invoices/" name="main">
                <NOFRAMES><BODY>This system needs a browser with frames.
                <A href="/menu.html">Menu</A></BODY></NOFRAMES>
                </FRAMESET></HTML>
                """, Map.of());
    }

    static LegacyReply menu(LegacyRequest request) {
        Markup menu = new Markup().add("""
                        <!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">
                        <HTML><HEAD><TITLE>Menu</TITLE>
                        <META http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">
                        <LINK rel="stylesheet" type="text/css" href="/static/ledger.css">
                        <BASE target="main"></HEAD>
                        <BODY bgcolor="#336699" text="#FFFFFF" link="#FFFFCC" vlink="#FFFFCC" alink="#FF9900">
                        <CENTER><IMG src="/static/cross.gif" width="48" height="48" alt="" border="0"><BR>
                        <FONT face="Verdana, Arial" size="3"><B>LedgerDesk</B></FONT><BR>
                        <FONT face="Verdana, Arial" size="1">version 3.2</FONT></CENTER><HR size="1" noshade>
                        """);
        item(menu, "/invoices/", "Invoices");
        item(menu, "/patients/", "Patients");
        item(menu, "/appointments/", "Appointments");
        item(menu, "/claims/", "Claims");
        item(menu, "/claims/new", "New claim");
        item(menu, "/payments/", "Payments");
        item(menu, "/ledger.cgi?action=list", "Ledger");
        item(menu, "/reports/yearly", "Yearly report");
        menu.add("""
                <HR size="1" noshade>
                <P><FONT face="Verdana, Arial" size="1">{}</FONT></P>
                <P><FONT face="Verdana, Arial" size="1" color="#FFFF99"><SPAN id="messages">No messages.</SPAN></FONT></P>
                <SCRIPT type="text/javascript" src="/static/messages.js"></SCRIPT>
                </BODY></HTML>
                """, request.person());
        return LegacyReply.text(200, LegacyPages.HTML, menu.toString(), Map.of("Cache-Control", "no-cache"));
    }

    private static void item(Markup menu, String path, String title) {
        menu.add(
                "<FONT face=\"Verdana, Arial\" size=\"2\">&raquo; <A href=\"{}\"><B>{}</B></A></FONT><BR><BR>\n",
                path,
                title);
    }
}

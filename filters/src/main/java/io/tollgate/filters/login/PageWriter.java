package io.tollgate.filters.login;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import io.tollgate.filters.chain.Exchange;
import io.tollgate.filters.http.Response;
import io.tollgate.filters.login.Page.Shell;

/** Makes responses of pages. Safe for use by any thread. */
final class PageWriter {
    /** Pages load their own style sheet and icon, post to their own origin, and stand in nobody's frame. */
    private static final String POLICY = "default-src 'none'; style-src %s; form-action 'self'; img-src 'self'; "
            + "base-uri 'none'; frame-ancestors %s";

    /** Our own script asks us what to ask an authenticator for. */
    private static final String SCRIPTED_POLICY = POLICY + "; script-src 'self'; connect-src 'self'";

    private static final String RETURN_POLICY = "default-src 'none'; style-src %s; img-src 'self'; base-uri 'none'; "
            + "frame-ancestors %s; script-src 'sha256-";

    private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);
    private final Assets assets;
    private final String prefix;

    /** A writer of pages below this prefix: a leading slash and none at the end. */
    PageWriter(String prefix, Assets assets) {
        this.prefix = prefix;
        this.assets = assets;
    }

    /** Where the gateway's own pages are. */
    String prefix() {
        return prefix;
    }

    Assets assets() {
        return assets;
    }

    /** What every page of this exchange's app shows. */
    Shell shell(Exchange exchange) {
        return new Shell(exchange.route().app().name(), prefix, prefix + "/assets/", assets.version(), "");
    }

    /** What a page shows where no app answers, and so none serves assets. */
    Shell bareShell() {
        return new Shell("Tollgate", prefix, null, assets.version(), assets.style());
    }

    /** The page as an answer. */
    Response write(int status, Page page) {
        return write(status, page, "'none'").with("x-frame-options", "DENY");
    }

    /** The page as an answer that the app's own frames may show. */
    Response writeForFrame(int status, Page page) {
        return write(status, page, "'self'").with("x-frame-options", "SAMEORIGIN");
    }

    /**
     * The page that posts what another site posted, as an answer. It may lead on to other sites, as the app's answer may: a
     * browser would apply {@code form-action} to that, too.
     */
    Response writeReturn(ReturnedForm.Repost repost, boolean isFramed) {
        Response page =
                write(200, repost.page(), isFramed ? "'self'" : "'none'", RETURN_POLICY + repost.scriptHash() + "'");
        return page.with("x-frame-options", isFramed ? "SAMEORIGIN" : "DENY");
    }

    private Response write(int status, Page page, String ancestors) {
        return write(status, page, ancestors, page.isScripted() ? SCRIPTED_POLICY : POLICY);
    }

    private Response write(int status, Page page, String ancestors, String policy) {
        Utf8ByteOutput output = new Utf8ByteOutput();
        templates.render(page.template(), page, output);
        String styles = page.shell().assets() == null ? "'sha256-" + assets.styleHash() + "'" : "'self'";
        return Response.html(status, output.toByteArray())
                .with("content-security-policy", policy.formatted(styles, ancestors))
                .with("referrer-policy", "same-origin")
                .with("x-content-type-options", "nosniff");
    }
}

package io.tollgate.proxy.demo;

import java.io.IOException;
import java.util.Map;

/** Files attached to a claim: the upload and the download. Immutable. */
final class AttachmentPages {

    /** The largest upload, the form around the file included. */
    static final int MOST_UPLOAD = 2 * 1024 * 1024;

    private final BillingData data;
    private final Messages messages;

    AttachmentPages(BillingData data, Messages messages) {
        this.data = data;
        this.messages = messages;
    }

    LegacyReply upload(LegacyRequest request) throws IOException {
        Claim claim = data.claim(request.number(1));
        if (claim == null) {
            return missing(request);
        }
        Multipart.FilePart file = Multipart.file(request.header("Content-Type"), request.body(MOST_UPLOAD));
        if (file == null) {
            return LegacyPages.error(request, 400, "No file was chosen.");
        }
        Attachment attachment = data.attached(claim.id(), file.name(), file.bytes());
        messages.post("A file was attached to claim " + claim.id());
        request.session().leaveNotice("Attached " + attachment.name() + ", " + attachment.size() + " bytes");
        return LegacyPages.redirect(request, "/claims/" + claim.id());
    }

    /** The file as it was uploaded; never as a type that a browser would show as a page. */
    LegacyReply download(LegacyRequest request) {
        for (Attachment attachment : data.attachments(request.number(1))) {
            if (attachment.number() == request.number(3)) {
                return new LegacyReply.Whole(
                        200,
                        "application/octet-stream",
                        attachment.bytes(),
                        Map.of("Content-Disposition", "attachment; filename=\"" + attachment.name() + "\""));
            }
        }
        return missing(request);
    }

    private static LegacyReply missing(LegacyRequest request) {
        return LegacyPages.error(request, 404, "There is no such claim or file.");
    }
}

package io.tollgate.config.reader;

import io.tollgate.config.CertificateFiles;
import io.tollgate.config.ClientCertificates;
import io.tollgate.config.TlsConfig;
import io.tollgate.config.schema.Key;
import io.tollgate.config.schema.ListenerKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code tls}, with its short form for one certificate. */
final class TlsReader {

    private TlsReader() {}

    /** Null after telling why no certificate can be used. */
    static @Nullable TlsConfig read(Section section, Source source) {
        List<CertificateFiles> certificates = certificates(section, source);
        var engine = section.get(ListenerKeys.ENGINE);
        var minimum = section.get(ListenerKeys.MINIMUM);
        ClientCertificates clients = clients(section.table(ListenerKeys.CLIENT_CERTIFICATES), source);
        return certificates.isEmpty() ? null : new TlsConfig(engine, certificates, minimum, clients);
    }

    /** Who asks for certificates says whose; who says whose, says whether; mode: none turns it all off. */
    private static ClientCertificates clients(Section section, Source source) {
        ClientCertificates.Mode mode = section.get(ListenerKeys.CLIENT_MODE);
        Placed<String> trust = section.placed(ListenerKeys.CLIENT_TRUST);
        if (mode == ClientCertificates.Mode.NONE) {
            if (trust != null && !section.has(ListenerKeys.CLIENT_MODE)) {
                trust.problem("has no use without a mode", "add mode: required or mode: optional");
            }
            return ClientCertificates.NONE;
        }
        if (trust == null) {
            if (!section.has(ListenerKeys.CLIENT_TRUST)) {
                section.place()
                        .problem(
                                "says nothing of who may have issued them",
                                "write { mode: " + mode.word() + ", trust: certs/clients-ca.crt }");
            }
            return ClientCertificates.NONE;
        }
        Path file = source.readable(trust);
        return file == null ? ClientCertificates.NONE : new ClientCertificates(mode, file);
    }

    private static List<CertificateFiles> certificates(Section section, Source source) {
        boolean shortForm = section.has(ListenerKeys.ONE_CERTIFICATE) || section.has(ListenerKeys.ONE_KEY);
        List<CertificateFiles> certificates = new ArrayList<>();
        for (Section each : section.tables(ListenerKeys.CERTIFICATES)) {
            CertificateFiles one = files(each.placed(ListenerKeys.CERTIFICATE), each.placed(ListenerKeys.KEY), source);
            if (one != null) {
                certificates.add(one);
            }
        }
        if (shortForm && section.has(ListenerKeys.CERTIFICATES)) {
            section.place(ListenerKeys.CERTIFICATES)
                    .problem("stands beside certificate and key, its short form", "keep one of the two forms");
        } else if (shortForm) {
            CertificateFiles one = pair(section, ListenerKeys.ONE_CERTIFICATE, ListenerKeys.ONE_KEY, source);
            if (one != null) {
                certificates.add(one);
            }
        } else if (!section.has(ListenerKeys.CERTIFICATES) && section.place().isMap()) {
            section.place().problem("has no certificate", "give certificate: and key:, or a list of certificates:");
        }
        return certificates;
    }

    /** A certificate and its key, of which neither stands alone; null where both are left out, or after telling what is wrong. */
    static @Nullable CertificateFiles pair(
            Section section, Key<String> certificate, Key<String> privateKey, Source source) {
        if (!section.has(certificate) && !section.has(privateKey)) {
            return null;
        }
        for (var part : List.of(certificate, privateKey)) {
            if (!section.has(part)) {
                section.place(part).problem("is missing", "give a certificate and its key");
            }
        }
        return files(section.placed(certificate), section.placed(privateKey), source);
    }

    private static @Nullable CertificateFiles files(
            @Nullable Placed<String> certificate, @Nullable Placed<String> key, Source source) {
        Path chain = certificate == null ? null : source.readable(certificate);
        Path privateKey = key == null ? null : source.readable(key);
        return chain != null && privateKey != null ? new CertificateFiles(chain, privateKey) : null;
    }
}

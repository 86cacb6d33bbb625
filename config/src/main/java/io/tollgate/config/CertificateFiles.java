package io.tollgate.config;

import java.nio.file.Path;

/** A certificate chain and its private key, both PEM, both absolute paths. */
public record CertificateFiles(Path certificate, Path key) {}

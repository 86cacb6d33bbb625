package io.tollgate.config;

/** A published standard whose clauses hold settings to their figures where an operator names it. */
public enum Profile {
    HIPAA("hipaa", "45 CFR "),
    PCI_DSS_4("pci-dss-4", "PCI DSS 4.0.1, "),
    NIST_AAL2("nist-aal2", "NIST SP 800-63B-4, "),
    ASVS_L2("asvs-l2", "OWASP ASVS 5.0.0, ");

    private final String word;
    private final String standard;

    Profile(String word, String standard) {
        this.word = word;
        this.standard = standard;
    }

    /** The word in the YAML. */
    public String word() {
        return word;
    }

    /** A clause as people quote it: {@code PCI DSS 4.0.1, 8.2.8}. */
    public String cite(String clause) {
        return standard + clause;
    }
}

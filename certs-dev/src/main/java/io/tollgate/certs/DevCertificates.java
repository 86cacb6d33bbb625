package io.tollgate.certs;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Keeps a throw-away authority and a server certificate in a directory, for the demo, tests and development.
 *
 * <p>Nothing that was not made here is ever overwritten. Not for several processes at once in one directory.
 */
public final class DevCertificates {
    private final CertificateMaker maker;

    /** Takes randomness and time from the caller. */
    public DevCertificates(SecureRandom random, InstantSource clock) {
        maker = new CertificateMaker(random, clock, new BouncyCastleProvider());
    }

    /**
     * Sees to it that the directory holds a server certificate for these DNS names and IP addresses that is good for
     * another week, and leaves it alone where it does.
     *
     * <p>Otherwise a new one is made, by the authority that is there if it may vouch for all the names.
     *
     * @throws FileAlreadyExistsException if a file of that name is there which was not made here
     * @throws IOException if a file can't be read or written
     */
    public DevCertificateFiles into(Path directory, List<String> names) throws IOException {
        CertificateNames wanted = new CertificateNames(names);
        DevCertificateFiles files = DevCertificateFiles.in(directory);
        DevSet there = DevSet.read(files, maker);
        if (there.servesAll(wanted)) {
            WholeFile.keepSecret(files.authorityKey());
            WholeFile.keepSecret(files.key());
            return files;
        }
        requireOurs(files, there);
        DevAuthority authority = there.authorityFor(wanted);
        Files.createDirectories(directory);
        return write(files, authority == null ? DevAuthority.forServers(wanted, maker) : authority, wanted);
    }

    /** Makes a new authority and server certificate, even where those that are there are still good. */
    public DevCertificateFiles renew(Path directory, List<String> names) throws IOException {
        CertificateNames wanted = new CertificateNames(names);
        DevCertificateFiles files = DevCertificateFiles.in(directory);
        requireOurs(files, DevSet.read(files, maker));
        Files.createDirectories(directory);
        return write(files, DevAuthority.forServers(wanted, maker), wanted);
    }

    private static DevCertificateFiles write(DevCertificateFiles files, DevAuthority authority, CertificateNames names)
            throws IOException {
        IssuedCertificate server = authority.server(names);
        // Certificates first: cut short anywhere, a certificate has no key or another's, and the next call makes both
        // anew.
        WholeFile.write(files.authority(), authority.issuer().certificatePem());
        WholeFile.writeSecret(files.authorityKey(), authority.issuer().keyPem());
        WholeFile.write(files.certificate(), server.certificatePem());
        WholeFile.writeSecret(files.key(), server.keyPem());
        return files;
    }

    /** Each certificate that is there must name our organization, and no key may be there without its certificate. */
    private static void requireOurs(DevCertificateFiles files, DevSet there) throws IOException {
        requireOurs(files.authority(), files.authorityKey(), there.authorityIsOurs());
        requireOurs(files.certificate(), files.key(), there.serverIsOurs());
    }

    private static void requireOurs(Path certificate, Path key, boolean ours) throws IOException {
        List<Path> present = Stream.of(certificate, key)
                .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
                .toList();
        if (!ours && !present.isEmpty()) {
            throw new FileAlreadyExistsException(
                    present.get(0).toString(),
                    null,
                    "it is not a throw-away file and is left alone; name another directory, or move it away");
        }
    }
}

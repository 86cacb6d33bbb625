package io.tollgate.proxy.cli;

import picocli.CommandLine.IVersionProvider;

/** Which release this is: what the build wrote into the jar. Immutable. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String release = Version.class.getPackage().getImplementationVersion();
        return new String[] {"tollgate " + (release == null ? "(not from a build)" : release)};
    }
}

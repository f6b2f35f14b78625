package io.dolake.cli;

import picocli.CommandLine.IVersionProvider;

/** Version from the jar's manifest; a build that runs from classes has none. */
final class VersionProvider implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = DoLake.class.getPackage().getImplementationVersion();
    return new String[] {"dolake " + (version == null ? "(development build)" : version)};
  }
}

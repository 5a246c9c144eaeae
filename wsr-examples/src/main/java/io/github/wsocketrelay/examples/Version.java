package io.github.wsocketrelay.examples;

import java.lang.module.ModuleDescriptor;
import picocli.CommandLine.IVersionProvider;

/** Tells the version of the command lines, which is the library's. */
final class Version implements IVersionProvider {
  /** On the module path the jar's module has it, on the class path its manifest may. */
  @Override
  public String[] getVersion() {
    ModuleDescriptor module = Version.class.getModule().getDescriptor();
    String packaged = Version.class.getPackage().getImplementationVersion();
    String version =
        module == null
            ? (packaged == null ? "(not packaged)" : packaged)
            : module.rawVersion().orElse("(not packaged)");
    return new String[] {"${COMMAND-FULL-NAME} " + version + " on Java " + Runtime.version()};
  }
}

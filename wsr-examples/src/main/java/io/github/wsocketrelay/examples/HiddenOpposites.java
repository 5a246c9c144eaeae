package io.github.wsocketrelay.examples;

import picocli.CommandLine.INegatableOptionTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.RegexTransformer;

/**
 * Gives each flag its opposite, {@code --no-json} for {@code --json}, to take back what a settings
 * file has. The help tells of it once, not at each flag.
 */
final class HiddenOpposites implements INegatableOptionTransformer {
  private final INegatableOptionTransformer usual = RegexTransformer.createDefault();

  @Override
  public String makeNegative(String option, CommandSpec command) {
    return usual.makeNegative(option, command);
  }

  @Override
  public String makeSynopsis(String option, CommandSpec command) {
    return option;
  }
}

package io.github.wsocketrelay.examples;

import io.github.wsocketrelay.AddressRange;
import picocli.CommandLine.ITypeConverter;

/** Reads ranges of addresses. */
final class AddressRangeConverter implements ITypeConverter<AddressRange> {

  @Override
  public AddressRange convert(String text) {
    return AddressRange.parse(text);
  }
}

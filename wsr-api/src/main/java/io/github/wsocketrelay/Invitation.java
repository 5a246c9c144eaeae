package io.github.wsocketrelay;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All that a player needs, in one string: {@code <server ID>@<relay>}, or {@code <server
 * ID>@<relay>,<relay>} where there is a relay to turn to when the first is away. It lets in whoever
 * has it; {@link #toString()} does not show the ID.
 *
 * @param serverId the server
 * @param relays the relays' addresses in the order of preference, with the scheme {@code ws} or
 *     {@code wss}
 */
public record Invitation(ServerId serverId, List<URI> relays) {

  /**
   * Brings the relays' addresses into their normal form.
   *
   * @param serverId the server
   * @param relays the relays' addresses
   * @throws IllegalArgumentException if an address is none of a relay
   */
  public Invitation {
    relays = RelayAddress.check(relays);
  }

  /**
   * An invitation with one relay.
   *
   * @param serverId the server
   * @param relay the relay's address
   * @throws IllegalArgumentException if the address is none of a relay
   */
  public Invitation(ServerId serverId, URI relay) {
    this(serverId, List.of(relay));
  }

  /**
   * Reads an invitation.
   *
   * @param text {@code <server ID>@<relay>}, or with more relays behind commas
   * @return the invitation
   * @throws IllegalArgumentException saying which part is wrong
   */
  public static Invitation parse(String text) {
    int at = text.indexOf('@');
    if (at < 0) {
      throw new IllegalArgumentException(
          "an invitation is <server ID>@<relay>, and this one has no '@': copy the whole of it");
    }
    if (text.substring(0, at).contains("://")) {
      throw new IllegalArgumentException(
          "an invitation is <server ID>@<relay>: the scheme belongs behind the '@'");
    }
    return new Invitation(
        ServerId.parse(text.substring(0, at)), RelayAddress.parseList(text.substring(at + 1)));
  }

  /**
   * The relay to try first.
   *
   * @return its address
   */
  public URI relay() {
    return relays.get(0);
  }

  /**
   * The string to pass on.
   *
   * @return {@code <server ID>@<relay>}
   */
  public String text() {
    return serverId.text() + "@" + relaysText();
  }

  private String relaysText() {
    return relays.stream().map(URI::toString).collect(Collectors.joining(","));
  }

  /** Shows {@code #} and six characters instead of the ID. */
  @Override
  public String toString() {
    return serverId + "@" + relaysText();
  }
}

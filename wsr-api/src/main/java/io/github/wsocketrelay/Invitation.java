package io.github.wsocketrelay;

import java.net.URI;

/**
 * All that a player needs, in one string: {@code <server ID>@<relay>}. It lets in whoever has it;
 * {@link #toString()} does not show the ID.
 *
 * @param serverId the server
 * @param relay the relay's address, with the scheme {@code ws} or {@code wss}
 */
public record Invitation(ServerId serverId, URI relay) {

  /**
   * Brings the relay's address into its normal form.
   *
   * @param serverId the server
   * @param relay the relay's address
   * @throws IllegalArgumentException if the address is none of a relay
   */
  public Invitation {
    relay = RelayAddress.check(relay, relay.toString());
  }

  /**
   * Reads an invitation.
   *
   * @param text {@code <server ID>@<relay>}
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
        ServerId.parse(text.substring(0, at)), RelayAddress.parse(text.substring(at + 1)));
  }

  /**
   * The string to pass on.
   *
   * @return {@code <server ID>@<relay>}
   */
  public String text() {
    return serverId.text() + "@" + relay;
  }

  /** Shows {@code #} and six characters instead of the ID. */
  @Override
  public String toString() {
    return serverId + "@" + relay;
  }
}

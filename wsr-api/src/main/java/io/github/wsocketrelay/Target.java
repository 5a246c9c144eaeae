package io.github.wsocketrelay;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A UDP address to which an exposer sends. The host is looked up once, when the exposer starts;
 * what becomes of the name later changes nothing.
 *
 * <p>The start fails for an address that is not one machine's (0.0.0.0, {@code ::}, multicast,
 * broadcast), the addresses where clouds hand out a machine's secrets (169.254.169.254, {@code
 * fd00:ec2::254}), the relay's own address and port, and the port of a connector of the same
 * process. A target that is the port of a connector in another process, to the same server, makes a
 * loop that is not noticed: each datagram then goes round until the tunnel has its most flows.
 *
 * @param host a name or an address; IPv6 without brackets
 * @param port 1 to 65,535
 */
public record Target(String host, int port) {
  /** Most targets that an exposer takes: {@value}. */
  public static final int MAX_TARGETS = 64;

  private static final String LOOPBACK = "127.0.0.1";
  private static final Pattern ADDRESS =
      Pattern.compile("(?:(?:\\[([^\\[\\]]+)]|([^:\\[\\]]+)):)?(\\d{1,5})(?:-(\\d{1,5}))?");

  /**
   * Checks its parts.
   *
   * @param host a name or an address; IPv6 without brackets
   * @param port 1 to 65,535
   * @throws IllegalArgumentException for an empty host or a port out of range
   */
  public Target {
    if (host.isBlank()) {
      throw new IllegalArgumentException("the target's host is empty: give a name or an address");
    }
    Checks.port(port, "the target's port");
  }

  /**
   * A port on this machine, at 127.0.0.1.
   *
   * @param port 1 to 65,535
   * @return the target
   */
  public static Target ofPort(int port) {
    return new Target(LOOPBACK, port);
  }

  /**
   * Reads targets separated by commas. Each is a port ({@code 7777}), a range of ports ({@code
   * 27015-27017}), or one of these behind a host ({@code game.lan:7777}, {@code [::1]:7777}).
   *
   * @param text the targets
   * @return them in their order, at least one, at most {@value #MAX_TARGETS}
   * @throws IllegalArgumentException naming the part that cannot be read
   */
  public static List<Target> parseList(String text) {
    List<Target> targets = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      addRange(part.strip(), targets);
    }
    return List.copyOf(targets);
  }

  private static void addRange(String part, List<Target> targets) {
    Matcher matcher = ADDRESS.matcher(part);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          Checks.quoted(part)
              + " is no UDP target: write a port (7777), a range (27015-27017), host:port or [IPv6 address]:port, separated by commas");
    }
    String bracketed = matcher.group(1);
    String named = matcher.group(2);
    String host = bracketed != null ? bracketed : named != null ? named : LOOPBACK;
    int first = Integer.parseInt(matcher.group(3));
    int last = matcher.group(4) == null ? first : Integer.parseInt(matcher.group(4));
    if (last < first) {
      throw new IllegalArgumentException(
          "the range " + Checks.quoted(part) + " ends before it begins");
    }
    if (targets.size() + (last - first) + 1 > MAX_TARGETS) {
      throw new IllegalArgumentException(
          "more than " + MAX_TARGETS + " targets, at " + Checks.quoted(part));
    }
    for (int port = first; port <= last; port++) {
      targets.add(new Target(host, port));
    }
  }

  /** {@code host:port}, an IPv6 address in brackets. */
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}

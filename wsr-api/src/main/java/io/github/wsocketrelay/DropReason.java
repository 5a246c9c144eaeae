package io.github.wsocketrelay;

/** Why a datagram was not carried on. Each one lost inside a role is counted under one of these. */
public enum DropReason {
  /** Larger than 65,507 bytes, or than the operating system sends over this route. */
  TOO_LARGE,
  /** The link was slower than what was offered, and too much waited: the oldest of a full flow. */
  QUEUE_FULL,
  /**
   * It waited in this process too long to be of use: 100 ms for the link, or in a socket while the
   * process did not run.
   */
  STALE,
  /** More came from a link, or for a server, than the relay's operator allows. */
  RATE_LIMITED,
  /** More waited in the relay than its memory allows: what was heaviest lost some. */
  OVERLOAD,
  /** There was no link to the relay, or it broke with the datagram waiting. */
  LINK_DOWN,
  /** The tunnel was not open (yet): the server was not online, or had not accepted it. */
  TUNNEL_NOT_OPEN,
  /** It came for a channel that is closed or never was open. */
  UNKNOWN_CHANNEL,
  /** It came for a flow that is closed or never was open. */
  UNKNOWN_FLOW,
  /** A new flow was not possible: no free number, port or address, or a limit was reached. */
  NO_FLOW,
  /** The UDP server or client does not listen: the system reported the port as unreachable. */
  PORT_UNREACHABLE,
  /** The operating system did not take it, because a buffer was full or for another error. */
  SEND_FAILED
}

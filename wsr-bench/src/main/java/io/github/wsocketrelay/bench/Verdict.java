package io.github.wsocketrelay.bench;

/** What is to be said of a datagram that came back. */
enum Verdict {
  /** The first of its number, with every byte as it was sent. */
  GOOD,
  /** Some byte is not as it was sent, or the length is not. */
  ALTERED,
  /** It was sent by another program. */
  MISDELIVERED,
  /** It has come back before. */
  DUPLICATE
}

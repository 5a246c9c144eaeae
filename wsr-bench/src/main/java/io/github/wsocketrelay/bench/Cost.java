package io.github.wsocketrelay.bench;

/**
 * What threads used over some time.
 *
 * @param relayNanos CPU time of the relay's threads
 * @param sidesNanos CPU time of the exposers' and connectors' threads
 * @param benchNanos CPU time of all others: the load and the UDP server
 * @param relayBytes what the relay's threads allocated
 * @param sidesBytes what the exposers' and connectors' threads allocated
 */
record Cost(long relayNanos, long sidesNanos, long benchNanos, long relayBytes, long sidesBytes) {}

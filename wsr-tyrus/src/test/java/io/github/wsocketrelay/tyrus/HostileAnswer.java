package io.github.wsocketrelay.tyrus;

import static io.github.wsocketrelay.tyrus.faults.RawFrame.BINARY;
import static io.github.wsocketrelay.tyrus.faults.RawFrame.CLOSE;
import static io.github.wsocketrelay.tyrus.faults.RawFrame.CONTINUATION;
import static io.github.wsocketrelay.tyrus.faults.RawFrame.FIN;
import static io.github.wsocketrelay.tyrus.faults.RawFrame.PING;
import static io.github.wsocketrelay.tyrus.faults.RawFrame.TEXT;
import static io.github.wsocketrelay.tyrus.faults.RawFrame.closing;
import static io.github.wsocketrelay.tyrus.faults.RawFrame.masked;
import static io.github.wsocketrelay.tyrus.faults.RawFrame.plain;
import static io.github.wsocketrelay.tyrus.faults.RawFrame.plainClaiming;

import io.github.wsocketrelay.tyrus.faults.HostileRelay;
import io.github.wsocketrelay.tyrus.faults.Stranger;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a hostile relay, or something that is none, answers to a side.
 *
 * @param name a sentence
 * @param reason what a side must say of it
 */
record HostileAnswer(String name, HostileRelay.Answer answer, String reason) {
  private static final String HELLO =
      "{\"type\":\"hello\",\"protocol\":1,\"nonce\":\"%s\",\"pingSeconds\":10}"
          .formatted("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
  private static final String UPGRADE =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
  private static final String PROTOCOL = "Sec-WebSocket-Protocol: wsr.v1\r\n";
  private static final String ACCEPT = "Sec-WebSocket-Accept: ";
  private static final String NO_RELAY = "is no relay";
  private static final String UNREADABLE = "cannot be read";
  private static final String ENDED = "(close code 1002)";
  private static final String VERSION = "does not understand this version";

  static Stream<HostileAnswer> all() {
    return Stream.concat(answers(), Stream.concat(frames(), messages()));
  }

  private static HostileAnswer head(String name, String reason, String head) {
    return new HostileAnswer(name, (out, accept) -> text(out, head), reason);
  }

  private static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static HostileAnswer status(String name, String reason, String status, String... more) {
    return head(
        name,
        reason,
        Stranger.request(
            "HTTP/1.1 " + status, "Content-Length: 0", String.join("\r\n", more), "X-Last: x"));
  }

  /** After a good handshake. */
  private static HostileAnswer upgraded(String name, String reason, byte[]... frames) {
    return new HostileAnswer(
        name,
        (out, accept) -> {
          text(out, UPGRADE + PROTOCOL + ACCEPT + accept + "\r\n\r\n");
          for (byte[] frame : frames) {
            out.write(frame);
          }
        },
        reason);
  }

  /** After a good handshake and a good hello. */
  private static HostileAnswer greeted(String name, String reason, byte[] frame) {
    return upgraded(name, reason, plain(FIN | TEXT, HELLO), frame);
  }

  private static Stream<HostileAnswer> answers() {
    return Stream.of(
        status("a page of something else", NO_RELAY, "200 OK", "Content-Type: text/html"),
        status("a redirect", "HTTP 302", "302 Found", "Location: http://127.0.0.1:1/"),
        status("a redirect to itself", "HTTP 307", "307 Temporary Redirect", "Location: /"),
        status("a redirect to nowhere", "HTTP 301", "301 Moved Permanently", "Location: %zz"),
        status("a status of no kind", "HTTP 999", "999 ?"),
        status("a delay of a century", "HTTP 503", "503 Busy", "Retry-After: 99999999999999"),
        head("noise", NO_RELAY, "\u0001\u0002\u0003\u0004\r\n\r\n"),
        head("a banner of SSH", NO_RELAY, "SSH-2.0-OpenSSH_9.6\r\n"),
        head("HTTP with a status of letters", UNREADABLE, "HTTP/1.1 abc OK\r\n\r\n"),
        head("a header of 1 MB", UNREADABLE, "HTTP/1.1 101 x\r\nX-Long: " + "x".repeat(1 << 20)),
        head(
            "10,000 headers",
            UNREADABLE,
            "HTTP/1.1 101 x\r\n" + "X-A: b\r\n".repeat(10_000) + "\r\n"),
        head("an accept of another key", NO_RELAY, UPGRADE + PROTOCOL + ACCEPT + "AAAA\r\n\r\n"),
        head("an upgrade without an accept", NO_RELAY, UPGRADE + PROTOCOL + "\r\n"),
        new HostileAnswer(
            "an upgrade without our subprotocol",
            (out, accept) -> text(out, UPGRADE + ACCEPT + accept + "\r\n\r\n"),
            NO_RELAY),
        new HostileAnswer(
            "an upgrade with another subprotocol",
            (out, accept) ->
                text(
                    out,
                    UPGRADE + "Sec-WebSocket-Protocol: mqtt\r\n" + ACCEPT + accept + "\r\n\r\n"),
            NO_RELAY),
        new HostileAnswer(
            "an upgrade with an extension that nobody asked for",
            (out, accept) ->
                text(
                    out,
                    UPGRADE
                        + PROTOCOL
                        + "Sec-WebSocket-Extensions: permessage-deflate\r\n"
                        + ACCEPT
                        + accept
                        + "\r\n\r\n"),
            NO_RELAY),
        new HostileAnswer(
            "an upgrade to something else",
            (out, accept) ->
                text(
                    out,
                    UPGRADE.replace("websocket", "h2c") + PROTOCOL + ACCEPT + accept + "\r\n\r\n"),
            NO_RELAY));
  }

  private static Stream<HostileAnswer> frames() {
    return Stream.of(
        upgraded("a masked frame", ENDED, masked(FIN | TEXT, HELLO)),
        upgraded("a frame of 2^31 bytes", ENDED, plainClaiming(FIN | BINARY, 8, 1L << 31)),
        upgraded("a frame of 2^63 bytes", ENDED, plainClaiming(FIN | TEXT, 8, 1L << 63)),
        upgraded("a reserved opcode", ENDED, plain(FIN | 3, "")),
        upgraded("a reserved bit", ENDED, plain(FIN | 0x40 | TEXT, HELLO)),
        upgraded("a part of no message", ENDED, plain(FIN | CONTINUATION, "x")),
        upgraded("a ping of 126 bytes", ENDED, plain(FIN | PING, new byte[126])),
        upgraded(
            "text that is not UTF-8",
            "(close code 1007)",
            plain(FIN | TEXT, new byte[] {(byte) 0xc3, 40})),
        upgraded("a close of 1 byte", ENDED, plain(FIN | CLOSE, new byte[1])),
        upgraded("text of 300,000 characters", ENDED, plain(FIN | TEXT, "x".repeat(300_000))));
  }

  private static Stream<HostileAnswer> messages() {
    Stream<HostileAnswer> codes =
        Stream.concat(
            IntStream.of(0, 999, 1005, 1006, 2999, 65_535).mapToObj(code -> closed(code, ENDED)),
            IntStream.of(1000, 1011, 4408, 4999)
                .mapToObj(code -> closed(code, "(close code " + code + ")")));
    return Stream.concat(
        codes,
        Stream.of(
            closed(1001, "is shutting down"),
            greeted("garbage for JSON", VERSION, plain(FIN | TEXT, "garbage")),
            greeted("8,000 open brackets", VERSION, plain(FIN | TEXT, "[".repeat(8_000))),
            greeted("a hello again", VERSION, plain(FIN | TEXT, HELLO)),
            greeted("a message of a side", VERSION, plain(FIN | TEXT, "{\"type\":\"unregister\"}")),
            greeted("noise for datagrams", VERSION, plain(FIN | BINARY, new byte[] {9, 9, 9})),
            greeted("no bytes for datagrams", VERSION, plain(FIN | BINARY, "")),
            greeted("66,001 bytes", "(close code 4413)", plain(FIN | BINARY, new byte[66_001])),
            upgraded("garbage before hello", VERSION, plain(FIN | TEXT, "garbage")),
            upgraded(
                "a hello with a nonce that is too short",
                VERSION,
                plain(FIN | TEXT, HELLO.replace("AAEC", "")))));
  }

  private static HostileAnswer closed(int code, String reason) {
    return greeted("a close with " + code, reason, plain(FIN | CLOSE, closing(code)));
  }

  /** After which nothing follows, so that only a time-out helps. */
  static Stream<HostileAnswer> silences() {
    String late = "no answer";
    return Stream.of(
        head("nothing", late, ""),
        head("half a status line", late, "HTTP/1.1 10"),
        head("HTTP without a status", late, "HTTP/1.1\r\n\r\n"),
        head("a header without a colon", late, "HTTP/1.1 101 x\r\nwhat is this\r\n\r\n"),
        head("headers that never end", late, UPGRADE + "X-A"),
        upgraded("an upgrade and no hello", late),
        upgraded("half a frame's header", late, new byte[] {(byte) 0x82, 126}),
        upgraded("a frame's header without its payload", late, plainClaiming(FIN | TEXT, 1, 100)),
        greeted("a hello and no answer", late, plain(FIN | PING, "p")),
        greeted("a large frame's header", late, plainClaiming(FIN | BINARY, 2, 60_000)));
  }
}

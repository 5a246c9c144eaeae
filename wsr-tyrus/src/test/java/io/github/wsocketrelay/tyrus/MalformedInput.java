package io.github.wsocketrelay.tyrus;

import static io.github.wsocketrelay.tyrus.faults.Stranger.KEY;
import static io.github.wsocketrelay.tyrus.faults.Stranger.request;

import io.github.wsocketrelay.tyrus.faults.Stranger;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a stranger says, and what may come of it.
 *
 * @param name a sentence
 * @param outcomes one of which must come: more than one only where bytes that nobody reads any more
 *     may turn the end into a reset, which takes the answer away
 */
record MalformedInput(String name, Speech speech, List<String> outcomes) {
  static final String PATH = "/wsr/v1/connect/" + "a".repeat(26);

  private static final String LINE = "GET " + PATH + " HTTP/1.1";
  private static final String HOST = "Host: relay.example";
  private static final String UPGRADE = "Upgrade: websocket";
  private static final String CONNECTION = "Connection: Upgrade";
  private static final String VERSION = "Sec-WebSocket-Version: 13";
  private static final String PROTOCOL = "Sec-WebSocket-Protocol: wsr.v1";

  /** Says it. */
  @FunctionalInterface
  interface Speech {
    void to(Stranger stranger) throws IOException;
  }

  static MalformedInput of(String name, Speech speech, String... outcomes) {
    return new MalformedInput(name, speech, List.of(outcomes));
  }

  private static MalformedInput head(String name, String outcome, String... lines) {
    return of(name, stranger -> stranger.say(request(lines)), outcome);
  }

  /** A handshake with more lines. */
  private static MalformedInput with(String name, String outcome, String... lines) {
    String more = String.join("\r\n", lines) + "\r\n\r\n";
    String good = Stranger.HANDSHAKE;
    return of(name, stranger -> stranger.say(good.substring(0, good.length() - 2) + more), outcome);
  }

  /** A handshake with one line changed. */
  private static MalformedInput changed(String name, String outcome, String from, String to) {
    return of(name, stranger -> stranger.say(Stranger.HANDSHAKE.replace(from, to)), outcome);
  }

  private static MalformedInput lacking(String name, String outcome, String line) {
    return changed(name, outcome, line + "\r\n", "");
  }

  /** The same as one more, at a path of its own. */
  private static MalformedInput at(String path, String name, String outcome) {
    return changed(name, outcome, PATH, path);
  }

  /** What is wrong before there is a WebSocket. */
  static Stream<MalformedInput> requests() {
    return Stream.of(lines(), headers(), handshakes(), paths()).flatMap(some -> some);
  }

  private static Stream<MalformedInput> lines() {
    byte[] clientHello = {0x16, 3, 1, 0, 5, 1, 0, 0, 1, 3, '\r', '\n', '\r', '\n'};
    return Stream.of(
        head("a request line of one word is refused", "HTTP 405", "GET", HOST),
        head("a request line without a version is refused", "HTTP 400", "GET " + PATH, HOST),
        head("a request line of noise is refused", "HTTP 405", "\u0001\u0002\u00ff\u00fe", HOST),
        head("a version that is none is refused", "HTTP 505", "GET " + PATH + " HTTQ/9.9", HOST),
        head("HTTP/2.0 in a request line is refused", "HTTP 400", "GET " + PATH + " HTTP/2.0"),
        of(
            "a request of HTTP/0.9 is refused",
            stranger -> stranger.say("GET /\r\n\r\n"),
            "HTTP 400"),
        changed("a handshake of HTTP/1.0 is refused", "HTTP 400", "HTTP/1.1", "HTTP/1.0"),
        of(
            "the preface of HTTP/2 is refused",
            stranger -> stranger.say("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
            "HTTP 405",
            "HTTP 400"),
        of(
            "a TLS ClientHello at a plain port is refused",
            stranger -> stranger.say(clientHello),
            "HTTP 400",
            Stranger.CUT),
        of(
            "a connection that closes in a request line is cut",
            stranger -> stranger.say("GET /w").sayingNoMore(),
            Stranger.CUT),
        changed("another method is refused", "HTTP 405", "GET ", "POST "),
        changed("a method that is none is refused", "HTTP 405", "GET ", "GE\u0000T "),
        head(
            "CONNECT makes no proxy of a relay", "HTTP 405", "CONNECT 127.0.0.1:22 HTTP/1.1", HOST),
        head("TRACE repeats nothing", "HTTP 405", "TRACE / HTTP/1.1", HOST));
  }

  private static Stream<MalformedInput> headers() {
    return Stream.of(
        with("a header without a colon never ends and is cut", Stranger.CUT, "what is this"),
        with("a header without a name is refused", "HTTP 400", ": value"),
        with("a space before a colon is refused", "HTTP 400", "X-Space : value"),
        with("a NUL in a header's name is refused", "HTTP 400", "X-\u0000: value"),
        with("a NUL in a header's value is refused", "HTTP 400", "X-Nul: a\u0000b"),
        with("a line feed alone ends a header", "HTTP 101", "X-A: b\nX-C: d"),
        with("a carriage return alone ends no header", "HTTP 400", "X-A: b\rX-C: d"),
        with("a folded header is one header", "HTTP 101", "X-A: b", " folded"),
        of(
            "a header of 1 MB is refused",
            stranger -> stranger.say(LINE + "\r\nX-Long: " + "x".repeat(1 << 20)),
            "HTTP 400",
            Stranger.CUT),
        of(
            "10,000 headers are refused",
            stranger -> stranger.say(LINE + "\r\n" + "X-A: b\r\n".repeat(10_000) + "\r\n"),
            "HTTP 400",
            Stranger.CUT),
        with("65 short headers are refused", "HTTP 400", "X: y\r\n".repeat(64) + "X: y"),
        of(
            "a header that never ends is cut in time",
            stranger -> stranger.say(LINE + "\r\nX"),
            Stranger.CUT),
        of("a stranger who is silent is cut in time", stranger -> {}, Stranger.CUT));
  }

  private static Stream<MalformedInput> handshakes() {
    return Stream.of(
        lacking("a handshake without a host is refused", "HTTP 400", HOST),
        with("a second host is refused", "HTTP 400", HOST),
        lacking("a request without an upgrade is refused", "HTTP 426", UPGRADE),
        changed("an upgrade to something else is refused", "HTTP 426", UPGRADE, "Upgrade: h2c"),
        with("a second upgrade is refused", "HTTP 400", "Upgrade: h2c"),
        lacking("a handshake without its connection header is refused", "HTTP 400", CONNECTION),
        changed("a connection that stays is refused", "HTTP 400", CONNECTION, "Connection: close"),
        lacking("a handshake without a key is refused", "HTTP 400", KEY),
        changed("an empty key is refused", "HTTP 400", KEY, "Sec-WebSocket-Key: "),
        changed("a key that is no base64 is refused", "HTTP 400", KEY, "Sec-WebSocket-Key: ***"),
        changed("a short key is refused", "HTTP 400", KEY, "Sec-WebSocket-Key: AAAA"),
        with("a second key is refused", "HTTP 400", KEY),
        lacking("a handshake without a version is refused", "HTTP 426", VERSION),
        changed("another version is refused", "HTTP 426", "Version: 13", "Version: 8"),
        changed("a version that is no number is refused", "HTTP 426", "Version: 13", "Version: x"),
        changed("a huge version is refused", "HTTP 426", "Version: 13", "Version: 99999999999"),
        with("a second version is refused", "HTTP 426", "Sec-WebSocket-Version: 8"),
        with("a body is refused", "HTTP 400", "Content-Length: 4", "", "body"),
        with("a length that is no number is refused", "HTTP 400", "Content-Length: x"),
        with("a negative length is refused", "HTTP 400", "Content-Length: -1"),
        with("two lengths are refused", "HTTP 400", "Content-Length: 0", "Content-Length: 5"),
        with("a chunked body is refused", "HTTP 400", "Transfer-Encoding: chunked", "", "0"),
        of(
            "a second request behind the first is refused",
            stranger -> stranger.say(Stranger.HANDSHAKE.repeat(2)),
            "HTTP 400"),
        of(
            "a frame before the answer is refused",
            stranger -> stranger.say(Stranger.HANDSHAKE + "\u0089\u0080\u0001\u0002\u0003\u0004"),
            "HTTP 400"));
  }

  private static Stream<MalformedInput> paths() {
    return Stream.of(
        at(
            "http://127.0.0.1" + PATH,
            "an address in place of a path counts as its path",
            "HTTP 101"),
        at("*", "a star is no path", "HTTP 404"),
        at("/etc/passwd", "a path of something else is not there", "HTTP 404"),
        at("/wsr/v1/connect/../../../etc/passwd", "a path leads nowhere else", "HTTP 404"),
        at("/wsr/v1/connect/%2e%2e/%2e%2e/x", "an encoded path leads nowhere else", "HTTP 404"),
        at("/wsr/v1/connect/a/b/c", "a path with more parts is not there", "HTTP 404"),
        at("/wsr/v1/connect/", "a path without a tag is not there", "HTTP 404"),
        at("/wsr/v1/connect/" + "a".repeat(27), "a tag that is too long opens no link", "HTTP 101"),
        at("/wsr/v1/connect/" + "A".repeat(26), "a tag in capitals opens no link", "HTTP 101"),
        at("/wsr/v1/connect/..", "a tag of dots opens no link", "HTTP 101"),
        at("/wsr/v1/connect/a%2f..%2fb", "a tag of encoded slashes opens no link", "HTTP 101"),
        at("/wsr/v1/connect/{tag}", "a tag in braces is refused", "HTTP 400"),
        at(PATH + ";a=b", "a tag with a parameter opens no link", "HTTP 101"),
        at("/" + "a".repeat(9_000), "a path of 9,000 characters is refused", "HTTP 400"),
        at("/wsr/v1/connect/%", "half an encoded character is refused", "HTTP 400"),
        at(PATH + "?a=%", "half an encoded character in a query is refused", "HTTP 400"),
        at("/wsr/v1/connect/%zz%00", "encoded noise is refused", "HTTP 400"),
        at("/wsr/v1/connect/a\u0000b", "a NUL in a path is refused", "HTTP 400"));
  }
}

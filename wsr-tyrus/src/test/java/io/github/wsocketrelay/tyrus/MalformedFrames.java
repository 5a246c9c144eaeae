package io.github.wsocketrelay.tyrus;

import static io.github.wsocketrelay.tyrus.faults.RawFrame.BINARY;
import static io.github.wsocketrelay.tyrus.faults.RawFrame.CLOSE;
import static io.github.wsocketrelay.tyrus.faults.RawFrame.CONTINUATION;
import static io.github.wsocketrelay.tyrus.faults.RawFrame.FIN;
import static io.github.wsocketrelay.tyrus.faults.RawFrame.PING;
import static io.github.wsocketrelay.tyrus.faults.RawFrame.TEXT;
import static io.github.wsocketrelay.tyrus.faults.RawFrame.claiming;
import static io.github.wsocketrelay.tyrus.faults.RawFrame.closing;
import static io.github.wsocketrelay.tyrus.faults.RawFrame.masked;
import static io.github.wsocketrelay.tyrus.faults.RawFrame.plain;
import static io.github.wsocketrelay.tyrus.faults.RawFrame.row;

import io.github.wsocketrelay.tyrus.faults.Stranger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is wrong after a good handshake: in frames, in messages, in control messages. */
final class MalformedFrames {
  private static final AtomicInteger TUNNELS = new AtomicInteger(1_000);

  private static final byte[] NOTHING = {};
  private static final byte[] NO_UTF8 = {(byte) 0xc3, 0x28};
  private static final String BROKEN = "close 1002";
  private static final String NO_TEXT = "close 1007";
  private static final String TOO_BIG = "close 4413";
  private static final String PROTOCOL = "close 4400";

  private MalformedFrames() {}

  /** Asks for a new tunnel, to a server that the relay does not have, so that it must wait. */
  private static String open() {
    return """
        {"type":"open","tunnel":"%1$sExQVFhcYGRobHB0eHw","epoch":"1","proof":"%2$s","sideProof":"%2$s"}"""
        .formatted(TUNNELS.incrementAndGet(), "4MpxBeb95fq4NDsCIxEO2Fe5n2UTnRpf5hIzsmt-_iQ");
  }

  /** All of them. */
  static Stream<MalformedInput> all() {
    return Stream.of(headers(), sequences(), closes(), texts(), binaries(), pieces())
        .flatMap(some -> some);
  }

  private static MalformedInput frames(String name, byte[] frames, String... outcomes) {
    return MalformedInput.of(name, stranger -> stranger.shakingHands().say(frames), outcomes);
  }

  private static Stream<MalformedInput> headers() {
    Stream<MalformedInput> reserved =
        IntStream.of(3, 4, 5, 6, 7, 0xb, 0xc, 0xd, 0xe, 0xf)
            .mapToObj(
                opcode ->
                    frames(
                        "the reserved opcode " + opcode + " ends the link",
                        masked(FIN | opcode, NOTHING),
                        BROKEN));
    Stream<MalformedInput> bits =
        IntStream.of(0x40, 0x20, 0x10)
            .mapToObj(
                bit ->
                    frames(
                        "the reserved bit %#x ends the link".formatted(bit),
                        masked(FIN | bit | TEXT, open()),
                        BROKEN));
    Stream<MalformedInput> lengths =
        Stream.of(1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE)
            .flatMap(
                length ->
                    Stream.of(BINARY, TEXT)
                        .map(
                            opcode ->
                                frames(
                                    "a length of %s with opcode %d ends the link"
                                        .formatted(Long.toUnsignedString(length), opcode),
                                    claiming(FIN | opcode, 8, length, NOTHING),
                                    BROKEN)));
    return Stream.of(
            reserved,
            bits,
            lengths,
            Stream.of(
                frames(
                    "a short length in 2 bytes ends the link",
                    claiming(FIN | PING, 2, 1, new byte[1]),
                    BROKEN),
                frames(
                    "a length of 262,131 ends the link at once",
                    claiming(FIN | BINARY, 8, 262_131, NOTHING),
                    BROKEN),
                frames(
                    "a short length in 8 bytes ends the link",
                    claiming(FIN | BINARY, 8, 1, new byte[1]),
                    BROKEN),
                frames("text without a mask ends the link", plain(FIN | TEXT, open()), BROKEN),
                frames(
                    "bytes without a mask end the link",
                    plain(FIN | BINARY, new byte[] {1, 0, 0, 0, 0, 0, 0}),
                    BROKEN)))
        .flatMap(some -> some);
  }

  private static Stream<MalformedInput> sequences() {
    return Stream.of(
        frames("a ping in parts ends the link", masked(PING, NOTHING), BROKEN),
        frames("a close in parts ends the link", masked(CLOSE, closing(1000)), BROKEN),
        frames("a ping of 126 bytes ends the link", masked(FIN | PING, new byte[126]), BROKEN),
        frames(
            "a close of 126 bytes ends the link",
            masked(FIN | CLOSE, closing(1000, new byte[124])),
            BROKEN),
        frames("a part of no message ends the link", masked(CONTINUATION, "a"), BROKEN),
        frames("the last part of no message ends it", masked(FIN | CONTINUATION, "a"), BROKEN),
        frames(
            "text within a text in parts ends the link",
            row(masked(TEXT, "{"), masked(FIN | TEXT, open())),
            BROKEN),
        frames(
            "bytes within a text in parts end the link",
            row(masked(TEXT, "{"), masked(FIN | BINARY, new byte[9])),
            BROKEN),
        frames(
            "bytes within bytes in parts end the link",
            row(masked(BINARY, new byte[1]), masked(FIN | BINARY, new byte[9])),
            BROKEN),
        frames(
            "text within bytes in parts ends the link",
            row(masked(BINARY, new byte[1]), masked(FIN | TEXT, open())),
            BROKEN),
        frames(
            "a ping between the parts of a good text is answered",
            row(masked(TEXT, open()), masked(FIN | PING, "p"), masked(FIN | CONTINUATION, " ")),
            Stranger.LIVES));
  }

  private static Stream<MalformedInput> closes() {
    Stream<MalformedInput> codes =
        IntStream.of(0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65_535)
            .mapToObj(
                code ->
                    frames(
                        "a close with code " + code + " is answered with another",
                        masked(FIN | CLOSE, closing(code)),
                        BROKEN));
    return Stream.concat(
        codes,
        Stream.of(
            frames("a close of 1 byte is refused", masked(FIN | CLOSE, new byte[1]), BROKEN),
            frames(
                "a close whose reason is not UTF-8 is refused",
                masked(FIN | CLOSE, closing(1000, NO_UTF8)),
                NO_TEXT),
            frames(
                "what comes behind a close is not read",
                row(masked(FIN | CLOSE, closing(1000)), masked(FIN | TEXT, "?")),
                "close 1000")));
  }

  private static MalformedInput text(String name, String text, String outcome) {
    return frames(name, masked(FIN | TEXT, text), outcome);
  }

  private static Stream<MalformedInput> texts() {
    byte[] surrogate = {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'};
    return Stream.of(
        frames("text that is not UTF-8 ends the link", masked(FIN | TEXT, NO_UTF8), NO_TEXT),
        frames("half a character ends the link", masked(FIN | TEXT, surrogate), NO_TEXT),
        frames(
            "a character cut off at the end ends the link",
            masked(FIN | TEXT, new byte[] {'{', (byte) 0xe2, (byte) 0x82}),
            NO_TEXT),
        text("an empty text ends the link", "", PROTOCOL),
        text("text of 8,193 characters ends the link", open() + " ".repeat(8_193), TOO_BIG),
        frames(
            "text of 70,000 characters ends the link",
            masked(FIN | TEXT, "x".repeat(70_000)),
            TOO_BIG,
            "close 1009"),
        frames(
            "text of 300,000 characters ends the link",
            masked(FIN | TEXT, "x".repeat(300_000)),
            BROKEN,
            Stranger.CUT),
        text("8,000 open brackets end the link", "[".repeat(8_000), PROTOCOL),
        text("4,000 nested arrays end it", "[".repeat(4_000) + "]".repeat(4_000), PROTOCOL),
        text(
            "1,300 nested objects in an unknown field end the link",
            "{\"type\":\"open\",\"x\":" + "{\"a\":".repeat(1_300) + "1" + "}".repeat(1_301),
            PROTOCOL),
        text("a type said twice ends the link", "{\"type\":\"x\",\"type\":\"x\"}", PROTOCOL),
        text("NaN ends the link", open().replace("\"1\"", "NaN"), PROTOCOL),
        text("a number of 8,000 digits ends it", "{\"type\":" + "9".repeat(8_000) + "}", PROTOCOL),
        text("an exponent of 999999999 ends the link", ping("1e999999999"), PROTOCOL),
        text("a negative number ends the link", ping("\"-1\""), PROTOCOL),
        text("a number of 2^64 ends the link", ping("\"18446744073709551616\""), PROTOCOL),
        text("a proof that is no base64 ends the link", open().replace("4Mpx", "!!!!"), PROTOCOL),
        text("a cut proof ends the link", open().replace("4Mpx", ""), PROTOCOL),
        text("NUL characters end the link", "\u0000".repeat(9), PROTOCOL),
        text("a second word behind an open ends the link", open() + open(), PROTOCOL));
  }

  private static String ping(String t) {
    return "{\"type\":\"ping\",\"t\":" + t + "}";
  }

  private static Stream<MalformedInput> binaries() {
    byte[] unknown = {1, 0, 0, 0, 9, 0, 1, 'x'};
    return Stream.of(
        frames("empty bytes end the link", masked(FIN | BINARY, NOTHING), PROTOCOL),
        frames("66,001 bytes end the link", masked(FIN | BINARY, new byte[66_001]), TOO_BIG),
        frames(
            "66,001 bytes in parts end the link",
            row(
                masked(BINARY, new byte[33_000]),
                masked(CONTINUATION, new byte[33_000]),
                masked(FIN | CONTINUATION, new byte[1])),
            TOO_BIG),
        frames(
            "a datagram before the open ends nothing",
            row(masked(FIN | BINARY, unknown), masked(FIN | TEXT, open())),
            Stranger.LIVES),
        frames(
            "a datagram for an unknown flow ends nothing",
            row(masked(FIN | TEXT, open()), masked(FIN | BINARY, unknown), masked(FIN | PING, "p")),
            Stranger.LIVES),
        frames(
            "a datagram for an unknown tunnel ends the link",
            row(masked(FIN | BINARY, new byte[] {1, 0, 7, 0, 9, 0, 1, 'x'})),
            PROTOCOL),
        frames(
            "an acknowledgement of what was not sent ends the link",
            masked(FIN | BINARY, new byte[] {2, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 1}),
            PROTOCOL));
  }

  /** Nothing is malformed here but where it is cut. */
  private static Stream<MalformedInput> pieces() {
    byte[] handshake = Stranger.HANDSHAKE.getBytes(StandardCharsets.ISO_8859_1);
    byte[] open = masked(FIN | TEXT, open());
    return Stream.of(
        MalformedInput.of(
            "a handshake byte by byte is a handshake",
            stranger -> stranger.spell(handshake),
            "HTTP 101"),
        MalformedInput.of(
            "a first message byte by byte is a message",
            stranger -> stranger.shakingHands().spell(open),
            Stranger.LIVES));
  }

  /** A handshake in two pieces, cut at each place. */
  static Stream<MalformedInput> handshakesInTwo() {
    byte[] whole = Stranger.HANDSHAKE.getBytes(StandardCharsets.ISO_8859_1);
    return IntStream.range(1, whole.length)
        .mapToObj(
            at -> {
              byte[][] pieces = cut(whole, at);
              return MalformedInput.of(
                  "a handshake may be cut at byte " + at,
                  stranger -> stranger.say(pieces[0]).say(pieces[1]),
                  "HTTP 101");
            });
  }

  /** A first message in two pieces, cut at each place. */
  static Stream<MalformedInput> messagesInTwo() {
    return IntStream.range(1, masked(FIN | TEXT, open()).length)
        .mapToObj(
            at -> {
              byte[][] pieces = cut(masked(FIN | TEXT, open()), at);
              return MalformedInput.of(
                  "a first message may be cut at byte " + at,
                  stranger -> stranger.shakingHands().say(pieces[0]).say(pieces[1]),
                  Stranger.LIVES);
            });
  }

  private static byte[][] cut(byte[] whole, int at) {
    return new byte[][] {Arrays.copyOf(whole, at), Arrays.copyOfRange(whole, at, whole.length)};
  }
}

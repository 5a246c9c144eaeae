package io.github.wsocketrelay.tyrus.internal.control;

import io.github.wsocketrelay.tyrus.internal.log.LogText;
import io.github.wsocketrelay.tyrus.internal.protocol.MalformedMessageException;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of control messages: one object whose {@code type} is the record's name in
 * kebab-case, with a field per component. Bytes are base64url without padding; 64-bit numbers are
 * decimal strings, since JSON numbers lose precision in many languages; other numbers are integers.
 * Unknown fields are ignored.
 */
public final class ControlCodec {
  /** Longest text that is taken as a control message, in characters. */
  public static final int MAX_CHARACTERS = 8_192;

  private static final String TYPE = "type";
  private static final JsonProvider JSON = JsonProvider.provider();
  private static final JsonParserFactory PARSERS = JSON.createParserFactory(Map.of());
  private static final Map<Class<?>, MessageShape> BY_CLASS =
      Arrays.stream(ControlMessage.class.getPermittedSubclasses())
          .collect(Collectors.toUnmodifiableMap(Function.identity(), MessageShape::new));
  private static final Map<String, MessageShape> BY_NAME =
      BY_CLASS.values().stream()
          .collect(Collectors.toUnmodifiableMap(MessageShape::name, Function.identity()));

  private ControlCodec() {}

  /**
   * Does what the first message takes, which is some 0.1 s in a fresh Java: loads JSON and looks at
   * the records.
   */
  public static void load() {
    try {
      decode(encode(new ControlMessage.Registered()));
    } catch (MalformedMessageException e) {
      throw new IllegalStateException("cannot read what it wrote", e);
    }
  }

  /** The text of a message. */
  public static String encode(ControlMessage message) {
    MessageShape shape = Objects.requireNonNull(BY_CLASS.get(message.getClass()));
    JsonObjectBuilder object = JSON.createObjectBuilder().add(TYPE, shape.name());
    for (MessageShape.Field field : shape.fields()) {
      JsonValue value = toJson(field.of(message));
      if (value != JsonValue.NULL) {
        object.add(field.name(), value);
      }
    }
    return object.build().toString();
  }

  /** The message in a text, or what is wrong with it. */
  public static ControlMessage decode(String text) throws MalformedMessageException {
    if (text.length() > MAX_CHARACTERS) {
      throw new MalformedMessageException("control message of " + text.length() + " characters");
    }
    try {
      JsonObject object = parse(text);
      MessageShape shape = BY_NAME.get(object.getString(TYPE, ""));
      if (shape == null) {
        throw new MalformedMessageException("control message of unknown type");
      }
      return fromJson(object, shape);
    } catch (IllegalArgumentException | ArithmeticException | ClassCastException e) {
      throw new MalformedMessageException( // Without the cause, whose message may hold the text.
          "control message with a bad field: " + LogText.shown(String.valueOf(e.getMessage())));
    }
  }

  /** The object that is the whole of a text. */
  private static JsonObject parse(String text) throws MalformedMessageException {
    try (JsonParser parser = PARSERS.createParser(new StringReader(text))) {
      parser.next();
      JsonObject object = parser.getObject();
      if (parser.hasNext()) { // throws for what is not white space
        throw new IllegalStateException("more than one value");
      }
      return object;
    } catch (RuntimeException e) { // Parsson throws no subclass for what is nested too deeply.
      throw new MalformedMessageException("control message that is no JSON object");
    }
  }

  private static JsonValue toJson(@Nullable Object value) {
    if (value == null) {
      return JsonValue.NULL;
    } else if (value instanceof Integer number) {
      return JSON.createValue(number);
    } else if (value instanceof Long number) {
      return JSON.createValue(Long.toUnsignedString(number));
    } else if (value instanceof String text) {
      return JSON.createValue(text);
    } else if (value instanceof byte[] bytes) {
      return JSON.createValue(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    } else if (value instanceof List<?> numbers) {
      JsonArrayBuilder array = JSON.createArrayBuilder();
      numbers.forEach(number -> array.add((Integer) number));
      return array.build();
    }
    throw new IllegalStateException("no JSON form for " + value.getClass());
  }

  private static ControlMessage fromJson(JsonObject object, MessageShape shape)
      throws MalformedMessageException {
    Object[] values = new Object[shape.fields().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = fieldOf(object, shape.fields().get(i));
    }
    return shape.message(values);
  }

  private static @Nullable Object fieldOf(JsonObject object, MessageShape.Field field)
      throws MalformedMessageException {
    JsonValue value = object.get(field.name());
    if (value == null || value == JsonValue.NULL) {
      if (field.mayBeMissing()) {
        return null;
      }
      throw new MalformedMessageException("control message without " + field.name());
    }
    Class<?> type = field.type();
    if (type == int.class || type == Integer.class) {
      return ((JsonNumber) value).intValueExact();
    } else if (type == long.class) {
      return longOf(((JsonString) value).getString());
    } else if (type == String.class) {
      return ((JsonString) value).getString();
    } else if (type == byte[].class) {
      return bytesOf(((JsonString) value).getString());
    }
    return integers((JsonArray) value);
  }

  /** Says of a wrong one no more than that: the text is the peer's, and complaints are logged. */
  private static long longOf(String text) {
    try {
      long number = Long.parseUnsignedLong(text);
      if (Long.toUnsignedString(number).equals(text)) { // neither "+5" nor "05"
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException("a text that is no 64-bit number");
  }

  private static byte[] bytesOf(String text) {
    byte[] bytes = Base64.getUrlDecoder().decode(text);
    if (text.endsWith("=")) {
      throw new IllegalArgumentException("base64url with padding");
    }
    return bytes;
  }

  private static List<Integer> integers(JsonArray array) {
    List<Integer> numbers = new ArrayList<>();
    for (JsonValue value : array) {
      numbers.add(((JsonNumber) value).intValueExact());
    }
    return numbers;
  }
}

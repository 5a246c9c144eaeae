package io.github.wsocketrelay.tyrus.internal.control;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one kind of {@link ControlMessage} is made of. It is read from the record once: to look that
 * up again for each message would take many times as long as the message itself.
 */
final class MessageShape {

  /** One component of the record. */
  record Field(String name, Class<?> type, boolean mayBeMissing, Method accessor) {
    @Nullable Object of(ControlMessage message) {
      try {
        return accessor.invoke(message);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot read " + name, e);
      }
    }
  }

  private final String name;
  private final List<Field> fields;
  private final Constructor<?> constructor;

  MessageShape(Class<?> type) {
    name = type.getSimpleName().replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    RecordComponent[] components = type.getRecordComponents();
    fields = Arrays.stream(components).map(MessageShape::field).toList();
    try {
      constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("no record: " + type, e);
    }
  }

  private static Field field(RecordComponent component) {
    return new Field(
        component.getName(),
        component.getType(),
        component.isAnnotationPresent(MayBeMissing.class),
        component.getAccessor());
  }

  /** Its {@code type} on the wire: the record's name in kebab-case. */
  String name() {
    return name;
  }

  /** In the order of the record's components. */
  List<Field> fields() {
    return fields;
  }

  /** A message of these values, one per field; an IllegalArgumentException if it refuses one. */
  ControlMessage message(@Nullable Object[] values) {
    try {
      return (ControlMessage) constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new IllegalStateException("cannot make " + name, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + name, e);
    }
  }
}

package io.github.wsocketrelay.examples;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * From where to where an option's whole number or length of time may be; {@link Values} checks it,
 * and says so of a wrong one.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Between {
  /** The least, as people type it. */
  String least();

  /** The most, as people type it. */
  String most();

  /** One that would do. */
  String example();
}

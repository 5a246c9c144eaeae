package io.github.wsocketrelay.examples;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the settings that an option cannot be together with, and that it overrules where they come
 * from a place that counts less; they overrule it likewise.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Excludes {
  /** Their keys in a settings file. */
  String[] value();
}

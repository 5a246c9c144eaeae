package io.github.wsocketrelay.tyrus.internal.limit;

/** The file descriptors of this process. */
public interface Descriptors {

  /** How many are open; this may take as long as it takes to list them. */
  long open();

  /** How many there may be; 0 where nobody knows. */
  long most();
}

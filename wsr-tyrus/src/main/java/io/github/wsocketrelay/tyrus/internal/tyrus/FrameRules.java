package io.github.wsocketrelay.tyrus.internal.tyrus;

/** Which frames a connection takes. Called on its thread. */
interface FrameRules {
  /** A client takes all that its relay sends. */
  FrameRules NONE =
      new FrameRules() {
        @Override
        public boolean admits(FrameHeader header) {
          return true;
        }

        @Override
        public boolean admitsIncomplete(long bytes) {
          return true;
        }

        @Override
        public void completed() {}
      };

  /** Whether a frame may come; if not, the connection ends. */
  boolean admits(FrameHeader header);

  /** Whether so much may be kept of a message until it is complete; if not, the connection ends. */
  boolean admitsIncomplete(long bytes);

  /** The message of which something was kept is complete. */
  void completed();
}

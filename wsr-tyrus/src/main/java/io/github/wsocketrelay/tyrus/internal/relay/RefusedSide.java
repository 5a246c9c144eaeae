package io.github.wsocketrelay.tyrus.internal.relay;

import io.github.wsocketrelay.RejectReason;
import io.github.wsocketrelay.tyrus.internal.control.ControlMessage;
import io.github.wsocketrelay.tyrus.internal.link.Conversation;
import java.nio.ByteBuffer;

/** The side of a link that was refused as it opened: whatever it says is for nobody. */
final class RefusedSide implements Conversation.Partner {
  private final Refusals refusals;

  RefusedSide(Refusals refusals) {
    this.refusals = refusals;
  }

  @Override
  public void onRefusing(RejectReason reason) {
    refusals.count(reason);
  }

  @Override
  public void onDatagram(int channel, int flow, ByteBuffer payload) {}

  @Override
  public void onControl(ControlMessage message) {}

  @Override
  public void onBundleEnd() {}

  @Override
  public void onEnded(int code, String reason) {}
}

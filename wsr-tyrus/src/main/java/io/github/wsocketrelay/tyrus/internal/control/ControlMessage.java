package io.github.wsocketrelay.tyrus.internal.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The control messages, one record each, with the fields of their JSON form: see docs/protocol.md,
 * "Control messages". Constructors refuse values that are out of range.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public sealed interface ControlMessage {

  /** relay → side: the first message on a link. */
  record Hello(int protocol, byte[] nonce, int pingSeconds) implements ControlMessage {
    public Hello {
      Ranges.bytes(nonce, Ranges.NONCE_BYTES, Ranges.NONCE_BYTES, "nonce");
      Ranges.within(pingSeconds, 1, 3_600, "pingSeconds");
    }
  }

  /**
   * exposer → relay: claims a tag. Targets are port offsets from the first. The instance is random,
   * and the same for all links of one start of an exposer.
   */
  record Register(
      byte[] publicKey,
      byte[] admissionKey,
      long epoch,
      byte[] signature,
      List<Integer> targets,
      @MayBeMissing byte @Nullable [] instance)
      implements ControlMessage {
    public Register {
      Ranges.bytes(publicKey, Ranges.KEY_BYTES, Ranges.KEY_BYTES, "publicKey");
      Ranges.bytes(admissionKey, Ranges.KEY_BYTES, Ranges.KEY_BYTES, "admissionKey");
      Ranges.bytes(signature, Ranges.SIGNATURE_BYTES, Ranges.SIGNATURE_BYTES, "signature");
      targets = Ranges.targets(targets);
      if (instance != null) {
        Ranges.bytes(instance, Ranges.INSTANCE_BYTES, Ranges.INSTANCE_BYTES, "instance");
      }
    }

    /** Of an exposer that does not tell its starts apart. */
    public Register(
        byte[] publicKey,
        byte[] admissionKey,
        long epoch,
        byte[] signature,
        List<Integer> targets) {
      this(publicKey, admissionKey, epoch, signature, targets, null);
    }
  }

  /** relay → exposer: the tag is this exposer's. */
  record Registered() implements ControlMessage {}

  /** relay → side: no, and the link is closed with the same code. */
  record Refused(int code, String reason, @MayBeMissing @Nullable Integer retryAfterMillis)
      implements ControlMessage {
    public Refused {
      Ranges.within(code, 4_400, 4_599, "code");
      Ranges.text(reason, "reason");
      if (retryAfterMillis != null) {
        Ranges.within(retryAfterMillis, 0, Integer.MAX_VALUE, "retryAfterMillis");
      }
    }
  }

  /** relay → side: the relay ends, and the link with it; when to come back. */
  record GoingAway(int reconnectAfterMillis) implements ControlMessage {
    public GoingAway {
      Ranges.within(reconnectAfterMillis, 0, Integer.MAX_VALUE, "reconnectAfterMillis");
    }
  }

  /** exposer → relay: datagrams may flow on this channel. */
  record TunnelAccepted(int channel) implements ControlMessage {
    public TunnelAccepted {
      Ranges.channel(channel);
    }
  }

  /** exposer → relay: this connector may not. */
  record TunnelRefused(int channel, String reason) implements ControlMessage {
    public TunnelRefused {
      Ranges.channel(channel);
      Ranges.text(reason, "reason");
    }
  }

  /** exposer → relay: end this tunnel. */
  record CloseTunnel(int channel, String reason) implements ControlMessage {
    public CloseTunnel {
      Ranges.channel(channel);
      Ranges.text(reason, "reason");
    }
  }

  /** exposer → relay: the answer to tunnel-closed; the channel's number may be used again. */
  record ChannelFree(int channel) implements ControlMessage {
    public ChannelFree {
      Ranges.channel(channel);
    }
  }

  /** exposer → relay: the tag is free for others at once. */
  record Unregister() implements ControlMessage {}

  /** relay → exposer: a connector asks for a tunnel. */
  record TunnelOpened(
      int channel, byte[] tunnel, long epoch, byte[] sideProof, String remoteAddress)
      implements ControlMessage {
    public TunnelOpened {
      Ranges.channel(channel);
      Ranges.bytes(tunnel, Ranges.TUNNEL_BYTES, Ranges.TUNNEL_BYTES, "tunnel");
      Ranges.bytes(sideProof, Ranges.PROOF_BYTES, Ranges.PROOF_BYTES, "sideProof");
      Ranges.text(remoteAddress, "remoteAddress");
    }
  }

  /** relay → exposer: the connector of this tunnel came back on another link. */
  record TunnelResumed(int channel, long epoch, byte[] sideProof, String remoteAddress)
      implements ControlMessage {
    public TunnelResumed {
      Ranges.channel(channel);
      Ranges.bytes(sideProof, Ranges.PROOF_BYTES, Ranges.PROOF_BYTES, "sideProof");
      Ranges.text(remoteAddress, "remoteAddress");
    }
  }

  /** relay → exposer: the tunnel has no connector any more. */
  record TunnelClosed(int channel, long epoch, String reason) implements ControlMessage {
    /** Reason: the connector said good-bye. */
    public static final String LEFT = "left";

    /** Reason: the connector's link broke. */
    public static final String LOST = "lost";

    /** Reason: the exposer asked for it. */
    public static final String CLOSED = "closed";

    public TunnelClosed {
      Ranges.channel(channel);
      Ranges.text(reason, "reason");
    }
  }

  /** connector → relay: asks for a tunnel to the server of the path's tag. */
  record Open(byte[] tunnel, long epoch, byte[] proof, byte[] sideProof) implements ControlMessage {
    public Open {
      Ranges.bytes(tunnel, Ranges.TUNNEL_BYTES, Ranges.TUNNEL_BYTES, "tunnel");
      Ranges.bytes(proof, Ranges.PROOF_BYTES, Ranges.PROOF_BYTES, "proof");
      Ranges.bytes(sideProof, Ranges.PROOF_BYTES, Ranges.PROOF_BYTES, "sideProof");
    }
  }

  /** relay → connector: there is no such server now; keep the link. */
  record Waiting() implements ControlMessage {}

  /** relay → connector: the exposer accepted. Targets are port offsets from the first. */
  record Opened(byte[] publicKey, List<Integer> targets) implements ControlMessage {
    public Opened {
      Ranges.bytes(publicKey, Ranges.KEY_BYTES, Ranges.KEY_BYTES, "publicKey");
      targets = Ranges.targets(targets);
    }
  }

  /** relay → connector: the exposer's link is gone; opened follows when it returns. */
  record ServerAway() implements ControlMessage {}

  /** relay → connector: the exposer ended the tunnel. */
  record Closed(String reason) implements ControlMessage {
    public Closed {
      Ranges.text(reason, "reason");
    }
  }

  /**
   * connector → exposer, passed on: datagrams of a new flow follow, for one of the targets. Hops
   * are the tunnels that they have been through before; missing for none.
   */
  record FlowOpened(int channel, int flow, int target, @MayBeMissing @Nullable Integer hops)
      implements ControlMessage {
    public FlowOpened {
      Ranges.number(channel, "channel");
      Ranges.number(flow, "flow");
      Ranges.number(target, "target");
      if (hops != null) {
        Ranges.number(hops, "hops");
        hops = hops == 0 ? null : hops;
      }
    }

    /** Of a program that is no side of WSocketRelay. */
    public FlowOpened(int channel, int flow, int target) {
      this(channel, flow, target, null);
    }

    /** The hops, also where they are missing. */
    public int hopsBefore() {
      return hops == null ? 0 : hops;
    }
  }

  /** connector ↔ exposer, passed on: the flow ended; answered with the same. */
  record FlowClosed(int channel, int flow) implements ControlMessage {
    public FlowClosed {
      Ranges.number(channel, "channel");
      Ranges.number(flow, "flow");
    }
  }

  /** both: answered with pong and the same t. */
  record Ping(long t) implements ControlMessage {}

  /** both: the answer to ping. */
  record Pong(long t) implements ControlMessage {}
}

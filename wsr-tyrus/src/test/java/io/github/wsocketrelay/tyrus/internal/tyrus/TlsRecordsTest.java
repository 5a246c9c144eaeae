package io.github.wsocketrelay.tyrus.internal.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.nullable;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.wsocketrelay.tyrus.faults.Certificate;
import io.github.wsocketrelay.tyrus.internal.testing.TlsEngines;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.CompletionHandler;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.asyncqueue.AsyncQueueIO;
import org.glassfish.grizzly.asyncqueue.AsyncQueueWriter;
import org.glassfish.grizzly.asyncqueue.MessageCloner;
import org.glassfish.grizzly.asyncqueue.WritableMessage;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.memory.HeapMemoryManager;
import org.glassfish.grizzly.nio.NIOConnection;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One end's records, with the JDK's engine at the other end, and no network. */
class TlsRecordsTest {
  private static final Certificate CERTIFICATE = Certificate.of("dns:relay.test");
  private static final int ENOUGH = 40;

  private final HeapMemoryManager memory = new HeapMemoryManager();
  private final NIOConnection connection = Connections.toNowhere();
  private final Deque<Runnable> nextWrites = new ArrayDeque<>();
  private final List<ByteBuffer> sent = new ArrayList<>();
  private final List<String> heard = new ArrayList<>();
  private boolean taken = true;
  private SSLEngine peer;
  private TlsRecords records;

  private final class Hearing
      extends EmptyCompletionHandler<WriteResult<WritableMessage, SocketAddress>> {
    private final String name;

    Hearing(String name) {
      this.name = name;
    }

    @Override
    public void completed(WriteResult<WritableMessage, SocketAddress> result) {
      heard.add(name);
    }

    @Override
    public void failed(Throwable cause) {
      heard.add(name + " failed");
    }
  }

  @BeforeEach
  @SuppressWarnings("unchecked") // what Grizzly's writers are
  void begin() throws Exception {
    TCPNIOTransport transport = mock(TCPNIOTransport.class);
    AsyncQueueIO<SocketAddress> queue = mock(AsyncQueueIO.class);
    AsyncQueueWriter<SocketAddress> writer = mock(AsyncQueueWriter.class);
    when(connection.getTransport()).thenReturn(transport);
    doAnswer(call -> memory).when(transport).getMemoryManager();
    when(transport.getAsyncQueueIO()).thenReturn(queue);
    when(queue.getWriter()).thenReturn(writer);
    doAnswer(
            call -> {
              write(call.getArgument(2), call.getArgument(3));
              return null;
            })
        .when(writer)
        .write(
            any(),
            nullable(SocketAddress.class),
            any(),
            nullable(CompletionHandler.class),
            nullable(MessageCloner.class));
    connect();
  }

  private void connect() throws Exception {
    X509ExtendedTrustManager trust = mock(X509ExtendedTrustManager.class);
    when(trust.getAcceptedIssuers()).thenReturn(new java.security.cert.X509Certificate[0]);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(CERTIFICATE.keyManagers(), new TrustManager[] {trust}, null);
    peer = context.createSSLEngine();
    peer.setUseClientMode(true);
    SSLEngine own = context.createSSLEngine();
    own.setUseClientMode(false);
    TlsEngines.shakeHands(peer, own);
    TlsRecords.begin(connection, own);
    records = TlsRecords.of(connection);
  }

  /** What Grizzly's writer does, or what a test has it do. */
  private void write(
      Buffer buffer, CompletionHandler<WriteResult<WritableMessage, SocketAddress>> written) {
    ByteBuffer bytes = ByteBuffer.allocate(buffer.remaining());
    buffer.get(bytes);
    sent.add(bytes.flip());
    if (taken) {
      written.completed(null);
    }
    if (!nextWrites.isEmpty()) {
      nextWrites.remove().run();
    }
  }

  private Buffer text(String text) {
    return Buffers.wrap(memory, text);
  }

  /** Has these records arrive. */
  private void arrive(ByteBuffer... some) throws SSLException {
    for (ByteBuffer one : some) {
      FilterChainContext context = mock(FilterChainContext.class);
      when(context.<Buffer>getMessage()).thenReturn(Buffers.wrap(memory, one));
      records.read(context);
    }
  }

  private ByteBuffer fromPeer(String text) throws SSLException {
    ByteBuffer record = ByteBuffer.allocate(peer.getSession().getPacketBufferSize());
    peer.wrap(ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII)), record);
    return record.flip();
  }

  private ByteBuffer newKeysFromPeer() throws SSLException {
    peer.beginHandshake();
    return fromPeer("");
  }

  /** All that was sent, as the peer reads it. */
  private String readByPeer() throws SSLException {
    StringBuilder text = new StringBuilder();
    for (ByteBuffer one : sent) {
      while (one.hasRemaining()) {
        ByteBuffer plain = ByteBuffer.allocate(20_000);
        peer.unwrap(one, plain);
        text.append(java.nio.charset.StandardCharsets.US_ASCII.decode(plain.flip()));
      }
    }
    return text.toString();
  }

  @Test
  void tellsOfAMessageWhoseWriteThrowsAndWritesTheNext() throws Exception {
    taken = false;
    nextWrites.add(
        () -> {
          taken = true;
          throw new IllegalStateException("no memory");
        });

    records.write(text("one"), new Hearing("one"));
    records.write(text("two"), new Hearing("two"));

    assertThat(heard).containsExactly("one failed", "two");
    assertThat(readByPeer()).isEqualTo("onetwo");
    verify(connection).terminateSilently();
  }

  @Test
  void writesWhatWaitsWhenAWriteThrowsForIt() throws Exception {
    nextWrites.add(
        () -> {
          records.write(text("two"), new Hearing("two")); // As another thread does.
          throw new IllegalStateException("after it was taken");
        });

    records.write(text("one"), new Hearing("one"));

    assertThat(heard).containsExactly("one", "two");
    assertThat(readByPeer()).isEqualTo("onetwo");
  }

  @Test
  void goesOnWhenWhoHearsOfAMessageThrows() throws Exception {
    records.write(
        text("one"),
        new EmptyCompletionHandler<>() {
          @Override
          public void completed(WriteResult<WritableMessage, SocketAddress> result) {
            throw new IllegalStateException("of whoever it was");
          }
        });
    records.write(text("two"), new Hearing("two"));

    assertThat(heard).containsExactly("two");
  }

  @Test
  void answersNewKeysOnceAndIsUnderstoodAfterwards() throws Exception {
    arrive(newKeysFromPeer());
    records.write(text("one"), new Hearing("one"));

    assertThat(sent).hasSize(2);
    assertThat(readByPeer()).isEqualTo("one");
  }

  /** The answer waits behind a write on another thread; data that comes is no fault of anyone. */
  @Test
  void takesManySmallRecordsWhileAnAnswerWaits() throws Exception {
    ByteBuffer newKeys = newKeysFromPeer();
    ByteBuffer[] data = new ByteBuffer[ENOUGH];
    for (int i = 0; i < ENOUGH; i++) {
      data[i] = fromPeer("x");
    }
    List<Throwable> failures = new ArrayList<>();
    nextWrites.add(
        () -> {
          try {
            arrive(newKeys);
            arrive(data);
          } catch (SSLException e) {
            failures.add(e);
          }
        });

    records.write(text("one"), new Hearing("one"));

    assertThat(failures).isEmpty();
    assertThat(sent).hasSize(2);
    records.write(text("two"), new Hearing("two"));
    assertThat(readByPeer()).isEqualTo("onetwo");
    verify(connection, never()).terminateSilently();
  }

  @Test
  void endsAPeerThatDoesNothingButChangeKeys() throws Exception {
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < ENOUGH; i++) {
                arrive(newKeysFromPeer());
              }
            })
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("without data");
  }

  @Test
  void endsAPeerThatSendsDataBetweenNewKeysAndDoesNotReadTheAnswers() throws Exception {
    taken = false;

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < ENOUGH; i++) {
                arrive(newKeysFromPeer(), fromPeer("x"));
              }
            })
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("not read");
  }

  @Test
  void staysWithAPeerThatReadsTheAnswersToItsNewKeys() throws Exception {
    for (int i = 0; i < ENOUGH; i++) {
      arrive(newKeysFromPeer(), fromPeer("x"));
      assertThat(readByPeer()).isEmpty();
    }

    records.write(text("one"), new Hearing("one"));

    assertThat(readByPeer()).isEqualTo("one");
  }
}

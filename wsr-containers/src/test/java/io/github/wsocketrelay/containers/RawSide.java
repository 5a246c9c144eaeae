package io.github.wsocketrelay.containers;

import io.github.wsocketrelay.ServerId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A connector by the JDK's own WebSocket client, which says nothing by itself. */
final class RawSide implements WebSocket.Listener {
  private static final int PATIENCE_SECONDS = 5;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final LinkedBlockingQueue<String> texts = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final WebSocket socket;

  RawSide(int port, String... headers) {
    String tag = ServerId.random().keys().tag();
    WebSocket.Builder handshake = HTTP.newWebSocketBuilder().subprotocols("wsr.v1");
    for (int i = 0; i < headers.length; i += 2) {
      handshake.header(headers[i], headers[i + 1]);
    }
    URI uri = URI.create("ws://127.0.0.1:" + port + "/relay/wsr/v1/connect/" + tag);
    socket = handshake.buildAsync(uri, this).join();
  }

  WebSocket socket() {
    return socket;
  }

  String hear() throws Exception {
    String text = texts.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (text == null) {
      throw new AssertionError("nothing came");
    }
    return text;
  }

  int closeCode() throws Exception {
    return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    texts.add(text.toString());
    return WebSocket.Listener.super.onText(from, text, last);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    closed.completeExceptionally(failure);
  }
}

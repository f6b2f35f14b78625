package io.dolake.sql.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dolake.common.error.DoLakeException;
import io.dolake.common.error.ErrorCode;
import io.dolake.sql.ClientActivity;
import io.dolake.sql.Notification;
import io.dolake.sql.NotificationReceiver;
import io.dolake.sql.OpenCursor;
import io.dolake.sql.SessionHost;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SessionNotificationsTest {
  private final NotificationHub hub = new NotificationHub();
  private final Client listening = new Client();
  private final SessionNotifications listener = new SessionNotifications(hub, listening);
  private final SessionNotifications first = new SessionNotifications(hub, new Client());
  private final SessionNotifications second = new SessionNotifications(hub, new Client());

  @Test
  void listenersAreToldInTheOrderOfCommitsWhateverIsDurableFirst() {
    listen("c");
    CompletableFuture<Void> firstDurable = new CompletableFuture<>();
    first.notify("c", "1");
    CompletableFuture<Void> firstTold = first.commit(() -> firstDurable);
    second.notify("c", "2");
    CompletableFuture<Void> secondTold = second.commit(SessionNotificationsTest::durable);
    assertThat(listening.payloads).isEmpty();
    assertThat(secondTold).isNotDone();
    firstDurable.complete(null);
    assertThat(firstTold).isCompleted();
    assertThat(secondTold).isCompleted();
    assertThat(listening.payloads).containsExactly("1", "2");
  }

  @Test
  void commitThatFailsTellsNothingAndHoldsNobodyUp() {
    listen("c");
    CompletableFuture<Void> refused = new CompletableFuture<>();
    first.notify("c", "1");
    CompletableFuture<Void> outcome = first.commit(() -> refused);
    second.notify("c", "2");
    second.commit(SessionNotificationsTest::durable);
    refused.completeExceptionally(
        new DoLakeException(ErrorCode.SERIALIZATION_FAILURE, "somebody was faster"));
    assertThat(listening.payloads).containsExactly("2");
    assertThatThrownBy(outcome::join).hasCauseInstanceOf(DoLakeException.class);
  }

  @Test
  void commitThatIsRefusedAtOnceTellsNothing() {
    listen("c");
    first.notify("c", "1");
    assertThatThrownBy(
            () ->
                first.commit(
                    () -> {
                      throw new IllegalStateException("refused");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(first.hasPending()).isFalse();
    second.notify("c", "2");
    second.commit(SessionNotificationsTest::durable);
    assertThat(listening.payloads).containsExactly("2");
  }

  @Test
  void sessionThatEndsBeforeItsListenIsDurableDoesNotListen() {
    CompletableFuture<Void> durable = new CompletableFuture<>();
    listener.listen("c");
    listener.commit(() -> durable);
    listener.close();
    durable.complete(null);
    first.notify("c", "1");
    first.commit(SessionNotificationsTest::durable);
    assertThat(listening.payloads).isEmpty();
    assertThat(listener.channels()).isEmpty();
  }

  @Test
  void rollbackToAMarkDropsWhatCameAfterAndForgetsThatItWasThere() {
    listen("c");
    first.notify("c", "1");
    int mark = first.mark();
    first.notify("c", "2");
    first.notify("c", "1");
    first.rollbackTo(mark);
    first.notify("c", "3");
    first.notify("c", "2");
    first.commit(SessionNotificationsTest::durable);
    assertThat(listening.payloads).containsExactly("1", "3", "2");
  }

  @Test
  void embeddedSessionNotifiesButCannotListen() {
    listen("c");
    SessionNotifications embedded = new SessionNotifications(hub, SessionHost.EMBEDDED);
    assertThatThrownBy(() -> embedded.listen("c"))
        .isInstanceOfSatisfying(
            DoLakeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.FEATURE_NOT_SUPPORTED));
    embedded.unlistenAll();
    assertThat(embedded.hasPending()).isFalse();
    embedded.notify("c", "from inside");
    embedded.commit(SessionNotificationsTest::durable);
    assertThat(listening.payloads).containsExactly("from inside");
  }

  @Test
  void usageIsThatOfTheSlowestListener() {
    assertThat(listener.queueUsage()).isZero();
    listen("c");
    assertThat(first.queueUsage()).isEqualTo(0.25);
  }

  private void listen(String channel) {
    listener.listen(channel);
    listener.commit(SessionNotificationsTest::durable);
  }

  private static CompletableFuture<Void> durable() {
    return CompletableFuture.completedFuture(null);
  }

  /** A connection whose client reads at once. */
  private static final class Client implements SessionHost, NotificationReceiver {
    final List<String> payloads = new ArrayList<>();

    @Override
    public void deliver(Notification notification) {
      payloads.add(notification.payload());
    }

    @Override
    public double fill() {
      return 0.25;
    }

    @Override
    public Optional<NotificationReceiver> notificationReceiver() {
      return Optional.of(this);
    }

    @Override
    public int processId() {
      return 1;
    }

    @Override
    public Optional<InetSocketAddress> clientAddress() {
      return Optional.empty();
    }

    @Override
    public Optional<InetSocketAddress> serverAddress() {
      return Optional.empty();
    }

    @Override
    public Instant serverStart() {
      return Instant.EPOCH;
    }

    @Override
    public List<ClientActivity> activity() {
      return List.of();
    }

    @Override
    public List<OpenCursor> cursors() {
      return List.of();
    }

    @Override
    public boolean cancel(int processId) {
      return false;
    }

    @Override
    public boolean terminate(int processId) {
      return false;
    }
  }
}

package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.ResourceSpec;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What the handlers of one configured provider share.
final class Session implements AutoCloseable {
  private final Cloud cloud;
  private final Timing timing;
  private final Client client;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final Map<String, Optional<Value>> answers = new ConcurrentHashMap<>();
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

  Session(Cloud cloud, Timing timing, Redaction redaction, Paces paces) {
    this.cloud = cloud;
    this.timing = timing;
    this.client = new Client(cloud, timing, redaction, paces);
  }

  Client client() {
    return client;
  }

  Timing timing() {
    return timing;
  }

  /// What exists, for checks of plans on `spec`.
  Hook.Questions questions(ResourceSpec spec) {
    return path ->
        answers.computeIfAbsent(
            spec.service() + " " + path, _ -> Requests.question(spec, path, this));
  }

  /// The same, asked anew each time.
  Hook.Questions currentQuestions(ResourceSpec spec) {
    return path -> Requests.question(spec, path, this);
  }

  /// How `service` is called.
  Cloud.Service service(String service) {
    Cloud.Service found = cloud.services().get(service);
    if (found == null) {
      throw new IllegalStateException(
          cloud.title() + " has no service " + service + ". This is a bug in Groma.");
    }
    return found;
  }

  /// The parameter that makes a call a trial, or null when the cloud has none.
  @Nullable String trialParameter() {
    return cloud.trialParameter();
  }

  /// What the calls so far warn of; each warning is given once.
  List<Diagnostic> takeWarnings() {
    return client.takeWarnings();
  }

  /// The title of the cloud.
  String title() {
    return cloud.title();
  }

  SortedMap<String, Value> context() {
    return cloud.context();
  }

  /// The header `User-Agent`.
  String userAgent() {
    return cloud.userAgent();
  }

  /// The lock of the objects with that key.
  ReentrantLock lock(String key) {
    return locks.computeIfAbsent(key, _ -> new ReentrantLock());
  }

  void stop() {
    stopped.set(true);
  }

  boolean isStopped() {
    return stopped.get();
  }

  @Override
  public void close() {
    client.close();
  }
}

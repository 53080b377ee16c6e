package dev.groma.state.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.LockInfo;
import dev.groma.state.format.LockInfoFormat;
import dev.groma.state.store.Locks;
import dev.groma.state.store.Place;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A lock that is an object, made under the condition that there is none, as Terraform's
/// `use_lockfile` has it: the JSON that describes the holder.
///
/// A lock of ours says besides how long it is good for, `"Lease"` in seconds, and is written anew
/// before. One that was not is taken over by the next who wants it; by the clock of the server,
/// which dates both the object and its answers. One of Terraform's is good for ever.
final class ObjectLock implements Place.Hold {
  /// How long a lock is good for.
  static final Duration LEASE = Duration.ofSeconds(60);

  private static final Pattern LEASED = Pattern.compile("\"Lease\":\"([0-9]{1,6})\"");

  private final S3Client client;
  private final String key;
  private final String name;
  private final Runnable fence;
  private final AtomicReference<@Nullable Mine> mine = new AtomicReference<>();

  /// The lock as this run has written it last.
  ///
  /// @param turn how often
  private record Mine(LockInfo info, long turn, String tag) {}

  /// The lock `key` of the state `name`; `fence` keeps whoever held it before from writing.
  ObjectLock(S3Client client, String key, String name, Runnable fence) {
    this.client = client;
    this.key = key;
    this.name = name;
    this.fence = fence;
  }

  private static byte[] text(LockInfo info, long turn) {
    String json = LockInfoFormat.write(info);
    return (json.substring(0, json.length() - 1)
            + ",\"Lease\":\""
            + LEASE.toSeconds()
            + "\",\"Turn\":\""
            + turn
            + "\"}")
        .getBytes(UTF_8);
  }

  /// Tries to take the lock.
  Place.Grab take(LockInfo holder) {
    if (write(holder, 0, new S3Client.Absent())) {
      return new Place.Taken(this, null);
    }
    S3Client.Found found = client.get(key, null, false);
    if (found == null) {
      return new Place.Other(null, "It was given back just now.");
    }
    LockInfo other = info(found);
    Optional<Duration> lease = lease(found);
    if (lease.isEmpty() || other == null) {
      return new Place.Other(other, "The lock is the object " + client.place(key) + ".");
    }
    if (found.age().compareTo(lease.get()) <= 0) {
      return new Place.Other(
          other, "It showed life " + Math.max(0, found.age().toSeconds()) + " seconds ago.");
    }
    if (!write(holder, 0, new S3Client.Tagged(found.tag()))) {
      return new Place.Other(other, "");
    }
    fence.run();
    return new Place.Taken(this, other);
  }

  private static @Nullable LockInfo info(S3Client.Found found) {
    return LockInfoFormat.read(new String(found.bytes(), UTF_8)).orElse(null);
  }

  private static Optional<Duration> lease(S3Client.Found found) {
    Matcher matcher = LEASED.matcher(new String(found.bytes(), UTF_8));
    return matcher.find()
        ? Optional.of(Duration.ofSeconds(Long.parseLong(matcher.group(1))))
        : Optional.empty();
  }

  /// Writes the lock; an answer that was lost is found out by reading.
  private boolean write(LockInfo holder, long turn, S3Client.Condition condition) {
    byte[] bytes = text(holder, turn);
    String tag =
        switch (client.put(key, bytes, condition)) {
          case S3Client.Written w -> w.tag();
          case S3Client.Refused _ -> null;
          case S3Client.Lost lost -> {
            S3Client.Found found = client.get(key, null, false);
            if (found == null) {
              throw lost.why();
            }
            yield java.util.Arrays.equals(found.bytes(), bytes) ? found.tag() : null;
          }
        };
    if (tag == null) {
      return false;
    }
    mine.set(new Mine(holder, turn, tag));
    return true;
  }

  @Override
  public boolean renew() {
    Mine held = mine.get();
    return held != null && write(held.info, held.turn + 1, new S3Client.Tagged(held.tag));
  }

  @Override
  public void release() {
    // Nobody takes it over between the renewal and the deletion, since it is good for a while then.
    if (renew()) {
      client.delete(key);
    }
    mine.set(null);
  }

  /// Takes the lock `id` away from its holder.
  Optional<Diagnostic> end(String id) {
    S3Client.Found found = client.get(key, null, false);
    if (found == null) {
      return Optional.of(Locks.notLocked(name));
    }
    LockInfo other = info(found);
    if (other == null || !other.id().equals(id)) {
      return Optional.of(Locks.otherLock(name, id, other == null ? "(unreadable)" : other.id()));
    }
    LockInfo breaker =
        new LockInfo(
            id,
            "force-unlock",
            other.info(),
            other.who(),
            other.version(),
            other.created(),
            other.path());
    byte[] bytes = text(breaker, -1);
    if (!(client.put(key, bytes, new S3Client.Tagged(found.tag())) instanceof S3Client.Written)) {
      // Renewed just now.
      return end(id);
    }
    fence.run();
    client.delete(key);
    return Optional.empty();
  }
}

package dev.groma.state.store.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.LockInfo;
import dev.groma.state.format.LockInfoFormat;
import dev.groma.state.store.Place;
import dev.groma.state.store.StorageException;
import dev.groma.state.store.web.NoAnswerException;
import dev.groma.state.store.web.Reply;
import dev.groma.state.store.web.Web;
import dev.groma.state.store.web.WebTrouble;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A state behind an address that speaks the protocol of Terraform's backend `http`.
///
/// 1. The protocol cannot replace a state only if it is still the same. Whoever writes has looked
///    at it just before; the lock does the rest, whose ID goes with each write, so that a server
///    that compares it, as GitLab does, keeps everybody else out.
/// 2. It has no journal. That is in a file on this machine; and the state is uploaded from time to
///    time during a run, each time with what is under way in the further member `groma_journal`,
///    which other programs pass over.
final class HttpPlace implements Place {
  private static final Pattern JOURNAL =
      Pattern.compile("\"groma_journal\"\\s*:\\s*\"([A-Za-z0-9+/=]*)\"");
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Addresses addresses;
  private final Web web;
  private final LocalLog log;
  private final Duration uploads;
  private volatile @Nullable LockInfo held;

  HttpPlace(Addresses addresses, Web web, LocalLog log, Duration uploads) {
    this.addresses = addresses;
    this.web = web;
    this.log = log;
    this.uploads = uploads;
  }

  /// Where requests go.
  ///
  /// @param state the address of the state
  /// @param update the method that writes it
  /// @param lock the address that takes the lock, or null
  /// @param lockMethod the method that does
  /// @param unlock the address that gives it back, or null
  /// @param unlockMethod the method that does
  /// @param authorization the header of that name, or null
  record Addresses(
      URI state,
      String update,
      @Nullable URI lock,
      String lockMethod,
      @Nullable URI unlock,
      String unlockMethod,
      @Nullable String authorization) {
    /// The state in messages: without what may be secret in a query or before the host.
    String name() {
      return state.getScheme()
          + "://"
          + state.getHost()
          + (state.getPort() < 0 ? "" : ":" + state.getPort())
          + (state.getRawPath() == null ? "" : state.getRawPath());
    }

    @Override
    public String toString() {
      return name();
    }
  }

  @Override
  public String name() {
    return addresses.name();
  }

  private Reply send(String method, URI address, byte @Nullable [] body) throws NoAnswerException {
    return web.send(() -> {
      HttpRequest.Builder builder =
          HttpRequest.newBuilder(address)
              .timeout(TIMEOUT)
              .method(
                  method,
                  body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
      if (addresses.authorization != null) {
        builder.header("Authorization", addresses.authorization);
      }
      if (body != null) {
        builder.header("Content-Type", "application/json");
        builder.header("Content-MD5", md5(body));
      }
      return builder.build();
    });
  }

  private static String md5(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  private StorageException refused(String doing, Reply reply) {
    return new StorageException(WebTrouble.refused(name(), doing, reply), null);
  }

  @Override
  public @Nullable Stored load() {
    try {
      Reply reply = send("GET", addresses.state, null);
      boolean none = reply.status() == 204 || reply.status() == 404;
      if (!none && reply.status() != 200) {
        throw refused("reading", reply);
      }
      if (none || reply.body().length == 0) {
        log.uploaded(new byte[0]);
        return null;
      }
      String sum = md5(reply.body());
      String said = reply.header("Content-MD5");
      if (!said.isEmpty() && !said.equals(sum)) {
        throw new StorageException(torn(), null);
      }
      Matcher journal = JOURNAL.matcher(reply.text());
      log.uploaded(journal.find() ? Base64.getDecoder().decode(journal.group(1)) : new byte[0]);
      return new Stored(reply.body(), sum);
    } catch (NoAnswerException e) {
      throw WebTrouble.unanswered(name(), e);
    }
  }

  private Diagnostic torn() {
    return Diagnostic.error(
        "state.torn",
        "The state was damaged on its way",
        "What "
            + name()
            + " sent does not have the digest in its header Content-MD5. Run the same command"
            + " again; when it happens every time, look at what is between here and there.");
  }

  @Override
  public Put put(Draft draft, @Nullable Stored over) {
    LockInfo lock = held;
    byte[] body = draft.journal().length == 0 ? draft.bytes() : withJournal(draft);
    try {
      Reply reply = send(addresses.update, lock == null ? addresses.state : withId(lock), body);
      if (reply.isOk()) {
        return new Kept();
      }
      if (reply.isRepeated() || reply.isDoubtful()) {
        return new Unknown(WebTrouble.refused(name(), "writing", reply));
      }
      if (reply.status() == 409 || reply.status() == 423) {
        throw new StorageException(locked(reply), null);
      }
      throw refused("writing", reply);
    } catch (NoAnswerException e) {
      if (e.mayHaveArrived()) {
        return new Unknown(WebTrouble.noAnswer(name(), e));
      }
      throw WebTrouble.unanswered(name(), e);
    }
  }

  private static byte[] withJournal(Draft draft) {
    String state = new String(draft.bytes(), UTF_8).stripTrailing();
    String journal = Base64.getEncoder().encodeToString(draft.journal());
    return (state.substring(0, state.length() - 1).stripTrailing()
            + ",\n  \"groma_journal\": \""
            + journal
            + "\"\n}\n")
        .getBytes(UTF_8);
  }

  /// The address of the state with the ID of the lock.
  private URI withId(LockInfo lock) {
    String address = addresses.state.toString();
    String id = java.net.URLEncoder.encode(lock.id(), UTF_8);
    return URI.create(address + (addresses.state.getRawQuery() == null ? "?" : "&") + "ID=" + id);
  }

  private Diagnostic locked(Reply reply) {
    LockInfo other = holder(reply);
    return Diagnostic.error(
        "state.lock-lost",
        "The state lock was lost",
        name()
            + " does not take the state (HTTP status "
            + reply.status()
            + "), since this run does not hold the lock"
            + (other == null ? "" : "; it is held by " + other.who() + ", lock ID " + other.id())
            + ". It was given to another run, or taken away by force-unlock. What this run did is"
            + " in the journal "
            + log.file()
            + ". Run the same command again when the other run is finished.");
  }

  private static @Nullable LockInfo holder(Reply reply) {
    return LockInfoFormat.read(reply.text()).orElse(null);
  }

  @Override
  public Log log() {
    return log;
  }

  @Override
  public Grab lock(LockInfo holder) {
    if (addresses.lock == null) {
      return taken(holder);
    }
    try {
      Reply reply =
          send(addresses.lockMethod, addresses.lock, LockInfoFormat.write(holder).getBytes(UTF_8));
      if (reply.isOk()) {
        return taken(holder);
      }
      if (reply.status() != 423 && reply.status() != 409) {
        throw refused("locking", reply);
      }
      LockInfo other = holder(reply);
      // An earlier attempt, whose answer was lost, has taken it.
      return reply.isRepeated() && other != null && other.id().equals(holder.id())
          ? taken(holder)
          : new Other(other, "");
    } catch (NoAnswerException e) {
      throw WebTrouble.unanswered(name(), e);
    }
  }

  private Taken taken(LockInfo holder) {
    log.fence();
    held = addresses.lock == null ? null : holder;
    return new Taken(new HttpHold(holder), null);
  }

  private final class HttpHold implements Hold {
    private final LockInfo holder;

    private HttpHold(LockInfo holder) {
      this.holder = holder;
    }

    @Override
    public boolean renew() {
      return log.isOurs();
    }

    @Override
    public void release() {
      held = null;
      unlock(holder);
    }
  }

  private @Nullable Reply unlock(LockInfo holder) {
    if (addresses.unlock == null) {
      return null;
    }
    try {
      return send(
          addresses.unlockMethod, addresses.unlock, LockInfoFormat.write(holder).getBytes(UTF_8));
    } catch (NoAnswerException e) {
      throw WebTrouble.unanswered(name(), e);
    }
  }

  @Override
  public Optional<Diagnostic> breakLock(String id) {
    Reply reply = unlock(new LockInfo(id, "", "", "", "", Instant.EPOCH, ""));
    if (reply == null) {
      return Optional.of(
          Diagnostic.error(
              "state.not-locked",
              "The state is not locked",
              "The backend \"http\" has no \"unlock_address\", so nobody can hold a lock of "
                  + name()
                  + "."));
    }
    if (!reply.isOk()) {
      return Optional.of(WebTrouble.refused(name(), "unlocking", reply));
    }
    log.fence();
    return Optional.empty();
  }

  @Override
  public @Nullable Versions versions() {
    return null;
  }

  @Override
  public @Nullable Duration heartbeat() {
    return null;
  }

  @Override
  public @Nullable Duration uploads() {
    return uploads;
  }
}

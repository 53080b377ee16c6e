package dev.groma.state.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.LockInfo;
import dev.groma.state.store.ChunkLog;
import dev.groma.state.store.History;
import dev.groma.state.store.Place;
import dev.groma.state.store.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The state in one object of a bucket, with these beside it: `KEY.tflock`, the lock;
/// `KEY.journal/NUMBER`, the chunks of the journal; `KEY.history/…`, versions before, where the
/// bucket does not keep versions itself.
///
/// Everything is written under a condition. A run that takes a lock over writes the next chunk of
/// the journal and gives the state another tag; so nothing that the one before it has still under
/// way takes effect.
final class S3Place implements Place, ChunkLog.Chunks, Place.Versions {
  private static final Pattern SERIAL = Pattern.compile("\"serial\": *([0-9]+)");
  private static final String NUMBER = "%016d";
  private static final int ATTEMPTS = 5;
  private static final int AT_ONCE = 8;

  private final S3Client client;
  private final String key;
  private final int versions;
  private final UUID writer;
  private final String name;
  private final ChunkLog log;
  private final ObjectLock lock;
  private final AtomicBoolean conditional = new AtomicBoolean();
  private @Nullable Boolean versioned;

  S3Place(S3Client client, String key, int versions, UUID writer) {
    this.client = client;
    this.key = key;
    this.versions = versions;
    this.writer = writer;
    name = client.place(key);
    log = new ChunkLog(name, this, writer);
    lock = new ObjectLock(client, key + ".tflock", name, this::fence);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public @Nullable Stored load() {
    S3Client.Found found = client.get(key, null, false);
    return found == null ? null : new Stored(found.bytes(), found.tag());
  }

  @Override
  public Put put(Draft draft, @Nullable Stored over) {
    requireConditions();
    if (over != null && over.bytes().length > 1 && versions > 0 && !isVersioned()) {
      keep(over);
    }
    return switch (client.put(key, draft.bytes(), condition(over))) {
      case S3Client.Written _ -> new Kept();
      case S3Client.Refused _ -> new Changed();
      case S3Client.Lost lost -> new Unknown(lost.why().diagnostic());
    };
  }

  private static S3Client.Condition condition(@Nullable Stored over) {
    return over == null ? new S3Client.Absent() : new S3Client.Tagged(over.tag());
  }

  /// Makes sure, once, that the server keeps to conditions: one that does not know them may write
  /// all the same.
  private void requireConditions() {
    if (conditional.get()) {
      return;
    }
    String probe = key + ".tflock.probe-" + writer;
    client.put(probe, "{}".getBytes(UTF_8), null);
    try {
      requireRefused(probe, new S3Client.Absent(), "If-None-Match: *");
      requireRefused(probe, new S3Client.Tagged("\"" + "0".repeat(32) + "\""), "If-Match");
    } finally {
      client.delete(probe);
    }
    conditional.set(true);
  }

  private void requireRefused(String probe, S3Client.Condition condition, String header) {
    if (client.put(probe, "{ }".getBytes(UTF_8), condition) instanceof S3Client.Written) {
      throw new StorageException(S3Trouble.noConditions(name, header), null);
    }
  }

  /// Keeps whoever held the lock before from writing.
  private void fence() {
    log.fence();
    for (int i = 0; i < ATTEMPTS; i++) {
      Stored stored = load();
      byte[] bytes = stored == null ? new byte[0] : touched(stored.bytes());
      if (client.put(key, bytes, condition(stored)) instanceof S3Client.Written) {
        return;
      }
    }
    throw new StorageException(
        Diagnostic.error(
            "state.busy",
            "The state changes all the time",
            "The lock of "
                + name
                + " cannot be taken over, since somebody writes to the state without it. Find out"
                + " who, and run the same command again."),
        null);
  }

  /// The same state, laid out a little differently.
  private static byte[] touched(byte[] bytes) {
    int end = bytes.length;
    if (end > 1 && bytes[end - 1] == '\n' && bytes[end - 2] == '\n') {
      return Arrays.copyOf(bytes, end - 1);
    }
    byte[] longer = Arrays.copyOf(bytes, end + 1);
    longer[end] = '\n';
    return longer;
  }

  @Override
  public Log log() {
    return log;
  }

  private String chunk(long number) {
    return key + ".journal/" + String.format(NUMBER, number);
  }

  @Override
  public SortedMap<Long, byte[]> all() {
    for (int i = 0; i < ATTEMPTS; i++) {
      List<Long> numbers = new ArrayList<>();
      String prefix = key + ".journal/";
      for (S3Client.Listed listed : client.list(prefix)) {
        numbers.add(Long.parseLong(listed.key().substring(prefix.length())));
      }
      List<S3Client.@Nullable Found> found =
          atOnce(numbers, number -> client.get(chunk(number), null, false));
      if (!found.contains(null)) {
        SortedMap<Long, byte[]> chunks = new TreeMap<>();
        for (int j = 0; j < numbers.size(); j++) {
          S3Client.Found one = found.get(j);
          chunks.put(numbers.get(j), one == null ? new byte[0] : one.bytes());
        }
        return chunks;
      }
      // A commit has deleted some of them meanwhile.
    }
    throw new StorageException(
        Diagnostic.error(
            "state.busy",
            "The state changes all the time",
            "The journal of " + name + " changes faster than it can be read. Try again."),
        null);
  }

  private static <A, B extends @Nullable Object> List<B> atOnce(
      List<A> arguments, Function<A, B> work) {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<CompletableFuture<B>> all = new ArrayList<>();
      for (A argument : arguments) {
        all.add(CompletableFuture.supplyAsync(() -> work.apply(argument), threads));
      }
      List<B> results = new ArrayList<>();
      all.forEach(one -> results.add(one.join()));
      return results;
    } catch (CompletionException e) {
      throw e.getCause() instanceof StorageException s ? s : e;
    }
  }

  @Override
  public byte @Nullable [] find(long number) {
    S3Client.Found found = client.get(chunk(number), null, false);
    return found == null ? null : found.bytes();
  }

  @Override
  public boolean create(long number, byte[] bytes) {
    requireConditions();
    return switch (client.put(chunk(number), bytes, new S3Client.Absent())) {
      case S3Client.Written _ -> true;
      case S3Client.Refused _ -> false;
      case S3Client.Lost lost -> {
        byte[] there = find(number);
        if (there == null) {
          throw lost.why();
        }
        yield Arrays.equals(there, bytes);
      }
    };
  }

  @Override
  public boolean goesOnAfter(long number) {
    return !client.list(key + ".journal/", chunk(number)).isEmpty();
  }

  @Override
  public void delete(long first, long end) {
    for (long number = first; number < end; number++) {
      client.delete(chunk(number));
    }
  }

  @Override
  public Grab lock(LockInfo holder) {
    requireConditions();
    return lock.take(holder);
  }

  @Override
  public Optional<Diagnostic> breakLock(String id) {
    requireConditions();
    return lock.end(id);
  }

  @Override
  public Duration heartbeat() {
    return ObjectLock.LEASE.dividedBy(3);
  }

  @Override
  public @Nullable Duration uploads() {
    return null;
  }

  private boolean isVersioned() {
    Boolean known = versioned;
    if (known == null) {
      known = client.isVersioned();
      versioned = known;
    }
    return known;
  }

  // ---- history ----

  private String historical(long serial, String tag) {
    return key
        + ".history/"
        + String.format(NUMBER, serial)
        + "-"
        + tag.replaceAll("[^0-9A-Za-z]", "");
  }

  private static long serial(byte[] state) {
    String start = new String(state, 0, Math.min(state.length, 1024), UTF_8);
    Matcher matcher = SERIAL.matcher(start);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  /// Copies what is about to be replaced, and deletes what is too old.
  private void keep(Stored over) {
    client.put(historical(serial(over.bytes()), over.tag()), over.bytes(), new S3Client.Absent());
    List<S3Client.Listed> all = kept();
    for (S3Client.Listed old : all.subList(Math.min(versions, all.size()), all.size())) {
      client.delete(old.key());
    }
  }

  /// The copies, the newest first.
  private List<S3Client.Listed> kept() {
    List<S3Client.Listed> all = new ArrayList<>(client.list(key + ".history/"));
    all.sort(
        Comparator.comparing(S3Client.Listed::changed)
            .thenComparing(S3Client.Listed::key)
            .reversed());
    return all;
  }

  @Override
  public @Nullable Versions versions() {
    return versions == 0 ? null : this;
  }

  @Override
  public List<History.Version> list() {
    List<History.Version> all = new ArrayList<>();
    if (isVersioned()) {
      for (S3Client.Listed listed : client.versions(key)) {
        S3Client.Found start = client.get(key, listed.version(), true);
        if (start != null && all.size() <= versions) {
          all.add(
              new History.Version(
                  "v-" + listed.version(), serial(start.bytes()), listed.changed(), listed.size()));
        }
      }
      return all;
    }
    S3Client.Found current = client.get(key, null, false);
    String copy = "";
    if (current != null && current.bytes().length > 1) {
      long serial = serial(current.bytes());
      copy = historical(serial, current.tag());
      all.add(new History.Version("current", serial, current.changed(), current.bytes().length));
    }
    for (S3Client.Listed listed : kept()) {
      if (!listed.key().equals(copy)) {
        String id = listed.key().substring((key + ".history/").length());
        long serial = Long.parseLong(id.substring(0, id.indexOf('-')));
        all.add(new History.Version(id, serial, listed.changed(), listed.size()));
      }
    }
    return all;
  }

  @Override
  public byte @Nullable [] load(String id) {
    S3Client.Found found =
        id.equals("current")
            ? client.get(key, null, false)
            : id.startsWith("v-")
                ? client.get(key, id.substring(2), false)
                : client.get(key + ".history/" + id, null, false);
    return found == null ? null : found.bytes();
  }

  /// Deletes the state and everything beside it.
  void deleteAll() {
    client.delete(key);
    for (String part : List.of(".journal/", ".history/")) {
      client.list(key + part).forEach(listed -> client.delete(listed.key()));
    }
    client.delete(key + ".tflock");
  }
}

package dev.groma.state.crypto;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Seals what is stored and opens it again. Used by many threads at once.
///
/// 1. What is sealed names its suite and how its key is derived, never the key: [Header].
/// 2. It is bound to a [Purpose], to a workspace and to a text of the caller's, so that it cannot
///    be put elsewhere.
/// 3. New things are sealed by one method; what any of the methods has sealed is opened.
/// 4. Each run derives keys of its own from a fresh salt, so random nonces do not meet.
/// 5. The nonce of a [Purpose#FIELD] is derived from the value and its place, and its salt goes on
///    from run to run where [#adopt] is called: what has not changed is sealed to the same text, so
///    that states can be compared. It shows that a value is what it was, and nothing else.
public final class Encryption implements AutoCloseable {
  /// Nothing is encrypted.
  public static final Encryption NONE =
      new Encryption(null, Granularity.WHOLE, List.of(), true, () -> 0);

  /// How much of a state is encrypted. Journals and plans always are as a whole.
  public enum Granularity {
    /// All of it.
    WHOLE,
    /// Each sensitive value by itself; the rest can be read and compared.
    FIELDS
  }

  private final @Nullable Method method;
  private final Granularity granularity;
  private final List<Method> all;
  private final boolean readsPlain;
  private final RandomGenerator random;
  private final Keyring ring;
  private final @Nullable String workspace;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Header header;

  /// An encryption with a ring of its own; see the other.
  public Encryption(
      @Nullable Method method,
      Granularity granularity,
      List<Method> fallbacks,
      boolean readsPlain,
      RandomGenerator random) {
    this(method, granularity, fallbacks, readsPlain, random, new Keyring());
  }

  /// @param method what new things are sealed by; null for not at all
  /// @param fallbacks what older things may be sealed by besides
  /// @param readsPlain whether things that are not encrypted are read
  /// @param random a source of randomness that nobody can predict
  /// @param ring keeps the keys
  public Encryption(
      @Nullable Method method,
      Granularity granularity,
      List<Method> fallbacks,
      boolean readsPlain,
      RandomGenerator random,
      Keyring ring) {
    this(
        method,
        granularity,
        method == null
            ? List.copyOf(fallbacks)
            : Stream.concat(Stream.of(method), fallbacks.stream()).toList(),
        readsPlain,
        random,
        ring,
        "");
  }

  private Encryption(
      @Nullable Method method,
      Granularity granularity,
      List<Method> all,
      boolean readsPlain,
      RandomGenerator random,
      Keyring ring,
      @Nullable String workspace) {
    this.method = method;
    this.granularity = granularity;
    this.all = all;
    this.readsPlain = readsPlain;
    this.random = random;
    this.ring = ring;
    this.workspace = workspace;
  }

  /// The same for what belongs to `name`, a workspace: what belongs to another one is not opened.
  public Encryption in(String name) {
    return all.isEmpty() || workspace == null
        ? this
        : new Encryption(method, granularity, all, readsPlain, random, ring, name);
  }

  /// The same for what may belong to any workspace: [#in] changes nothing then.
  public Encryption anywhere() {
    return all.isEmpty()
        ? this
        : new Encryption(method, granularity, all, readsPlain, random, ring, null);
  }

  /// The same for something that the user names: it may belong to any workspace, and not be
  /// encrypted.
  public Encryption forGiven() {
    return all.isEmpty() ? this : new Encryption(method, granularity, all, true, random, ring, "");
  }

  /// Whether new things are sealed.
  public boolean isOn() {
    return method != null;
  }

  /// Whether there is any key, to seal or to open.
  public boolean isConfigured() {
    return !all.isEmpty();
  }

  /// Whether new states are sealed as a whole.
  public boolean isWhole() {
    return method != null && granularity == Granularity.WHOLE;
  }

  /// Whether only the sensitive values of new states are sealed.
  public boolean isByField() {
    return method != null && granularity == Granularity.FIELDS;
  }

  /// Whether things that are not encrypted are read.
  public boolean readsPlain() {
    return readsPlain;
  }

  /// How new things are sealed, for [#open]. The same text for all things of this run.
  ///
  /// @throws IllegalStateException when nothing is sealed
  public String header() {
    return current().text();
  }

  /// Goes on with the salt of `headerText`, under which something was sealed before. Returns false
  /// when new things are not sealed that way.
  public boolean adopt(String headerText) {
    Optional<Header> before = Header.parse(headerText);
    if (method == null || before.isEmpty() || !isAsNew(before.get())) {
      return false;
    }
    Header under = before.get();
    try {
      if (!under.workspace().equals(here()) || !fits(method, under)) {
        return false;
      }
    } catch (Custodian.NoKeyException _) {
      return false;
    }
    lock.lock();
    try {
      header = header == null ? under : header;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Whether what stands under `under` is sealed in the way of new things, but for the key.
  private boolean isAsNew(Header under) {
    return method != null
        && under.suite() == method.suite()
        && under.key().equals(method.key().word())
        && (!(method.key() instanceof KeySource.Passphrase p)
            || under.stretch().cost().equals(p.cost()));
  }

  /// `plain`, sealed for `purpose` and bound to `context`: a nonce, the encrypted bytes and their
  /// tag.
  ///
  /// @throws IllegalStateException when nothing is sealed
  public byte[] seal(Purpose purpose, String context, byte[] plain) {
    Method by = require();
    Header under = current();
    byte[] bound = bound(under, purpose, context);
    byte[] nonce = new byte[Suite.NONCE];
    try {
      if (purpose == Purpose.FIELD) {
        nonce = by.suite().digest(key(by, under, "nonce"), bound, plain, Suite.NONCE);
      } else {
        random.nextBytes(nonce);
      }
      byte[] sealed = by.suite().seal(key(by, under, purpose.word()), nonce, bound, plain);
      byte[] whole = Arrays.copyOf(nonce, nonce.length + sealed.length);
      System.arraycopy(sealed, 0, whole, nonce.length, sealed.length);
      return whole;
    } catch (Custodian.NoKeyException e) {
      throw new IllegalStateException("the key was there before", e);
    }
  }

  /// Opens `sealed`, which was sealed under `headerText` for `purpose` and bound to `context`.
  public Opened open(String headerText, Purpose purpose, String context, byte[] sealed) {
    Optional<Header> parsed = Header.parse(headerText);
    if (parsed.isEmpty()) {
      return new Opened.Unknown();
    }
    Header under = parsed.get();
    Opened otherwise = new Opened.WrongKey();
    for (Method by : all) {
      try {
        if (by.suite() == under.suite()
            && by.key().word().equals(under.key())
            && by.key().custodian().knows(under.ticket())
            && fits(by, under)) {
          return opened(by, under, purpose, context, sealed);
        }
      } catch (Custodian.NoKeyException e) {
        otherwise = new Opened.NoKey(String.valueOf(e.getMessage()));
      }
    }
    return otherwise;
  }

  private Opened opened(Method by, Header under, Purpose purpose, String context, byte[] sealed)
      throws Custodian.NoKeyException {
    if (!here().isEmpty() && !under.workspace().isEmpty() && !under.workspace().equals(here())) {
      return new Opened.Elsewhere(under.workspace());
    }
    if (sealed.length < Suite.NONCE) {
      return new Opened.Damaged();
    }
    boolean stale = !by.equals(method) || !isAsNew(under);
    return by.suite()
        .open(
            key(by, under, purpose.word()),
            Arrays.copyOf(sealed, Suite.NONCE),
            bound(under, purpose, context),
            Arrays.copyOfRange(sealed, Suite.NONCE, sealed.length))
        .<Opened>map(plain -> new Opened.Plain(plain, stale))
        .orElseGet(Opened.Damaged::new);
  }

  /// The workspace; empty when it does not matter.
  private String here() {
    return workspace == null ? "" : workspace;
  }

  private Method require() {
    if (method == null) {
      throw new IllegalStateException("nothing is to be sealed");
    }
    return method;
  }

  private Header current() {
    Method by = require();
    lock.lock();
    try {
      if (header == null) {
        byte[] salt = new byte[Header.SALT];
        random.nextBytes(salt);
        String ticket = by.key().custodian().current().ticket();
        KeySource.Stretch stretch = ring.stretch(by.key(), ticket, random);
        Header bare =
            new Header(
                by.suite(), by.key().word(), stretch, ticket, Header.base64(salt), "", here());
        header = bare.withCheck(check(by, bare));
      }
      return header;
    } catch (Custodian.NoKeyException e) {
      throw new IllegalStateException("a custodian gives again what it gave out in the run", e);
    } finally {
      lock.unlock();
    }
  }

  private boolean fits(Method by, Header under) throws Custodian.NoKeyException {
    return MessageDigest.isEqual(
        check(by, under).getBytes(StandardCharsets.US_ASCII),
        under.check().getBytes(StandardCharsets.US_ASCII));
  }

  private String check(Method by, Header under) throws Custodian.NoKeyException {
    return Header.base64(ring.key(by.key(), under, "check", Header.CHECK));
  }

  private byte[] key(Method by, Header under, String use) throws Custodian.NoKeyException {
    return ring.key(by.key(), under, use, by.suite().keyBytes());
  }

  private static byte[] bound(Header under, Purpose purpose, String context) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(under.bytes());
    out.write('\n');
    out.writeBytes(purpose.word().getBytes(StandardCharsets.US_ASCII));
    out.write('\n');
    out.writeBytes(context.getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }

  /// Overwrites the keys; nothing can be sealed or opened any more.
  @Override
  public void close() {
    ring.close();
  }
}

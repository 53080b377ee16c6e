package dev.groma.state.crypto;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Seals what is stored and opens it again. Used by many threads at once.
///
/// 1. What is sealed names its suite and how its key is derived, never the key: [Header].
/// 2. It is bound to a [Purpose] and to a text of the caller's, so that it cannot be put elsewhere.
/// 3. New things are sealed by one method; what any of the methods has sealed is opened.
/// 4. Each run derives keys of its own from a fresh salt, so random nonces do not meet.
/// 5. The nonce of a [Purpose#FIELD] is derived from the value and its place, and its salt goes on
///    from run to run where [#adopt] is called: what has not changed is sealed to the same text, so
///    that states can be compared. It shows that a value is what it was, and nothing else.
public final class Encryption {
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
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, byte[]> bases = new ConcurrentHashMap<>();
  private final Map<String, byte[]> keys = new ConcurrentHashMap<>();
  private @Nullable Header header;

  /// @param method what new things are sealed by; null for not at all
  /// @param fallbacks what older things may be sealed by besides
  /// @param readsPlain whether things that are not encrypted are read
  /// @param random a source of randomness that nobody can predict
  public Encryption(
      @Nullable Method method,
      Granularity granularity,
      List<Method> fallbacks,
      boolean readsPlain,
      RandomGenerator random) {
    this.method = method;
    this.granularity = granularity;
    this.readsPlain = readsPlain;
    this.random = random;
    this.all =
        method == null
            ? List.copyOf(fallbacks)
            : java.util.stream.Stream.concat(java.util.stream.Stream.of(method), fallbacks.stream())
                .toList();
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
    if (method == null || before.isEmpty()) {
      return false;
    }
    Header under = before.get();
    boolean same =
        under.suite() == method.suite()
            && under.key().equals(method.key().word())
            && under.cost().equals(cost(method));
    if (!same || !fits(method, under)) {
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

  /// `plain`, sealed for `purpose` and bound to `context`: a nonce, the encrypted bytes and their
  /// tag.
  ///
  /// @throws IllegalStateException when nothing is sealed
  public byte[] seal(Purpose purpose, String context, byte[] plain) {
    Method by = require();
    Header under = current();
    byte[] bound = bound(under, purpose, context);
    byte[] nonce = new byte[Suite.NONCE];
    if (purpose == Purpose.FIELD) {
      nonce = by.suite().digest(key(by, under, "nonce"), bound, plain, Suite.NONCE);
    } else {
      random.nextBytes(nonce);
    }
    byte[] sealed = by.suite().seal(key(by, under, purpose.word()), nonce, bound, plain);
    byte[] whole = Arrays.copyOf(nonce, nonce.length + sealed.length);
    System.arraycopy(sealed, 0, whole, nonce.length, sealed.length);
    return whole;
  }

  /// Opens `sealed`, which was sealed under `headerText` for `purpose` and bound to `context`.
  public Opened open(String headerText, Purpose purpose, String context, byte[] sealed) {
    Optional<Header> parsed = Header.parse(headerText);
    if (parsed.isEmpty()) {
      return new Opened.Unknown();
    }
    Header under = parsed.get();
    for (Method by : all) {
      if (by.suite() == under.suite() && by.key().word().equals(under.key()) && fits(by, under)) {
        return sealed.length < Suite.NONCE
            ? new Opened.Damaged()
            : by.suite()
                .open(
                    key(by, under, purpose.word()),
                    Arrays.copyOf(sealed, Suite.NONCE),
                    bound(under, purpose, context),
                    Arrays.copyOfRange(sealed, Suite.NONCE, sealed.length))
                .<Opened>map(plain -> new Opened.Plain(plain, !by.equals(method)))
                .orElseGet(Opened.Damaged::new);
      }
    }
    return new Opened.WrongKey();
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
        String text = Header.base64(salt);
        Header bare = new Header(by.suite(), by.key().word(), cost(by), text, "");
        header = new Header(by.suite(), by.key().word(), cost(by), text, check(by, bare));
      }
      return header;
    } finally {
      lock.unlock();
    }
  }

  private static KeySource.Cost cost(Method by) {
    return by.key() instanceof KeySource.Passphrase p ? p.cost() : KeySource.Cost.STANDARD;
  }

  private boolean fits(Method by, Header under) {
    return MessageDigest.isEqual(
        check(by, under).getBytes(StandardCharsets.US_ASCII),
        under.check().getBytes(StandardCharsets.US_ASCII));
  }

  private String check(Method by, Header under) {
    return Header.base64(
        by.suite().expand(base(by, under), under.saltBytes(), "check", Header.CHECK));
  }

  /// Deriving from a passphrase is slow on purpose, so it is done once for each salt.
  private byte[] base(Method by, Header under) {
    return bases.computeIfAbsent(
        id(by, under), _ -> by.key().base(under.saltBytes(), under.cost()));
  }

  private byte[] key(Method by, Header under, String use) {
    return keys.computeIfAbsent(
        id(by, under) + " " + use, _ -> by.suite().derive(base(by, under), under.saltBytes(), use));
  }

  private String id(Method by, Header under) {
    return all.indexOf(by) + " " + under.cost() + " " + under.salt();
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
}

package dev.groma.state.crypto;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// The keys that were derived so far. One serves all that is encrypted by the same sources in a
/// run, so that a passphrase is stretched once, not once for each file.
public final class Keyring implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Base, byte[]> bases = new ConcurrentHashMap<>();
  private final Map<Use, byte[]> keys = new ConcurrentHashMap<>();

  /// A ring without keys.
  public Keyring() {}

  /// What keys are derived from. Sources are the same only when they are one object.
  private record Base(KeySource source, KeySource.Stretch stretch, String ticket) {}

  private record Use(Base base, Suite suite, String salt, String use) {}

  /// The key of `source` for `use`, as `header` says.
  ///
  /// @throws Custodian.NoKeyException when there is none to be had
  byte[] key(KeySource source, Header header, String use, int length)
      throws Custodian.NoKeyException {
    Base of = new Base(source, header.stretch(), header.ticket());
    Use which = new Use(of, header.suite(), header.salt(), use);
    byte[] known = keys.get(which);
    if (known != null) {
      return known;
    }
    byte[] key = header.suite().expand(base(of), header.saltBytes(), use, length);
    keys.put(which, key);
    return key;
  }

  private byte[] base(Base of) throws Custodian.NoKeyException {
    // Stretching takes its time and a lot of memory, so it is never done twice at once.
    lock.lock();
    try {
      byte[] known = bases.get(of);
      if (known == null) {
        known = of.source.base(of.source.custodian().again(of.ticket), of.stretch);
        bases.put(of, known);
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  /// How to stretch for what is sealed now: as was done before in this run, if it was.
  KeySource.Stretch stretch(KeySource source, String ticket, RandomGenerator random) {
    if (!(source instanceof KeySource.Passphrase(Custodian _, KeySource.Cost cost))) {
      return KeySource.Stretch.NONE;
    }
    Optional<KeySource.Stretch> before =
        bases.keySet().stream()
            .filter(base -> base.source.equals(source) && base.ticket.equals(ticket))
            .map(Base::stretch)
            .filter(stretch -> stretch.cost().equals(cost))
            .findFirst();
    byte[] salt = new byte[Header.SALT];
    random.nextBytes(salt);
    return before.orElseGet(() -> new KeySource.Stretch(cost, Header.base64(salt)));
  }

  /// Overwrites the keys.
  @Override
  public void close() {
    bases.values().forEach(bytes -> Arrays.fill(bytes, (byte) 0));
    keys.values().forEach(bytes -> Arrays.fill(bytes, (byte) 0));
    bases.clear();
    keys.clear();
  }
}

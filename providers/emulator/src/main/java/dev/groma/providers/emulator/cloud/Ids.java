package dev.groma.providers.emulator.cloud;

import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// Makes up ids and keys; may be used by several threads.
public final class Ids {
  private static final String LETTERS_AND_DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final String HEX = "0123456789abcdef";

  private final RandomGenerator random;
  private final ReentrantLock lock = new ReentrantLock();

  /// Ids from this source.
  public Ids(RandomGenerator random) {
    this.random = random;
  }

  /// Lower-case letters and digits.
  public String word(int length) {
    return text(LETTERS_AND_DIGITS, length);
  }

  /// Lower-case hexadecimal digits.
  public String hex(int length) {
    return text(HEX, length);
  }

  /// Text in the shape of a UUID.
  public String uuid() {
    String hex = hex(32);
    return String.join(
        "-",
        hex.substring(0, 8),
        hex.substring(8, 12),
        hex.substring(12, 16),
        hex.substring(16, 20),
        hex.substring(20));
  }

  private String text(String alphabet, int length) {
    var text = new StringBuilder(length);
    lock.lock();
    try {
      while (text.length() < length) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
    } finally {
      lock.unlock();
    }
    return text.toString();
  }
}

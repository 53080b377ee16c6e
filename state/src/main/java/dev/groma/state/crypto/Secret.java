package dev.groma.state.crypto;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes that are never shown: a key or a passphrase. They are overwritten when this is closed, as
/// far as the JVM lets us: it may have moved them before.
public final class Secret implements Custodian, AutoCloseable {
  private final byte[] bytes;

  /// Takes `bytes` over; the caller uses them no more.
  public Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /// The UTF-8 bytes of `text`, which is overwritten.
  public static Secret ofText(char[] text) {
    byte[] room = new byte[4 * text.length];
    ByteBuffer encoded = ByteBuffer.wrap(room);
    var _ = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text), encoded, true);
    byte[] bytes = Arrays.copyOf(room, encoded.position());
    Arrays.fill(room, (byte) 0);
    Arrays.fill(text, '\0');
    return new Secret(bytes);
  }

  /// How many bytes there are.
  public int length() {
    return bytes.length;
  }

  /// The bytes themselves, not a copy.
  byte[] bytes() {
    return bytes;
  }

  @Override
  public Handed current() {
    return new Handed(this, NO_TICKET);
  }

  @Override
  public boolean knows(String ticket) {
    return ticket.equals(NO_TICKET);
  }

  @Override
  public Secret again(String ticket) {
    return this;
  }

  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}

package dev.groma.cli;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.state.crypto.Encryption;
import dev.groma.state.crypto.Opened;
import dev.groma.state.crypto.Purpose;
import dev.groma.state.format.SealTrouble;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// An encrypted plan file: the line `groma-sealed-plan HEADER`, where [Encryption] says how it is
/// sealed, and what is sealed.
final class PlanEnvelope {
  private static final byte[] MAGIC = "groma-sealed-plan ".getBytes(StandardCharsets.US_ASCII);

  private PlanEnvelope() {}

  /// True when a file that begins with `bytes` is one.
  static boolean isOne(byte[] bytes) {
    return bytes.length >= MAGIC.length
        && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /// How many bytes of a file [#isOne] needs.
  static int magicLength() {
    return MAGIC.length;
  }

  /// `plan` as it is to be stored.
  static byte[] seal(byte[] plan, Encryption encryption) {
    if (!encryption.isOn()) {
      return plan;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(MAGIC);
    out.writeBytes(encryption.header().getBytes(StandardCharsets.UTF_8));
    out.write('\n');
    out.writeBytes(encryption.seal(Purpose.PLAN, "", plan));
    return out.toByteArray();
  }

  /// The plan that `stored` is; nothing after an error, which is added to `found`.
  ///
  /// @param name the file as the user named it
  static Optional<byte[]> open(
      byte[] stored, String name, Encryption encryption, List<Diagnostic> found) {
    String what = "The plan file " + name;
    if (!isOne(stored)) {
      if (!encryption.readsPlain()) {
        found.add(SealTrouble.notEncrypted(what, "plan", name));
      }
      return encryption.readsPlain() ? Optional.of(stored) : Optional.empty();
    }
    int end = MAGIC.length;
    while (end < stored.length && stored[end] != '\n') {
      end++;
    }
    String header = new String(stored, MAGIC.length, end - MAGIC.length, StandardCharsets.UTF_8);
    byte[] sealed = Arrays.copyOfRange(stored, Math.min(end + 1, stored.length), stored.length);
    Opened opened = encryption.open(header, Purpose.PLAN, "", sealed);
    if (opened instanceof Opened.Plain plain) {
      return Optional.of(plain.bytes());
    }
    found.add(SealTrouble.of(what, opened, encryption.isConfigured()).at(SourceRange.of(name)));
    return Optional.empty();
  }
}

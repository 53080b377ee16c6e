package dev.groma.state.format;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.state.State;
import dev.groma.state.crypto.Encryption;
import dev.groma.state.crypto.Opened;
import dev.groma.state.crypto.Purpose;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// States as files, encrypted as [Encryption] says: what every store writes and reads.
///
/// 1. A state that is sealed as a whole is a JSON object: `encryption_version`, `lineage` and
///    `serial` in clear, since those who keep states ask for them, `groma_encryption` (how it is
///    sealed) and `encrypted_data`.
/// 2. One whose sensitive values are sealed is a state of the format version 4 with the further
///    member `groma_sealed_fields` (how they are sealed). The values are texts.
public final class StateCodec {
  static final String WHOLE = "groma_encryption";
  static final String FIELDS = "groma_sealed_fields";
  static final String DATA = "encrypted_data";

  private static final String VERSION = "groma-1";

  private final Encryption encryption;

  /// A codec that seals and opens by `encryption`.
  public StateCodec(Encryption encryption) {
    this.encryption = encryption;
  }

  /// `state` as a file.
  public byte[] write(State state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(state, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// Writes `state` to `target`; does not close it.
  ///
  /// @throws IOException when `target` does
  public void write(State state, OutputStream target) throws IOException {
    if (encryption.isWhole()) {
      target.write(sealed(state));
    } else if (encryption.isByField()) {
      StateWriter.write(SealedFields.seal(state, encryption), encryption.header(), target);
    } else {
      StateWriter.write(state, target);
    }
  }

  private byte[] sealed(State state) {
    byte[] data =
        encryption.seal(
            Purpose.STATE, context(state.lineage(), state.serial()), StateWriter.write(state));
    StringBuilder json = new StringBuilder("{\n  ");
    StateWriter.member("encryption_version", VERSION, json, ": ");
    json.append(",\n  \"serial\": ").append(state.serial()).append(",\n  ");
    StateWriter.member("lineage", state.lineage(), json, ": ");
    StateWriter.member(WHOLE, encryption.header(), json.append(",\n  "), ": ");
    StateWriter.member(DATA, Base64.getEncoder().encodeToString(data), json.append(",\n  "), ": ");
    return json.append("\n}\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String context(String lineage, long serial) {
    return lineage + " " + serial;
  }

  /// Reads a state file.
  ///
  /// @param bytes its content
  /// @param file its name, for messages
  public StateReader.Result read(byte[] bytes, String file) {
    try {
      return switch (StateReader.text(bytes, file)) {
        case StateReader.Text.Sealed s -> opened(s, file);
        case StateReader.Text.Open(State state, String header) ->
            header.isEmpty() ? plain(state, file) : opened(state, header, file);
      };
    } catch (Refusal refusal) {
      return StateReader.Result.refused(List.of(refusal.diagnostic()));
    }
  }

  private StateReader.Result plain(State state, String file) {
    return encryption.readsPlain()
        ? new StateReader.Result(state, encryption.isOn(), List.of())
        : StateReader.Result.refused(List.of(SealTrouble.notEncrypted(file)));
  }

  private StateReader.Result opened(StateReader.Text.Sealed sealed, String file) {
    Opened outcome;
    try {
      outcome =
          encryption.open(
              sealed.header(),
              Purpose.STATE,
              context(sealed.lineage(), sealed.serial()),
              Base64.getDecoder().decode(sealed.data()));
    } catch (IllegalArgumentException _) {
      outcome = new Opened.Damaged();
    }
    if (!(outcome instanceof Opened.Plain plain)) {
      return StateReader.Result.refused(
          List.of(SealTrouble.state(file, outcome, encryption.isConfigured())));
    }
    return switch (StateReader.text(plain.bytes(), file)) {
      case StateReader.Text.Open(State state, String header) when header.isEmpty() ->
          new StateReader.Result(state, plain.stale() || !encryption.isWhole(), List.of());
      case StateReader.Text.Open _, StateReader.Text.Sealed _ ->
          StateReader.Result.refused(List.of(SealTrouble.state(file, new Opened.Unknown(), true)));
    };
  }

  private StateReader.Result opened(State state, String header, String file) {
    List<Diagnostic> problems = new ArrayList<>();
    State open =
        SealedFields.open(
            state,
            encryption,
            header,
            (place, outcome) ->
                problems.add(
                    SealTrouble.field(file, place, outcome, encryption.isConfigured())
                        .at(SourceRange.of(file))));
    if (!problems.isEmpty()) {
      return StateReader.Result.refused(problems.subList(0, Math.min(3, problems.size())));
    }
    boolean goesOn = encryption.isByField() && encryption.adopt(header);
    return new StateReader.Result(open, !goesOn, List.of());
  }
}

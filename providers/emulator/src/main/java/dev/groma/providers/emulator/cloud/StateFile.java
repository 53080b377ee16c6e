package dev.groma.providers.emulator.cloud;

import dev.groma.providers.emulator.json.JsonObject;
import dev.groma.providers.emulator.json.JsonSyntaxException;
import dev.groma.providers.emulator.json.JsonTypeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// The file that keeps the clouds from one run to the next.
///
/// It holds
/// `{"version":1,"account":{"id","access_key","secret_key"},"clouds":{CLOUD:{KIND:{ID:DOCUMENT}}}}`
/// and is only ever replaced whole: written beside, then renamed, readable by its owner only.
public final class StateFile {
  private final Path path;
  private final Account account;

  /// The file at that path, which will be saved with that account.
  public StateFile(Path path, Account account) {
    this.path = path;
    this.account = account;
  }

  /// What a file holds.
  ///
  /// @param account the default account of the earlier run
  /// @param clouds cloud → kind → id → document
  public record Content(Account account, JsonObject clouds) {}

  /// Reads a file; empty if there is none.
  ///
  /// @throws SetupException if it cannot be read or is no state file
  public static Optional<Content> load(Path path) throws SetupException {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try {
      JsonObject document = JsonObject.parse(Files.readString(path));
      if (!document.integer("version").equals(Optional.of(1))) {
        throw broken(path, "its version is not 1");
      }
      JsonObject account = document.object("account").orElse(JsonObject.EMPTY);
      return Optional.of(
          new Content(
              new Account(
                  account.text("id").orElse(""),
                  account.text("access_key").orElse(""),
                  account.text("secret_key").orElse("")),
              document.object("clouds").orElse(JsonObject.EMPTY)));
    } catch (JsonSyntaxException | JsonTypeException wrong) {
      throw broken(path, String.valueOf(wrong.getMessage()));
    } catch (IOException failure) {
      throw new SetupException(
          "The emulator's state file \"%s\" cannot be read: %s. Check that it may be."
              .formatted(path, failure),
          failure);
    }
  }

  /// Replaces the file.
  ///
  /// @throws UncheckedIOException if that fails; the old file is then still whole
  public void save(JsonObject clouds) {
    JsonObject document =
        JsonObject.EMPTY
            .with("version", 1)
            .with(
                "account",
                JsonObject.EMPTY
                    .with("id", account.id())
                    .with("access_key", account.accessKey())
                    .with("secret_key", account.secretKey()))
            .with("clouds", clouds);
    try {
      Path folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElseThrow();
      Files.createDirectories(folder);
      Path beside = Files.createTempFile(folder, ".emulator", ".tmp");
      try {
        Files.writeString(beside, document + "\n");
        move(beside);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "The emulator's state file \"%s\" cannot be written".formatted(path), failure);
    }
  }

  private void move(Path beside) throws IOException {
    try {
      Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException _) {
      Files.move(beside, path, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static SetupException broken(Path path, String problem) {
    return new SetupException(
        "The emulator's state file \"%s\" cannot be read: %s. Delete it to start with empty clouds."
            .formatted(path, problem));
  }
}

package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.ErrorTable;
import dev.groma.providers.driver.spec.ResourceSpec;
import dev.groma.providers.driver.spec.SpecReader;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.Read;
import dev.groma.schemas.source.SourceReader;
import dev.groma.schemas.source.SourceText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/// Loads specs from the jar of a cloud: files beside one of its classes.
///
/// What is wrong with such a file is a fault of the cloud's authors, whose tests load every one.
public final class SpecFiles {
  private final Class<?> beside;

  /// The files beside the class `beside`.
  public SpecFiles(Class<?> beside) {
    this.beside = beside;
  }

  /// The spec in the file `name`.
  ///
  /// @throws IllegalStateException when it is missing or wrong
  public ResourceSpec resource(String name) {
    return require(name, SpecReader.resource(read(name)));
  }

  /// The error table in the file `name`.
  ///
  /// @throws IllegalStateException when it is missing or wrong
  public ErrorTable errors(String name) {
    return require(name, SpecReader.errors(read(name)));
  }

  private Read read(String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no file " + name + " beside " + beside.getName());
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return SourceReader.read(new SourceText(name, text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T require(String name, SpecReader.Loaded<T> loaded) {
    T value = loaded.value();
    if (value == null || Diagnostic.hasErrors(loaded.diagnostics())) {
      throw new IllegalStateException(
          name
              + " is wrong:\n"
              + loaded.diagnostics().stream()
                  .map(d -> d.subject() + ": " + d.code() + ": " + d.detail())
                  .collect(Collectors.joining("\n")));
    }
    return value;
  }
}

package dev.groma.cli.encryption;

import dev.groma.state.crypto.Custodian;
import dev.groma.state.crypto.KeySource;
import dev.groma.state.crypto.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Keys that a program gives, by the protocol of OpenTofu's external key providers:
///
/// 1. It writes the line `{"magic":"OpenTofu-External-Key-Provider","version":1}`.
/// 2. It reads one JSON value: `null` to give a key to seal with, or the `meta` that it gave with
///    that key before, to give it again.
/// 3. It writes `{"keys":{"encryption_key":"BASE64","decryption_key":"BASE64"},"meta":
///    {"external_data":{...}}}`; `decryption_key` only when it was asked for one.
///
/// What it writes besides goes to its standard error, which is shown when it fails.
final class ExternalKeys implements Custodian, AutoCloseable {
  private static final String MAGIC = "OpenTofu-External-Key-Provider";
  private static final String EXTERNAL_DATA = "external_data";
  private static final int MOST_BYTES = 1 << 20;
  private static final int SHOWN_BYTES = 2000;
  private static final int SECONDS = 60;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> command;
  private final EncryptionSettings.Surroundings surroundings;
  private final List<Secret> secrets = new ArrayList<>();
  private @Nullable Handed drawn;

  ExternalKeys(List<String> command, EncryptionSettings.Surroundings surroundings) {
    this.command = List.copyOf(command);
    this.surroundings = surroundings;
  }

  /// Has a key given to seal with, once. Returns why there is none.
  Optional<String> draw() {
    try {
      if (drawn == null) {
        JsonNode answer = ask(JSON.nullNode());
        JsonNode data = answer.path("meta").path(EXTERNAL_DATA);
        String meta = (data.isObject() ? data : JSON.createObjectNode()).toString();
        // What is given with two keys may be the same, and they must not be taken for one.
        byte[] number = new byte[6];
        surroundings.random().nextBytes(number);
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        drawn =
            new Handed(
                key(answer, "encryption_key"),
                encoder.encodeToString(number)
                    + "."
                    + encoder.encodeToString(meta.getBytes(StandardCharsets.UTF_8)));
      }
      return Optional.empty();
    } catch (NoKeyException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Handed current() {
    if (drawn == null) {
      throw new IllegalStateException("no key was drawn");
    }
    return drawn;
  }

  @Override
  public boolean knows(String ticket) {
    return !ticket.equals(NO_TICKET);
  }

  @Override
  public Secret again(String ticket) throws NoKeyException {
    if (drawn != null && drawn.ticket().equals(ticket)) {
      return drawn.secret();
    }
    try {
      byte[] data = Base64.getUrlDecoder().decode(ticket.substring(ticket.indexOf('.') + 1));
      JsonNode meta = JSON.createObjectNode().set(EXTERNAL_DATA, JSON.readTree(data));
      return key(ask(meta), "decryption_key");
    } catch (IllegalArgumentException | JacksonException _) {
      throw new NoKeyException("what was written for its program cannot be read");
    }
  }

  private Secret key(JsonNode answer, String name) throws NoKeyException {
    try {
      byte[] bytes = Base64.getDecoder().decode(answer.path("keys").path(name).asString(""));
      if (bytes.length < KeySource.LEAST_KEY_BYTES) {
        throw new NoKeyException(
            "the program "
                + command.getFirst()
                + " gave no \""
                + name
                + "\" of at least "
                + KeySource.LEAST_KEY_BYTES
                + " bytes");
      }
      Secret secret = new Secret(bytes);
      secrets.add(secret);
      return secret;
    } catch (IllegalArgumentException _) {
      throw new NoKeyException(
          "the program " + command.getFirst() + " gave a \"" + name + "\" that is not base64");
    }
  }

  private JsonNode ask(JsonNode input) throws NoKeyException {
    byte[] output = run(input.toString());
    try {
      int end = 0;
      while (end < output.length && output[end] != '\n') {
        end++;
      }
      JsonNode header = JSON.readTree(Arrays.copyOf(output, end));
      boolean ours =
          header.path("magic").asString("").equals(MAGIC) && header.path("version").asInt(0) == 1;
      JsonNode answer =
          end < output.length
              ? JSON.readTree(Arrays.copyOfRange(output, end, output.length))
              : JSON.missingNode();
      if (ours && answer.isObject()) {
        return answer;
      }
    } catch (JacksonException _) {
      // Said below; the text is not shown, since it may hold the key.
    } finally {
      Arrays.fill(output, (byte) 0);
    }
    throw new NoKeyException(
        "the program "
            + command.getFirst()
            + " does not keep to the protocol: it writes the line {\"magic\":\""
            + MAGIC
            + "\",\"version\":1}, reads JSON, and writes a JSON object with \"keys\" and \"meta\"");
  }

  private byte[] run(String input) throws NoKeyException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(surroundings.directory().toFile());
    builder.environment().clear();
    builder.environment().putAll(surroundings.environment());
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new NoKeyException(
          "the program " + command.getFirst() + " cannot be run: " + reason(e));
    }
    try {
      CompletableFuture<byte[]> output = reading(process.getInputStream());
      CompletableFuture<byte[]> errors = reading(process.getErrorStream());
      try (var in = process.getOutputStream()) {
        in.write((input + "\n").getBytes(StandardCharsets.UTF_8));
      } catch (IOException _) {
        // It does not read, which is no mistake of its own.
      }
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        throw new NoKeyException(
            "the program " + command.getFirst() + " did not end within " + SECONDS + " seconds");
      }
      if (process.exitValue() != 0) {
        throw new NoKeyException(
            "the program "
                + command.getFirst()
                + " failed with exit code "
                + process.exitValue()
                + said(errors.join()));
      }
      return output.join();
    } catch (CompletionException e) {
      throw new NoKeyException("the program " + command.getFirst() + " cannot be read from");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new NoKeyException("the run was interrupted");
    } finally {
      process.destroyForcibly();
    }
  }

  private static String reason(IOException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage());
  }

  private static String said(byte[] errors) {
    String text =
        new String(errors, 0, Math.min(errors.length, SHOWN_BYTES), StandardCharsets.UTF_8).strip();
    return text.isEmpty() ? "" : ": " + text.lines().limit(10).reduce((a, b) -> a + "; " + b).get();
  }

  private static CompletableFuture<byte[]> reading(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            return stream.readNBytes(MOST_BYTES);
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        },
        Thread::startVirtualThread);
  }

  @Override
  public void close() {
    secrets.forEach(Secret::close);
  }
}

package dev.groma.providers.emulator.huaweicloud;

import static dev.groma.providers.emulator.huaweicloud.HuaweiErrors.refuseIf;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.groma.providers.emulator.cloud.Account;
import dev.groma.providers.emulator.cloud.Documents;
import dev.groma.providers.emulator.cloud.Key;
import dev.groma.providers.emulator.cloud.Keys;
import dev.groma.providers.emulator.cloud.Sha256;
import dev.groma.providers.emulator.json.JsonObject;
import dev.groma.providers.emulator.json.JsonSyntaxException;
import dev.groma.providers.emulator.json.JsonTypeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/// What a client proves who it is with, instead of signing (3.2).
///
/// On the wire it is its own content and a code over it that only the holder of the account's
/// secret can make: nothing need be remembered, and a token outlives the emulator.
///
/// @param project the project it was asked for; empty for one of the whole account
/// @param serial what makes two tokens of one second differ
record Token(String accessKey, Optional<String> project, Instant expires, String serial) {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  /// The text of a token for an account.
  String sealed(Account account) {
    String content =
        JsonObject.EMPTY
            .with("access", accessKey)
            .with("project", project)
            .with("expires", expires.toString())
            .with("serial", serial)
            .toString();
    String body = ENCODER.encodeToString(content.getBytes(UTF_8));
    return body + "." + Sha256.hexHmac(account.secretKey().getBytes(UTF_8), body);
  }

  /// What a token says, not checked.
  static Token read(String text) {
    try {
      String body = text.substring(0, Math.max(0, text.indexOf('.')));
      JsonObject content = JsonObject.parse(new String(Base64.getUrlDecoder().decode(body), UTF_8));
      return new Token(
          Documents.text(content, "access"),
          content.text("project"),
          Documents.parsed(content, "expires", Instant::parse),
          Documents.text(content, "serial"));
    } catch (IllegalArgumentException | JsonSyntaxException | JsonTypeException _) {
      throw HuaweiErrors.unreadableToken();
    }
  }

  /// Whose token it is, when it is genuine and its time is not over.
  static Account verify(String text, Keys keys, Instant now) {
    Token token = read(text);
    Account account =
        keys.find(token.accessKey()).map(Key::account).orElseThrow(HuaweiErrors::unreadableToken);
    refuseIf(!Sha256.same(token.sealed(account), text), HuaweiErrors.unreadableToken());
    refuseIf(!now.isBefore(token.expires()), HuaweiErrors.tokenExpired(token.expires()));
    return account;
  }

  /// The token without what makes it one.
  @Override
  public String toString() {
    return "Token[accessKey=%s, expires=%s]".formatted(accessKey, expires);
  }
}

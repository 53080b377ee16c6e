package dev.groma.state.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.state.crypto.Encryption.Granularity;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class EncryptionTest {
  private static final HexFormat HEX = HexFormat.of();

  private static byte[] hex(String text) {
    return HEX.parseHex(text);
  }

  /// McGrew and Viega, The Galois/Counter Mode of Operation, test case 16.
  @Test
  void aesIsTheOneOfTheBook() {
    byte[] sealed =
        Suite.AES_GCM.seal(
            hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"),
            hex("cafebabefacedbaddecaf888"),
            hex("feedfacedeadbeeffeedfacedeadbeefabaddad2"),
            hex(
                "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                    + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"));
    assertThat(HEX.formatHex(sealed))
        .isEqualTo(
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                + "76fc6ece0f4e1768cddf8853bb2d551b");
  }

  /// RFC 8998, appendix A.1.
  @Test
  void sm4IsTheOneOfTheStandard() {
    byte[] key = hex("0123456789abcdeffedcba9876543210");
    byte[] nonce = hex("00001234567800000000abcd");
    byte[] bound = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    byte[] plain =
        hex(
            "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
                + "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa");
    byte[] sealed = Suite.SM4_GCM.seal(key, nonce, bound, plain);
    assertThat(HEX.formatHex(sealed))
        .isEqualTo(
            "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
                + "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
                + "83de3541e4c2b58177e065a9bf7b62ec");
    assertThat(Suite.SM4_GCM.open(key, nonce, bound, sealed)).hasValue(plain);
  }

  /// The test program of the reference implementation of Argon2.
  @Test
  void argon2IsTheOneOfTheReference() {
    KeySource.Cost cost = new KeySource.Cost(1 << 16, 2, 1);
    KeySource.Stretch stretch =
        new KeySource.Stretch(cost, Header.base64("somesalt".getBytes(UTF_8)));
    assertThat(HEX.formatHex(stretch.of(new Secret("password".getBytes(UTF_8)))))
        .isEqualTo("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
  }

  /// RFC 5869 has no vector for our labels; that keys of different uses differ is what matters.
  @ParameterizedTest
  @EnumSource(Suite.class)
  void eachUseHasAKeyOfItsOwn(Suite suite) {
    byte[] base = "0123456789abcdef".getBytes(UTF_8);
    byte[] salt = new byte[Header.SALT];
    byte[] otherSalt = Arrays.copyOf(new byte[] {1}, Header.SALT);
    assertThat(suite.expand(base, salt, "state", suite.keyBytes()))
        .hasSize(suite == Suite.AES_GCM ? 32 : 16)
        .isNotEqualTo(suite.expand(base, salt, "plan", suite.keyBytes()))
        .isNotEqualTo(suite.expand(base, otherSalt, "state", suite.keyBytes()));
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void opensOnlyWhatItSealed(Suite suite) {
    Encryption mine = Keys.of(Keys.key(suite, "0123456789abcdef"), Granularity.WHOLE);
    byte[] sealed = mine.seal(Purpose.STATE, "here", "text".getBytes(UTF_8));
    Encryption again = Keys.of(Keys.key(suite, "0123456789abcdef"), Granularity.WHOLE);
    assertThat(again.open(mine.header(), Purpose.STATE, "here", sealed))
        .isInstanceOfSatisfying(
            Opened.Plain.class, p -> assertThat(p.bytes()).isEqualTo("text".getBytes(UTF_8)));
    assertThat(again.open(mine.header(), Purpose.STATE, "there", sealed))
        .isInstanceOf(Opened.Damaged.class);
    assertThat(again.open(mine.header(), Purpose.PLAN, "here", sealed))
        .isInstanceOf(Opened.Damaged.class);
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThat(again.open(mine.header(), Purpose.STATE, "here", changed))
          .isInstanceOf(Opened.Damaged.class);
      assertThat(again.open(mine.header(), Purpose.STATE, "here", Arrays.copyOf(sealed, i)))
          .isInstanceOf(Opened.Damaged.class);
    }
    Encryption other = Keys.of(Keys.key(suite, "another key of 16"), Granularity.WHOLE);
    assertThat(other.open(mine.header(), Purpose.STATE, "here", sealed))
        .isInstanceOf(Opened.WrongKey.class);
    assertThat(Encryption.NONE.open(mine.header(), Purpose.STATE, "here", sealed))
        .isInstanceOf(Opened.WrongKey.class);
  }

  @Test
  void opensWithAnOlderKeyAndSaysSo() {
    Method old = Keys.passphrase(Suite.AES_GCM, "correct horse battery");
    Encryption before = Keys.of(old, Granularity.WHOLE);
    byte[] sealed = before.seal(Purpose.PLAN, "", new byte[] {1, 2, 3});
    Encryption after =
        Keys.of(
            Keys.key(Suite.SM4_GCM, "0123456789abcdef"),
            Granularity.WHOLE,
            Keys.passphrase(Suite.AES_GCM, "correct horse battery"));
    assertThat(after.open(before.header(), Purpose.PLAN, "", sealed))
        .isInstanceOfSatisfying(
            Opened.Plain.class,
            p -> {
              assertThat(p.bytes()).containsExactly(1, 2, 3);
              assertThat(p.stale()).isTrue();
            });
  }

  @Test
  void refusesHeadersThatAskForTooMuch() {
    Encryption mine = Keys.of(Keys.passphrase(Suite.AES_GCM, "x".repeat(16)), Granularity.WHOLE);
    String header = mine.header();
    for (String wrong :
        new String[] {
          "",
          "aes_gcm",
          header.replace("aes_gcm", "rot13"),
          header.replace("m=64", "m=999999999"),
          header.replace("m=64", "m=1"),
          header.replace("t=1", "t=0"),
          header.replace("p=1", "p=x"),
          header + " more",
          header.substring(0, header.lastIndexOf(' '))
        }) {
      assertThat(mine.open(wrong, Purpose.STATE, "", new byte[64]))
          .as(wrong)
          .isInstanceOf(Opened.Unknown.class);
    }
  }

  @Test
  void fieldsStayWhatTheyAreAcrossRuns() {
    Method key = Keys.key(Suite.AES_GCM, "0123456789abcdef");
    Encryption first = Keys.of(key, Granularity.FIELDS);
    byte[] sealed = first.seal(Purpose.FIELD, "a.b", "secret".getBytes(UTF_8));
    Encryption second = Keys.of(Keys.key(Suite.AES_GCM, "0123456789abcdef"), Granularity.FIELDS);
    assertThat(second.adopt(first.header())).isTrue();
    assertThat(second.seal(Purpose.FIELD, "a.b", "secret".getBytes(UTF_8))).isEqualTo(sealed);
    assertThat(second.seal(Purpose.FIELD, "a.c", "secret".getBytes(UTF_8))).isNotEqualTo(sealed);
    assertThat(second.seal(Purpose.FIELD, "a.b", "Secret".getBytes(UTF_8)))
        .matches(other ->
            !Arrays.equals(Arrays.copyOf(other, Suite.NONCE), Arrays.copyOf(sealed, Suite.NONCE)));
    assertThat(
            Keys.of(Keys.key(Suite.AES_GCM, "another key of 16"), Granularity.FIELDS)
                .adopt(first.header()))
        .isFalse();
  }

  @Test
  void secretsAreNotShownAndGoAway() {
    byte[] bytes = "secret".getBytes(UTF_8);
    Secret secret = new Secret(bytes);
    assertThat(new KeySource.Key(secret))
        .asString()
        .doesNotContain("secret\"")
        .contains("(secret)");
    secret.close();
    assertThat(bytes).containsOnly(0);
    char[] text = "secret".toCharArray();
    assertThat(Secret.ofText(text).length()).isEqualTo(6);
    assertThat(text).containsOnly('\0');
  }
}

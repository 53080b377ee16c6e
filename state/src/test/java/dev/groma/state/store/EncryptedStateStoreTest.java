package dev.groma.state.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.state.JournalRecord;
import dev.groma.state.OutputValue;
import dev.groma.state.Samples;
import dev.groma.state.State;
import dev.groma.state.StateObject;
import dev.groma.state.crypto.Encryption;
import dev.groma.state.crypto.Encryption.Granularity;
import dev.groma.state.crypto.Keys;
import dev.groma.state.crypto.Method;
import dev.groma.state.crypto.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Files that are encrypted keep the contract of stores, and keep their secrets.
final class EncryptedStateStoreTest {
  private static final String SECRET = "hunter2-hunter2";

  @Nested
  final class Whole extends Contract {
    @Override
    Encryption encryption() {
      return Keys.of(Keys.key(Suite.AES_GCM, "0123456789abcdef"), Granularity.WHOLE);
    }
  }

  @Nested
  final class ByField extends Contract {
    @Override
    Encryption encryption() {
      return Keys.of(Keys.key(Suite.SM4_GCM, "0123456789abcdef"), Granularity.FIELDS);
    }
  }

  abstract static class Contract extends StateStoreContract {
    @TempDir Path folder;

    abstract Encryption encryption();

    @Override
    protected StateStore open() {
      return new FileStateStore(
          folder.resolve("terraform.tfstate"), UUID::randomUUID, encryption());
    }
  }

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("terraform.tfstate");
  }

  private StateStore open(Encryption encryption) {
    return new FileStateStore(file(), UUID::randomUUID, encryption);
  }

  private static Method key(String text) {
    return Keys.key(Suite.AES_GCM, text);
  }

  private static State secretive() {
    Type type =
        Type.object(new TreeMap<>(Map.of("id", Type.STRING, "keys", Type.list(Type.STRING))));
    Value object =
        Value.object(
            Map.of(
                "id",
                Value.of("visible"),
                "keys",
                new Value.ListOf(
                    Type.STRING,
                    List.of(Value.of("plain"), Value.of(SECRET).mark(Mark.SENSITIVE)))));
    return State.EMPTY
        .edit()
        .put(
            StateStoreContract.A,
            Samples.instance("1").withCurrent(StateObject.of(object, type, 0)))
        .output("key", new OutputValue(Value.of(SECRET).mark(Mark.SENSITIVE), true))
        .output("open", new OutputValue(Value.of("seen"), false))
        .build();
  }

  private String allFiles() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path path : files.toList()) {
        all.append(Files.readString(path, java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  @ParameterizedTest
  @EnumSource(Granularity.class)
  void noFileHoldsASecret(Granularity granularity) throws IOException {
    Encryption mine = Keys.of(key("0123456789abcdef"), granularity);
    State one = StateStoreContract.commit(open(mine), State.EMPTY, secretive());
    try (Journal journal = open(mine).openJournal(one)) {
      journal.append(
          new JournalRecord.Changed(
              StateStoreContract.B, secretive().instances().get(StateStoreContract.A)));
    }
    assertThat(allFiles()).doesNotContain(SECRET);
    State read = StateStoreContract.read(open(mine));
    StateStoreContract.commit(open(mine), one, read);
    assertThat(allFiles()).doesNotContain(SECRET);
    assertThat(StateStoreContract.read(open(mine)).outputs()).isEqualTo(secretive().outputs());
    assertThat(StateStoreContract.read(open(mine)).instances())
        .containsOnlyKeys(StateStoreContract.A, StateStoreContract.B);
    assertThat(StateStoreContract.read(open(mine)).instances().get(StateStoreContract.B))
        .isEqualTo(secretive().instances().get(StateStoreContract.A));
  }

  @Test
  void byFieldTheRestCanBeReadAndCompared() throws IOException {
    Encryption mine = Keys.of(key("0123456789abcdef"), Granularity.FIELDS);
    State one = StateStoreContract.commit(open(mine), State.EMPTY, secretive());
    List<String> before = Files.readAllLines(file());
    assertThat(String.join("\n", before)).contains("\"visible\"", "\"plain\"", "\"seen\"");

    StateStoreContract.commit(
        open(Keys.of(key("0123456789abcdef"), Granularity.FIELDS)),
        StateStoreContract.read(open(mine)),
        one.edit().output("open", new OutputValue(Value.of("changed"), false)).build());
    List<String> after = Files.readAllLines(file());
    assertThat(after).hasSameSizeAs(before);
    assertThat(after.stream().filter(line -> !before.contains(line)))
        .containsExactly("  \"serial\": 2,", "      \"value\": \"changed\",");
  }

  @Test
  void aValueCannotBePutInThePlaceOfAnother() throws IOException {
    Encryption mine = Keys.of(key("0123456789abcdef"), Granularity.FIELDS);
    StateStoreContract.commit(open(mine), State.EMPTY, secretive());
    String text = Files.readString(file());
    String output = found("\"value\": \"groma-sealed:([^\"]*)", text);
    String field = found(",\n *\"groma-sealed:([^\"]*)", text);
    Files.writeString(file(), text.replace(field, output));
    assertThat(open(mine).read().diagnostics())
        .singleElement()
        .satisfies(d -> {
          assertThat(d.code()).isEqualTo("state.damaged");
          assertThat(d.detail()).startsWith("The value of t.a.keys[1] in the state ");
        });
  }

  @ParameterizedTest
  @EnumSource(Granularity.class)
  void saysWhatIsWrongAndChangesNothing(Granularity granularity) throws IOException {
    Encryption mine = Keys.of(key("0123456789abcdef"), granularity);
    State one = StateStoreContract.commit(open(mine), State.EMPTY, secretive());
    byte[] before = Files.readAllBytes(file());
    Encryption other = Keys.of(key("another key of 16"), granularity);
    assertThat(code(other)).isEqualTo("state.wrong-key");
    assertThat(code(Encryption.NONE)).isEqualTo("state.encrypted");
    assertThat(open(other).commit(one, State.EMPTY)).isInstanceOf(StateStore.Failed.class);
    assertThat(Files.readAllBytes(file())).isEqualTo(before);

    String text = new String(before, UTF_8);
    Files.writeString(file(), text.substring(0, text.length() / 2));
    assertThat(code(mine)).isEqualTo("state.corrupt");
  }

  @Test
  void aSerialCannotBeChanged() throws IOException {
    Encryption mine = Keys.of(key("0123456789abcdef"), Granularity.WHOLE);
    StateStoreContract.commit(open(mine), State.EMPTY, secretive());
    Files.writeString(file(), Files.readString(file()).replace("\"serial\": 1", "\"serial\": 7"));
    assertThat(code(mine)).isEqualTo("state.damaged");
  }

  @Test
  void aJournalInClearIsNotTakenInThePlaceOfAnEncryptedOne() throws IOException {
    Encryption mine = Keys.of(key("0123456789abcdef"), Granularity.WHOLE);
    List<JournalRecord> records =
        List.of(
            new JournalRecord.Header("", 0),
            new JournalRecord.Changed(StateStoreContract.A, Samples.instance("1")));
    Path journal = folder.resolve("terraform.tfstate.journal");
    Files.write(journal, JournalFile.bytes(records, Encryption.NONE));
    assertThat(code(mine)).isEqualTo("state.damaged");
    Files.write(journal, JournalFile.bytes(records, mine));
    assertThat(code(Encryption.NONE)).isEqualTo("state.encrypted");
    assertThat(StateStoreContract.read(open(mine)).instances()).hasSize(1);
  }

  @Test
  void recordsOfAJournalCannotChangePlaces() throws IOException {
    Encryption mine = Keys.of(key("0123456789abcdef"), Granularity.WHOLE);
    JournalRecord head = new JournalRecord.Header("", 0);
    JournalRecord a = new JournalRecord.Changed(StateStoreContract.A, Samples.instance("1"));
    JournalRecord b = new JournalRecord.Changed(StateStoreContract.B, Samples.instance("1"));
    byte[] whole = JournalFile.bytes(List.of(head, a, b), mine);
    int first = JournalFile.bytes(List.of(head), mine).length;
    int second = JournalFile.bytes(List.of(head, a), mine).length - first;
    byte[] swapped = java.util.Arrays.copyOf(whole, first);
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    out.writeBytes(swapped);
    out.write(whole, first + second, whole.length - first - second);
    out.write(whole, first, second);
    Files.write(folder.resolve("terraform.tfstate.journal"), out.toByteArray());
    assertThat(code(mine)).isEqualTo("state.damaged");
  }

  @ParameterizedTest
  @EnumSource(Granularity.class)
  void keysChangeAndStatesBecomeEncrypted(Granularity granularity) throws IOException {
    State plain = StateStoreContract.commit(open(Encryption.NONE), State.EMPTY, secretive());
    assertThat(code(Keys.of(key("0123456789abcdef"), granularity)))
        .isEqualTo("state.not-encrypted");

    Encryption migrating = Keys.migrating(key("0123456789abcdef"), granularity);
    State read = StateStoreContract.read(open(migrating));
    assertThat(read).isEqualTo(plain);
    assertThat(StateStoreContract.commit(open(migrating), read, read).serial()).isEqualTo(2);
    assertThat(Files.readString(file())).doesNotContain(SECRET);

    Encryption rotating = Keys.of(key("another key of 16"), granularity, key("0123456789abcdef"));
    State again = StateStoreContract.read(open(rotating));
    assertThat(StateStoreContract.commit(open(rotating), again, again).serial()).isEqualTo(3);
    Encryption rotated = Keys.of(key("another key of 16"), granularity);
    State last = StateStoreContract.read(open(rotated));
    assertThat(last.hasSameContent(plain)).isTrue();
    assertThat(StateStoreContract.commit(open(rotated), last, last).serial()).isEqualTo(3);
  }

  private static String found(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private String code(Encryption encryption) {
    return open(encryption).read().diagnostics().getFirst().code();
  }
}

package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the block `encryption` and the variable `GROMA_ENCRYPTION` do to states and plans.
class EncryptionConfigurationTest {
  private static final String SECRET = "hunter2-hunter2";
  private static final String KEY =
      Base64.getEncoder().encodeToString("k".repeat(32).getBytes(StandardCharsets.UTF_8));
  private static final String OTHER =
      Base64.getEncoder().encodeToString("o".repeat(32).getBytes(StandardCharsets.UTF_8));

  private static final String RESOURCES =
      """
      variable:
        token: {type: string, sensitive: true, default: hunter2-hunter2}
      resource:
        terraform_data:
          a: {input: "${var.token}"}
      output:
        token: {value: "${var.token}", sensitive: true}
      """;

  /// A state and a plan that are encrypted with the key in the variable KEY.
  private static final String BY_VARIABLE =
      """
      terraform:
        encryption:
          key_provider:
            environment:
              k: {variable: KEY}
          method:
            aes_gcm:
              m: {keys: "${key_provider.environment.k}"}
          state: {method: "${method.aes_gcm.m}"}
          plan: {method: "${method.aes_gcm.m}"}
      """;

  private Shell shell;

  @BeforeEach
  void open() throws IOException {
    shell = new Shell();
    shell.set("KEY", KEY);
  }

  @AfterEach
  void close() throws IOException {
    shell.close();
  }

  private Shell.Result good(String... words) {
    Shell.Result result = shell.run(words);
    assertThat(result.code()).as(result.text()).isZero();
    return result;
  }

  private String bad(String... words) {
    Shell.Result result = shell.run(words);
    assertThat(result.code()).as(result.text()).isEqualTo(1);
    return String.join(" ", result.text().replaceAll("[│╷╵]", "").split("\\s+"));
  }

  private String state() throws IOException {
    return shell.read("terraform.tfstate");
  }

  private void apply() throws IOException {
    shell.write("main.tf.yaml", RESOURCES);
    good("apply", "-auto-approve");
  }

  /// The block with this key provider, for the method `method`.
  private static String block(String provider, String method) {
    String name = provider.substring(0, provider.indexOf(':'));
    return """
    terraform:
      encryption:
        key_provider:
          %s
        method:
          %s:
            m: {keys: "${key_provider.%s.k}"}
        state: {method: "method.%s.m"}
    """
        .formatted(provider, method, name, method);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "argon2id: {k: {passphrase: '${var.pass}', memory: 19456, iterations: 2, parallelism:"
            + " 1}}|aes_gcm",
        "argon2id: {k: {chain: '${key_provider.environment.e}', memory: 19456, iterations: 2},"
            + " }|sm4_gcm",
        "key_file: {k: {path: raw.key, encoding: raw}}|sm4_gcm",
        "key_file: {k: {path: '${local.folder}/hex.key', encoding: hex}}|aes_gcm",
        "key_file: {k: {path: text.key}}|aes_gcm",
        "environment: {k: {variable: KEY, encoding: base64}}|sm4_gcm",
        "external: {k: {command: [sh, keys.sh, '${path.root}']}}|aes_gcm",
      })
  void keysComeFromAnywhere(String provider, String method) throws IOException {
    byte[] raw = new byte[32];
    Arrays.fill(raw, (byte) 200);
    Files.write(shell.directory().resolve("raw.key"), raw);
    shell.write("hex.key", "0f".repeat(32) + "\n");
    shell.write("text.key", KEY.substring(0, 20) + "\n" + KEY.substring(20) + "\n");
    shell.write("keys.sh", program(KEY));
    shell.set("TF_VAR_pass", "correct horse battery staple");
    String others = "variable: {pass: {type: string, sensitive: true}}\nlocals: {folder: .}\n";
    shell.write("encryption.tf.yaml", block(provider, method) + others);
    if (provider.contains("chain")) {
      shell.write(
          "encryption.tf.yaml",
          (block(provider, method) + others)
              .replace(
                  "key_provider:\n", "key_provider:\n      environment: {e: {variable: KEY}}\n"));
    }
    apply();
    assertThat(state()).contains("\"groma_encryption\": \"" + method).doesNotContain(SECRET);
    assertThat(good("output", "-raw", "token").text()).isEqualTo(SECRET);
    assertThat(good("plan").text()).contains("No changes.");
  }

  /// A program that gives the key `key`.
  private static String program(String key) {
    return """
    echo '{"magic":"OpenTofu-External-Key-Provider","version":1}'
    read input
    if [ "$input" = null ]; then
      echo '{"keys":{"encryption_key":"%1$s"},"meta":{"external_data":{"id":7}}}'
    elif [ "$input" = '{"external_data":{"id":7}}' ]; then
      echo '{"keys":{"encryption_key":"%2$s","decryption_key":"%1$s"},"meta":{"external_data":{}}}'
    else
      echo "what is $input?" >&2
      exit 3
    fi
    """
        .formatted(key, OTHER);
  }

  @Test
  void theBlockIsWrittenInJsonAsWell() throws IOException {
    shell.write(
        "encryption.tf.json",
        """
        {"terraform": {"encryption": {
          "key_provider": {"environment": {"k": {"variable": "KEY"}}},
          "method": {"aes_gcm": {"m": {"keys": "key_provider.environment.k"}}},
          "state": {"method": "${method.aes_gcm.m}", "granularity": "sensitive", "enforced": true}
        }}}
        """);
    apply();
    assertThat(state()).contains("groma_sealed_fields", "groma-sealed:", "\"terraform_data\"");
    assertThat(good("output", "-raw", "token").text()).isEqualTo(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GROMA_ENCRYPTION", "TF_ENCRYPTION"})
  void theEnvironmentSaysItAll(String variable) throws IOException {
    shell.set(
        variable,
        """
        {"key_provider": {"environment": {"k": {"variable": "KEY"}}},
          "method": {"aes_gcm": {"m": {"keys": "${key_provider.environment.k}"}}},
          "state": {"method": "${method.aes_gcm.m}"}}
        """);
    apply();
    assertThat(state()).contains("groma_encryption").doesNotContain(SECRET);
    assertThat(good("state", "list").text()).isEqualTo("terraform_data.a\n");
  }

  @Test
  void theEnvironmentGoesBeforeTheBlockArgumentByArgument() throws IOException {
    shell.write(
        "encryption.tf.yaml",
        """
        terraform:
          encryption:
            key_provider: {key_file: {k: {path: nowhere.key, encoding: hex}}}
            method: {aes_gcm: {m: {keys: "${key_provider.key_file.k}"}}}
            state: {enforced: true}
        """);
    assertThat(bad("apply", "-auto-approve"))
        .contains("Missing encryption method on encryption.tf.yaml line 5")
        .contains("GROMA_ENCRYPTION");
    shell.write("here.key", "0f".repeat(32));
    shell.set(
        "GROMA_ENCRYPTION",
        """
        key_provider: {key_file: {k: {path: here.key}}}
        state: {method: "${method.aes_gcm.m}"}
        """);
    apply();
    assertThat(state()).contains("groma_encryption");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pbkdf2: {k: {passphrase: 0123456789abcdef}}|line 4|Groma makes passphrases costly to guess"
            + " by Argon2id: write argon2id instead",
        "aws_kms: {k: {}}|line 4|name a program that asks it",
        "enviroment: {k: {}}|line 4|Did you mean \"environment\"?",
        "environment: {k: {variabel: KEY}}|line 4|takes no argument \"variabel\". Did you mean"
            + " \"variable\"?",
        "environment: {k: {}}|line 4|needs the argument \"variable\"",
        "environment: {k: {variable: NONE}}|line 4|the environment variable NONE is not set",
        "environment: {k: {variable: SHORT}}|line 4|a key of 4 bytes; it must have at least 16",
        "environment: {k: {variable: ODD}}|line 4|is not written in base64",
        "environment: {k: {variable: KEY, encoding: rot13}}|line 4|must be base64, hex or raw",
        "key_file: {k: {path: nowhere}}|line 4|the file nowhere cannot be read: it does not exist",
        "argon2id: {k: {passphrase: '${var.short}'}}|line 4|is too short: a passphrase has at least"
            + " 16 characters",
        "argon2id: {k: {passphrase: '${var.none}'}}|line 4|has no value",
        "argon2id: {k: {passphrase: '${terraform_data.a.id}'}}|line 4|The value of terraform_data.a"
            + " is not known yet",
        "argon2id: {k: {passphrase: '${local.a}'}}|line 14|The local value \"a\" refers to itself",
        "argon2id: {k: {passphrase: '${var.nobody}'}}|line 4|declares no input variable named"
            + " \"nobody\"",
        "argon2id: {k: {chain: key_provider.argon2id.k}}|line 4|takes its passphrase from itself",
        "argon2id: {k: {passphrase: '${var.good}', memory: 100}}|line 4|must be a whole number"
            + " between 19456 and 1048576",
        "argon2id: {k: {passphrase: '${var.good}', iterations: 1}}|line 4|must be a whole number"
            + " between 2 and 100",
        "argon2id: {k: {passphrase: '${var.good}', parallelism: 0}}|line 4|must be a whole number"
            + " between 1 and 64",
        "external: {k: {command: [./nowhere]}}|line 4|the program ./nowhere cannot be run",
        "external: {k: {command: [sh, -c, 'echo no luck >&2; exit 4']}}|line 4|failed with exit"
            + " code 4: no luck",
        "external: {k: {command: [echo, hello]}}|line 4|does not keep to the protocol",
        "external: {k: {command: []}}|line 4|must not be empty",
      })
  void whatIsWrongWithAKeyProviderIsSaid(String provider, String line, String text)
      throws IOException {
    shell.set("SHORT", "abcdef==");
    shell.set("ODD", "not base64 at all!");
    shell.write(
        "encryption.tf.yaml",
        block(provider, "aes_gcm")
            + """
            variable:
              good: {type: string, default: correct horse battery}
              short: {type: string, default: too short}
              none: {type: string}
            locals:
              a: ${local.b}
              b: ${local.a}
            """);
    shell.write("main.tf.yaml", RESOURCES);
    assertThat(bad("state", "list")).contains("on encryption.tf.yaml " + line).contains(text);
    assertThat(shell.directory().resolve("terraform.tfstate")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "method: {aes_gcm: {m: {keys: '${key_provider.environment.k}'}}}|method: {rot13: {m:"
            + " {}}}|There is no encryption method \"rot13\"",
        "keys: '${key_provider.environment.k}'|key: '${key_provider.environment.k}'|takes no"
            + " argument \"key\"",
        "{keys: '${key_provider.environment.k}'}|{}|needs a key",
        "key_provider.environment.k}|key_provider.environment.l}|There is no key provider"
            + " \"key_provider.environment.l\"",
        "keys: '${key_provider.environment.k}'|keys: environment.k|A key provider is named like"
            + " this: key_provider.TYPE.NAME.",
        "method.aes_gcm.m|method.aes_gcm.n|Can not find \"method.aes_gcm.n\" for \"state\"",
        "'${method.aes_gcm.m}'|m|A method is named like this: method.TYPE.NAME.",
        "{method: '${method.aes_gcm.m}'}|{method: '${method.aes_gcm.m}', granularity: fields}|The"
            + " granularity is \"whole\"",
        "{method: '${method.aes_gcm.m}'}|{method: '${method.aes_gcm.m}', enforce: true}|No argument"
            + " or block type is named \"enforce\". Did you mean \"enforced\"?",
        "{method: '${method.aes_gcm.m}'}|{method: method.unencrypted.u, enforced: true}|the"
            + " `enforced` flag is used",
        "{method: '${method.aes_gcm.m}'}|{method: method.aes_gcm.m, fallback: {method:"
            + " method.unencrypted.u}, enforced: true}|the `enforced` flag is used",
        "{method: '${method.aes_gcm.m}'}|{method: method.aes_gcm.m, fallback: {}}|There is no"
            + " method for state.fallback",
      })
  void whatIsWrongWithAMethodIsSaid(String what, String instead, String text) throws IOException {
    String good =
        """
        terraform:
          encryption:
            key_provider: {environment: {k: {variable: KEY}}}
            method: {aes_gcm: {m: {keys: '${key_provider.environment.k}'}}}
            state: {method: '${method.aes_gcm.m}'}
        """;
    String wrong =
        instead.contains("unencrypted")
            ? good.replace("method: {aes_gcm", "method: {unencrypted: {u: {}}, aes_gcm")
            : good;
    assertThat(wrong).contains(what);
    shell.write("encryption.tf.yaml", wrong.replace(what, instead));
    assertThat(bad("state", "list")).contains("on encryption.tf.yaml line").contains(text);
  }

  @Test
  void aTextOfTheEnvironmentIsNeverShown() throws IOException {
    shell.write("main.tf.yaml", RESOURCES);
    for (String text :
        new String[] {
          "key_provider \"pbkdf2\" \"a\" { passphrase = \"" + SECRET + "\" }",
          "{\"key_provider\": {\"argon2id\": {\"k\": {\"passphrase\": " + SECRET + "}}}}",
          "{\"key_provider\": {\"argon2id\": {\"k\": {\"passphrase\": \""
              + SECRET
              + "\", \"salt\": 1}}},"
              + " \"method\": {\"aes_gcm\": {\"m\": {\"keys\": \"key_provider.argon2id.k\"}}},"
              + " \"state\": {\"method\": \"method.aes_gcm.m\"}}",
        }) {
      shell.set("GROMA_ENCRYPTION", text);
      assertThat(bad("plan")).contains("GROMA_ENCRYPTION").doesNotContain(SECRET);
    }
  }

  @Test
  void validateLooksAtTheBlock() throws IOException {
    shell.write("encryption.tf.yaml", BY_VARIABLE.replace("variable: KEY", "variables: KEY"));
    assertThat(bad("validate")).contains("takes no argument \"variables\"");
    shell.write(
        "encryption.tf.yaml",
        block("argon2id: {k: {passphrase: correct horse battery}}", "aes_gcm"));
    assertThat(good("validate").text()).contains("Passphrase in a file");
  }

  @Test
  void statesBecomeEncryptedAndClearAgain() throws IOException {
    apply();
    assertThat(state()).contains(SECRET);
    shell.write("encryption.tf.yaml", BY_VARIABLE);
    String before = state();
    assertThat(bad("state", "list")).contains("The state is not encrypted", "`unencrypted`");
    assertThat(bad("apply", "-auto-approve")).contains("The state is not encrypted");
    assertThat(state()).isEqualTo(before);

    String migrating =
        BY_VARIABLE
            .replace("method:\n", "method:\n      unencrypted: {u: {}}\n")
            .replace(
                "state: {method: \"${method.aes_gcm.m}\"}",
                "state: {method: method.aes_gcm.m, fallback: {method: method.unencrypted.u}}");
    shell.write("encryption.tf.yaml", migrating);
    assertThat(good("state", "reencrypt").text()).contains("written anew, with serial 2");
    assertThat(state()).contains("groma_encryption");
    assertThat(shell.read("terraform.tfstate.backup")).doesNotContain(SECRET);
    assertThat(good("state", "reencrypt").text()).contains("as it is configured already");
    shell.write("encryption.tf.yaml", BY_VARIABLE);
    assertThat(good("state", "list").text()).isEqualTo("terraform_data.a\n");

    shell.write(
        "encryption.tf.yaml",
        migrating.replace(
            "state: {method: method.aes_gcm.m, fallback: {method: method.unencrypted.u}}",
            "state: {method: method.unencrypted.u, fallback: {method: method.aes_gcm.m}}"));
    good("apply", "-auto-approve");
    assertThat(state()).contains(SECRET);
    Files.delete(shell.directory().resolve("encryption.tf.yaml"));
    assertThat(good("plan").text()).contains("No changes.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"whole", "sensitive"})
  void keysChange(String granularity) throws IOException {
    String one =
        BY_VARIABLE.replace("m}\"}\n    plan", "m}\", granularity: " + granularity + "}\n    plan");
    shell.write("encryption.tf.yaml", one);
    apply();
    String before = state();
    shell.set("KEY2", OTHER);
    String other = one.replace("KEY", "KEY2");
    shell.write("encryption.tf.yaml", other);
    assertThat(bad("apply", "-auto-approve")).contains("Wrong key");
    assertThat(bad("state", "rm", "terraform_data.a")).contains("Wrong key");
    assertThat(state()).isEqualTo(before);

    shell.write(
        "encryption.tf.yaml",
        """
        terraform:
          encryption:
            key_provider:
              environment:
                old: {variable: KEY}
                new: {variable: KEY2}
            method:
              aes_gcm:
                old: {keys: "${key_provider.environment.old}"}
                new: {keys: "${key_provider.environment.new}"}
            state:
              method: ${method.aes_gcm.new}
              granularity: %s
              fallback: {method: "${method.aes_gcm.old}"}
        """
            .formatted(granularity));
    assertThat(good("plan").text()).contains("No changes.");
    assertThat(state()).isEqualTo(before);
    good("apply", "-auto-approve");
    assertThat(state()).isNotEqualTo(before);
    shell.write("encryption.tf.yaml", other);
    assertThat(good("output", "-raw", "token").text()).isEqualTo(SECRET);
  }

  @Test
  void pullGivesPlainTextAndPushTakesIt() throws IOException {
    shell.write("encryption.tf.yaml", BY_VARIABLE);
    apply();
    String pulled = good("state", "pull").text();
    assertThat(pulled).contains(SECRET, "\"serial\": 1");
    shell.write("edited.tfstate", pulled.replace("\"serial\": 1", "\"serial\": 5"));
    good("state", "push", "edited.tfstate");
    assertThat(state()).contains("groma_encryption").doesNotContain(SECRET);
    shell.write("sealed.tfstate", state());
    good("state", "push", "sealed.tfstate");
    assertThat(good("output", "-raw", "token").text()).isEqualTo(SECRET);
    assertThat(good("show", "-json", "edited.tfstate").text()).contains(SECRET);
    assertThat(good("show", "-json", "sealed.tfstate").text()).contains(SECRET);
  }

  @Test
  void whatWasChangedIsNotRead() throws IOException {
    shell.write("encryption.tf.yaml", BY_VARIABLE);
    apply();
    String whole = state();
    for (Map.Entry<String, String> wrong :
        Map.of(
                whole.substring(0, whole.length() - 40), "state.corrupt",
                whole.replaceAll("(\"encrypted_data\": \".{40}).", "$1/"), "",
                whole.replace("\"serial\": 1", "\"serial\": 2"), "")
            .entrySet()) {
      if (wrong.getKey().equals(whole)) {
        continue;
      }
      shell.write("terraform.tfstate", wrong.getKey());
      for (String[] command :
          new String[][] {
            {"plan"},
            {"apply", "-auto-approve"},
            {"show"},
            {"output"},
            {"state", "list"},
            {"state", "pull"},
            {"state", "rm", "terraform_data.a"},
            {"state", "reencrypt"},
            {"taint", "terraform_data.a"},
            {"destroy", "-auto-approve"}
          }) {
        assertThat(bad(command))
            .containsPattern("Corrupt state|Encrypted content was changed|state");
        assertThat(state()).isEqualTo(wrong.getKey());
      }
    }
  }

  @Test
  void anEncryptedPlanHoldsWhatIsSensitive() throws IOException {
    shell.write("encryption.tf.yaml", BY_VARIABLE);
    shell.write("main.tf.yaml", RESOURCES.replace(", default: hunter2-hunter2", ""));
    good("plan", "-out=saved", "-var=token=" + SECRET);
    Path saved = shell.directory().resolve("saved");
    String stored = Files.readString(saved, StandardCharsets.ISO_8859_1);
    assertThat(stored).startsWith("groma-sealed-plan aes_gcm ").doesNotContain("terraform_data");
    assertThat(good("show", "saved").text()).contains("terraform_data.a").doesNotContain(SECRET);
    assertThat(good("show", "-json", "saved").text()).doesNotContain(SECRET);
    assertThat(good("graph", "-plan=saved").text())
        .contains("\"[root] terraform_data.a\"")
        .doesNotContain(SECRET);
    assertThat(good("show", "-json", "-show-sensitive", "saved").text()).contains(SECRET);

    shell.set("KEY", OTHER);
    assertThat(bad("apply", "saved")).contains("Wrong key", "The plan file saved");
    assertThat(bad("show", "saved")).contains("Wrong key");
    assertThat(bad("graph", "-plan=saved")).contains("Wrong key");
    shell.set("KEY", KEY);
    Files.write(saved, Arrays.copyOf(Files.readAllBytes(saved), 500));
    assertThat(bad("apply", "saved")).contains("Encrypted content was changed");
    Files.writeString(saved, stored, StandardCharsets.ISO_8859_1);
    assertThat(good("apply", "saved").text()).contains("1 added").doesNotContain(SECRET);
    assertThat(good("output", "-raw", "token").text()).isEqualTo(SECRET);
  }

  @Test
  void aPlanInClearIsNotCarriedOut() throws IOException {
    shell.write("main.tf.yaml", RESOURCES);
    good("plan", "-out=saved");
    shell.write("encryption.tf.yaml", BY_VARIABLE);
    assertThat(bad("apply", "saved")).contains("The plan is not encrypted");
    assertThat(good("show", "saved").text()).contains("terraform_data.a");
  }

  @Test
  void variablesOfTheBlockCanBeGivenToEveryCommand() throws IOException {
    shell.write(
        "encryption.tf.yaml",
        block("argon2id: {k: {passphrase: '${var.pass}', memory: 19456, iterations: 2}}", "aes_gcm")
            + "variable: {pass: {type: string, sensitive: true}}\n");
    shell.write("main.tf.yaml", RESOURCES);
    String pass = "-var=pass=correct horse battery";
    good("init", pass);
    good("apply", "-auto-approve", pass);
    assertThat(bad("state", "list"))
        .contains("\"passphrase\" of the key provider argon2id.k has no value");
    assertThat(good("state", "list", pass).text()).isEqualTo("terraform_data.a\n");
    assertThat(good("state", "show", pass, "terraform_data.a").text()).contains("terraform_data");
    assertThat(good("state", "pull", pass).text()).contains(SECRET);
    assertThat(good("output", pass, "-raw", "token").text()).isEqualTo(SECRET);
    assertThat(good("show", pass).text()).contains("terraform_data.a");
    good("taint", pass, "terraform_data.a");
    good("untaint", pass, "terraform_data.a");
    assertThat(good("workspace", "list", pass).text()).contains("* default");
    assertThat(good("providers", pass).text()).contains("Providers required by state");
    good("state", "reencrypt", pass);
    good("state", "mv", pass, "terraform_data.a", "terraform_data.b");
    good("state", "rm", pass, "terraform_data.b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"whole", "sensitive"})
  void theFileOfAnotherWorkspaceIsNotRead(String granularity) throws IOException {
    shell.write(
        "encryption.tf.yaml",
        BY_VARIABLE.replace(
            "m}\"}\n    plan", "m}\", granularity: " + granularity + "}\n    plan"));
    apply();
    good("workspace", "new", "staging");
    good("apply", "-auto-approve");
    Path staging = shell.directory().resolve("terraform.tfstate.d/staging/terraform.tfstate");
    String before = Files.readString(staging);
    Files.writeString(staging, state());
    assertThat(bad("plan"))
        .contains("The state of another workspace")
        .contains("was encrypted for the workspace \"default\"");
    assertThat(bad("state", "rm", "terraform_data.a")).contains("The state of another workspace");
    assertThat(bad("destroy", "-auto-approve")).contains("The state of another workspace");
    assertThat(Files.readString(staging)).isEqualTo(state());
    assertThat(good("state", "list", "-state=terraform.tfstate.d/staging/terraform.tfstate").text())
        .isEqualTo("terraform_data.a\n");
    Files.writeString(staging, before);
    assertThat(good("state", "list").text()).isEqualTo("terraform_data.a\n");
    good("workspace", "new", "-state=terraform.tfstate", "copy");
    assertThat(good("state", "list").text()).isEqualTo("terraform_data.a\n");
  }

  @Test
  void statesOfOthersAreReadWithTheirKeys() throws IOException {
    shell.write("encryption.tf.yaml", BY_VARIABLE);
    apply();
    String reader =
        """
        terraform:
          encryption:
            key_provider:
              environment: {k: {variable: KEY}, other: {variable: OTHER}}
            method:
              aes_gcm:
                m: {keys: "${key_provider.environment.k}"}
                o: {keys: "${key_provider.environment.other}"}
            remote_state_data_sources:
              default: {method: "${method.aes_gcm.o}"}
              remote_state_data_source:
                a: {method: "${method.aes_gcm.m}"}
                inner.b[1]: {method: "${method.aes_gcm.m}"}
        module: {inner: {source: ./inner}}
        data:
          terraform_remote_state:
            a: {backend: local, config: {path: ../terraform.tfstate}}
        output:
          seen: {value: "${data.terraform_remote_state.a.outputs.token}", sensitive: true}
        """;
    String inner =
        """
        data:
          terraform_remote_state:
            b: {count: 2, backend: local, config: {path: ../terraform.tfstate}}
        """;
    shell.set("OTHER", OTHER);
    shell.write("reader/main.tf.yaml", reader);
    shell.write("reader/inner/main.tf.yaml", inner);
    assertThat(bad("-chdir=reader", "plan"))
        .contains("Wrong key", "module.inner.data.terraform_remote_state.b[0]")
        .doesNotContain("with module.inner.data.terraform_remote_state.b[1]");
    shell.write("reader/inner/main.tf.yaml", inner.replace("count: 2, ", ""));
    shell.write("reader/main.tf.yaml", reader.replace("inner.b[1]", "inner.b"));
    good("-chdir=reader", "apply", "-auto-approve");
    assertThat(good("-chdir=reader", "output", "-raw", "seen").text()).isEqualTo(SECRET);
  }
}

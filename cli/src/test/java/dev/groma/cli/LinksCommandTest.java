package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.engine.review.RuleNames;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// `groma links`, and the rules as they are documented.
final class LinksCommandTest {
  private static final Path HYBRID = Path.of("..", "examples", "hybrid", "main.tf.yaml");

  @Test
  void theMapOfTheHybridExample() throws Exception {
    try (Shell shell = new Shell()) {
      String good = Files.readString(HYBRID);
      shell.write("main.tf.yaml", good);
      Shell.Result before = shell.run("links", "-emulator");
      assertThat(before.code()).as(before.text()).isZero();
      assertThat(before.text())
          .contains(
              "  ✓ vpc-bp1ub1yt9cvakoe1jexmp ── cb4a631d-1a2b-48df-9a86-ca3fa348c36c",
              "by: alicloud_vpn_connection.huawei[\"second\"]",
              "by: huaweicloud_vpn_connection.alibaba[\"second\"]",
              "ike-version 2, ike-encryption aes-256",
              "Peerings")
          .doesNotContain("link.", "Tunnels to somewhere else");

      Shell.Result applied = shell.run("apply", "-emulator", "-auto-approve", "-no-color");
      assertThat(applied.code()).as(applied.text()).isZero();
      assertThat(applied.text()).as("no false alarm").doesNotContain("ends of a link");
      Shell.Result after = shell.run("links", "-emulator");
      assertThat(after.code()).as(after.text()).isZero();
      assertThat(after.text()).contains("address: ").doesNotContain("link.");

      shell.write("main.tf.yaml", good.replace("ike_pfs: group14", "ike_pfs: group5"));
      JsonNode map = json(shell.run("links", "-emulator", "-json"));
      assertThat(map.at("/joins/0/broken").asBoolean()).isTrue();
      assertThat(map.at("/joins/0/problems/0/rule").asString()).isEqualTo("link.ike-group");
      assertThat(map.at("/joins/0/problems/0/places/1/range/filename").asString())
          .isEqualTo("main.tf.yaml");
      assertThat(shell.run("links", "-emulator", "-format=dot").text())
          .contains("graph links {", "label=\"link: link.ike-group\", color=red");
      assertThat(shell.run("links", "-emulator", "-format=mermaid").text())
          .contains("flowchart LR", "n0 -- \"link: link.ike-group\" --- n1");
      Shell.Result page = shell.run("links", "-emulator", "-format=html");
      assertThat(page.code()).as("a link cannot work").isEqualTo(1);
      assertThat(page.text())
          .contains("<line class=\"link broken\"", "<code>link.ike-group</code>")
          .doesNotContain("src=", "href=", "Only-for-the-emulator");
      assertThat(
              shell.run("links", "-emulator", "-disable-rule=link.ike-group", "-format=dot").code())
          .isZero();
      assertThat(shell.run("plan", "-emulator", "-disable-rule=link.*").code()).isZero();
      assertThat(shell.run("plan", "-emulator").code()).isEqualTo(1);
      assertThat(shell.run("links", "-format=png").text()).contains("Unknown format");
    }
  }

  /// The text, in which messages stand behind the document.
  private static JsonNode json(Shell.Result result) {
    return new ObjectMapper().readTree(result.text().substring(0, result.text().lastIndexOf("\n}") + 2));
  }

  @Test
  void whatTheCloudsCanAgreeOn() throws Exception {
    try (Shell shell = new Shell()) {
      assertThat(shell.run("links", "-matrix").text())
          .contains(
              "huaweicloud_vpn_connection and ksyun_vpn_tunnel",
              "  ike-group       1 2 5  → 5",
              "  ike-version     not said by both",
              "  esp-integrity   md5 sha1 sm3 sha2-256 sha2-384 sha2-512  → sha2-512");
    }
  }

  @Test
  void everyRuleIsDocumented() throws Exception {
    for (String file : new String[] {"rules.md", "rules.zh-CN.md"}) {
      String text = Files.readString(Path.of("..", "docs", file));
      assertThat(RuleNames.all()).allSatisfy(rule -> assertThat(text).contains("`" + rule + "`"));
    }
  }
}

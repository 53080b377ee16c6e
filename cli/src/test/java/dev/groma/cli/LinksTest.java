package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.engine.plan.PlanResult;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Severity;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Both ends of links, across each pair of clouds: each parameter wrong once, and right ones, before
/// anything exists and when everything does.
final class LinksTest {
  private static final String SETTINGS =
      """
      provider:
        alicloud: {region: cn-hangzhou}
        huaweicloud: {region: cn-north-4}
        ksyun: {region: cn-beijing-6}
      """;
  private static final String ALI = "alicloud";
  private static final String HUAWEI = "huaweicloud";
  private static final String KSYUN = "ksyun";

  /// A parameter of one end that is wrong: which pair of clouds, which end (0 or 1), parameter,
  /// value, the rule that finds it, whether that is an error, and what the message says.
  static Stream<Arguments> wrong() {
    return Stream.of(
        wrong(ALI, HUAWEI, 0, "version", "ikev2", "ike-version", true, "is ikev2 and"),
        wrong(ALI, HUAWEI, 0, "mode", "aggressive", "ike-mode", true, "aggressive"),
        wrong(ALI, HUAWEI, 0, "enc", "aes192", "ike-encryption", true, "is aes-256: set"),
        wrong(ALI, HUAWEI, 1, "int", "sha2-256", "ike-integrity", true, "documents is sha1", "sha1"),
        wrong(ALI, HUAWEI, 0, "group", "group2", "ike-group", true, "ike_pfs to group14"),
        wrong(ALI, HUAWEI, 0, "life", "3600", "ike-lifetime", false, "is 3600 and"),
        wrong(ALI, HUAWEI, 0, "espenc", "aes", "esp-encryption", true, "is aes and"),
        wrong(ALI, HUAWEI, 1, "espint", "md5", "esp-integrity", true, "is md5"),
        wrong(ALI, HUAWEI, 1, "espgroup", "disable", "esp-group", true, "is disable"),
        wrong(ALI, HUAWEI, 1, "esplife", "7200", "esp-lifetime", false, "is 7200"),
        wrong(ALI, HUAWEI, 0, "psk", "psk: Another-key", "psk", true, "not the same"),
        wrong(ALI, HUAWEI, 0, "psk", "psk: null", "psk", true, "Set both from one variable"),
        wrong(ALI, HUAWEI, 0, "remote", "[192.168.9.0/24]", "subnets", true, "192.168.0.0/24"),
        wrong(ALI, HUAWEI, 0, "local", "[10.0.0.0/16]", "subnets", true, "10.0.0.0/16"),
        wrong(ALI, HUAWEI, 0, "ids", ", ike_local_id: office", "identity", true, "itself office"),
        wrong(
            ALI,
            HUAWEI,
            1,
            "ids",
            ", peer_id_type: fqdn, peer_id: branch",
            "identity",
            true,
            "expects branch"),
        wrong(ALI, KSYUN, 0, "enc", "3des", "ike-encryption", true, "ike_encry_algorithm"),
        wrong(ALI, KSYUN, 0, "int", "md5", "ike-integrity", true, "ike_authen_algorithm to sha"),
        wrong(ALI, KSYUN, 0, "group", "group14", "ike-group", true, "ike_dh_group to 5"),
        wrong(ALI, KSYUN, 1, "espenc", "esp-des", "esp-encryption", true, "is esp-des"),
        wrong(ALI, KSYUN, 1, "espint", "sha256", "esp-integrity", true, "is sha256"),
        wrong(ALI, KSYUN, 1, "esplife", "7200", "esp-lifetime", false, "is 7200"),
        wrong(ALI, KSYUN, 1, "psk", "pre_shared_key: Another", "psk", true, "not the same"),
        wrong(
            ALI,
            KSYUN,
            1,
            "type",
            "GreOverIpsec\n      vpn_gre_ip: 169.254.1.1\n      customer_gre_ip: 169.254.1.2",
            "encapsulation",
            true,
            "GreOverIpsec"),
        wrong(HUAWEI, KSYUN, 0, "enc", "aes-128", "ike-encryption", true, "is aes-128 and"),
        wrong(HUAWEI, KSYUN, 0, "int", "sha2-512", "ike-integrity", true, "is sha2-512 and"),
        wrong(HUAWEI, KSYUN, 0, "group", "", "ike-group", true, "(not set)"),
        wrong(HUAWEI, KSYUN, 0, "espenc", "sm4", "esp-encryption", true, "is sm4"),
        wrong(HUAWEI, KSYUN, 1, "espint", "sha512", "esp-integrity", true, "to sha2-512"),
        wrong(HUAWEI, KSYUN, 0, "psk", "psk: Another-key", "psk", true, "not the same"),
        wrong(HUAWEI, HUAWEI, 0, "version", "v2", "ike-version", true, "is v2"),
        wrong(HUAWEI, HUAWEI, 1, "type", "bgp", "routing", true, "BGP"),
        wrong(HUAWEI, HUAWEI, 1, "enc", "aes-256-gcm-16", "ike-encryption", true, "gcm"),
        wrong(ALI, ALI, 0, "espgroup", "group1", "esp-group", true, "ipsec_pfs"),
        wrong(KSYUN, KSYUN, 1, "enc", "sm4-cbc", "ike-encryption", true, "sm4-cbc"));
  }

  private static Arguments wrong(
      String one,
      String other,
      int end,
      String parameter,
      String value,
      String rule,
      boolean fatal,
      String... words) {
    return Arguments.of(
        one, other, end, parameter, value, rule, fatal, words[words.length - 1]);
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void everyWrongOneIsFound(
      String one,
      String other,
      int end,
      String parameter,
      String value,
      String rule,
      boolean fatal,
      String words)
      throws Exception {
    LinkEnd[] good = LinkEnd.pair(one, other);
    LinkEnd[] ends = good.clone();
    ends[end] = ends[end].with(parameter, value);
    try (Offline offline = new Offline()) {
      assertFound(offline.plan(files(ends)), ends, rule, fatal, words);
      if (!value.isEmpty()) { // What is not set any more stays as it was.
        offline.apply(files(good));
        assertFound(offline.plan(files(ends)), ends, rule, fatal, words);
      }
    }
  }

  private static String[] files(LinkEnd... ends) {
    return Stream.concat(Stream.of(SETTINGS), Stream.of(ends).map(LinkEnd::text))
        .toArray(String[]::new);
  }

  private static void assertFound(
      PlanResult result, LinkEnd[] ends, String rule, boolean fatal, String words) {
    List<Diagnostic> found = links(result);
    assertThat(found).extracting(Diagnostic::code).as("%s", found).contains("link." + rule);
    Diagnostic told =
        found.stream().filter(d -> d.code().equals("link." + rule)).findFirst().orElseThrow();
    assertThat(told.severity()).isEqualTo(fatal ? Severity.ERROR : Severity.WARNING);
    assertThat(told.detail())
        .contains(words)
        .contains(" at part-1.tf.yaml:", " at part-2.tf.yaml:")
        .contains(ends[1].cloud());
    assertThat(told.subject()).isNotNull();
    assertThat(found.toString()).doesNotContain("One-key-for-both", "Another");
  }

  private static List<Diagnostic> links(PlanResult result) {
    return result.diagnostics().stream().filter(d -> d.code().startsWith("link.")).toList();
  }

  static Stream<Arguments> right() {
    LinkEnd[] strong = LinkEnd.pair(HUAWEI, HUAWEI);
    for (int i = 0; i < 2; i++) {
      strong[i] =
          strong[i]
              .with("version", "v2")
              .with("espenc", "aes-256-gcm-16")
              .with("espint", i == 0 ? "sha2-256" : "sha2-512");
    }
    LinkEnd[] named = LinkEnd.pair(ALI, HUAWEI);
    named[0] = named[0].with("ids", ", ike_local_id: branch, ike_remote_id: hub");
    named[1] =
        named[1]
            .with(
                "ids",
                ", local_id_type: fqdn, local_id: hub, peer_id_type: fqdn, peer_id: branch");
    LinkEnd[] anybody = LinkEnd.pair(ALI, HUAWEI);
    anybody[0] = anybody[0].with("ids", ", ike_local_id: branch");
    anybody[1] = anybody[1].with("ids", ", peer_id_type: any");
    LinkEnd[] later = LinkEnd.pair(ALI, HUAWEI);
    for (int i = 0; i < 2; i++) {
      later[i] = later[i].with("psk", "psk: '${terraform_data.key.output}'");
    }
    LinkEnd[] perhaps = LinkEnd.pair(ALI, HUAWEI);
    perhaps[0] =
        perhaps[0]
            .with("psk", "psk: '${upper(terraform_data.key.output)}'")
            .with("enc", "'${terraform_data.key.output == \"x\" ? \"aes256\" : \"aes192\"}'")
            .with("remote", "['${terraform_data.key.output}']");
    LinkEnd[] spelt = LinkEnd.pair(ALI, HUAWEI);
    spelt[1] = spelt[1].with("remote", "[10.0.1.0/24, 10.0.0.0/24]");
    spelt[0] = spelt[0].with("enc", "AES256");
    LinkEnd[] merged = LinkEnd.pair(ALI, HUAWEI);
    merged[1] = merged[1].with("remote", "[10.0.0.0/23]");
    return Stream.of(
        right("ali-huawei", LinkEnd.pair(ALI, HUAWEI)),
        right("ali-ksyun", LinkEnd.pair(ALI, KSYUN)),
        right("huawei-ksyun", LinkEnd.pair(HUAWEI, KSYUN)),
        right("ali-ali", LinkEnd.pair(ALI, ALI)),
        right("huawei-huawei", LinkEnd.pair(HUAWEI, HUAWEI)),
        right("ksyun-ksyun", LinkEnd.pair(KSYUN, KSYUN)),
        right("what encrypts also authenticates", strong),
        right("names", named),
        right("any name", anybody),
        right("a key that is known later", later),
        right("values that may be right", perhaps),
        right("another order, another spelling", spelt),
        right("ranges that come to the same", merged));
  }

  private static Arguments right(String what, LinkEnd... ends) {
    return Arguments.of(what, ends);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("right")
  void noFalseAlarm(String what, LinkEnd[] ends) throws Exception {
    String key = "resource: {terraform_data: {key: {input: Some-thing-1}}}";
    String[] files = Stream.concat(Stream.of(files(ends)), Stream.of(key)).toArray(String[]::new);
    try (Offline offline = new Offline()) {
      PlanResult first = offline.plan(files);
      assertThat(links(first)).as(what).isEmpty();
      assertThat(Diagnostic.hasErrors(first.diagnostics()))
          .as("%s: %s", what, first.diagnostics())
          .isFalse();
    }
  }
}

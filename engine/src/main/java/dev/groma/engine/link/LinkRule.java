package dev.groma.engine.link;

import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.schema.Role.Fact;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rules about the two ends of links. docs/rules.md explains each.
public enum LinkRule {
  /// The ends carry packets differently.
  ENCAPSULATION(Fact.ENCAPSULATION, "The ends of a link wrap packets differently", "两端封装方式不同"),
  /// One end proves itself by a key, the other by a certificate.
  AUTHENTICATION(
      Fact.AUTHENTICATION, "The ends of a link prove themselves differently", "两端认证方法不同"),
  /// The versions of IKE differ.
  IKE_VERSION(
      Fact.IKE_VERSION, "The ends of a link speak different versions of IKE", "两端 IKE 版本不同"),
  /// The modes of IKE version 1 differ.
  IKE_MODE(Fact.IKE_MODE, "The ends of a link negotiate in different modes", "两端 IKE 协商模式不同"),
  /// The encryptions of the negotiation differ.
  IKE_ENCRYPTION(
      Fact.IKE_ENCRYPTION,
      "The ends of a link encrypt the negotiation differently",
      "两端 IKE 加密算法不同"),
  /// The authentications of the negotiation differ.
  IKE_INTEGRITY(
      Fact.IKE_INTEGRITY,
      "The ends of a link authenticate the negotiation differently",
      "两端 IKE 认证算法不同"),
  /// The groups of the negotiation differ.
  IKE_GROUP(Fact.IKE_GROUP, "The ends of a link negotiate in different groups", "两端 IKE DH 组不同"),
  /// The lifetimes of the negotiation differ.
  IKE_LIFETIME(
      Fact.IKE_LIFETIME, "The ends of a link negotiate anew at different times", "两端 IKE 生存周期不同"),
  /// The encryptions of what is carried differ.
  ESP_ENCRYPTION(
      Fact.ESP_ENCRYPTION, "The ends of a link encrypt traffic differently", "两端 IPsec 加密算法不同"),
  /// The authentications of what is carried differ.
  ESP_INTEGRITY(
      Fact.ESP_INTEGRITY, "The ends of a link authenticate traffic differently", "两端 IPsec 认证算法不同"),
  /// The groups of perfect forward secrecy differ.
  ESP_GROUP(
      Fact.ESP_GROUP, "The ends of a link differ in perfect forward secrecy", "两端 PFS 的 DH 组不同"),
  /// The lifetimes of the keys differ.
  ESP_LIFETIME(
      Fact.ESP_LIFETIME, "The ends of a link renew keys at different times", "两端 IPsec 生存周期不同"),
  /// The keys differ.
  PSK(Fact.PSK, "The ends of a link have different pre-shared keys", "两端预共享密钥不同"),
  /// An end expects another name than the other gives.
  IDENTITY("link.identity", "The ends of a link call each other differently", "两端标识不匹配"),
  /// An end sends what the other does not take.
  SUBNETS("link.subnets", "The ends of a link carry different networks", "两端网段不对应"),
  /// The networks at both ends have addresses in common.
  OVERLAP("link.overlap", "The networks at both ends of a link overlap", "两端网段重叠"),
  /// Networks that are joined by way of others have addresses in common.
  NETWORKS_OVERLAP("link.networks-overlap", "Networks that are joined overlap", "互联的网络网段重叠"),
  /// One end finds routes by BGP and the other does not.
  ROUTING("link.routing", "The ends of a link find routes differently", "两端路由方式不同"),
  /// The numbers of autonomous systems do not fit.
  ASN("link.asn", "The autonomous systems of a link do not fit", "两端 BGP ASN 不匹配"),
  /// The addresses inside the tunnel do not fit.
  INNER_ADDRESS("link.inner-address", "The addresses inside a tunnel do not fit", "隧道内地址不匹配"),
  /// A tunnel leads to a gateway from which none leads back.
  NO_WAY_BACK("link.no-way-back", "No tunnel leads back", "对端没有返回的隧道"),
  /// An end has no route through the tunnel.
  NO_ROUTE("link.no-route", "An end of a link has no route to the other", "一端缺少到对端的路由"),
  /// Two networks are peered twice.
  PEERED_TWICE("link.peered-twice", "Two networks are peered twice", "两个网络重复建立对等连接");

  private final String word;
  private final Doc summary;
  private final @Nullable Fact fact;

  LinkRule(Fact fact, String english, String chinese) {
    this.word = "link." + fact.word();
    this.summary = new Doc(english, chinese);
    this.fact = fact;
  }

  LinkRule(String word, String english, String chinese) {
    this.word = word;
    this.summary = new Doc(english, chinese);
    this.fact = null;
  }

  /// The name that findings, options and documents have for it.
  public String word() {
    return word;
  }

  /// The headline.
  public Doc summary() {
    return summary;
  }

  /// The rule that both ends must say the same of `fact`.
  static Optional<LinkRule> about(Fact fact) {
    return Arrays.stream(values()).filter(rule -> rule.fact == fact).findFirst();
  }
}

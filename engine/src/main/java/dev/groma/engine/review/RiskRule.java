package dev.groma.engine.review;

import dev.groma.schemas.schema.Doc;

/// The rules about what changes do to traffic. docs/rules.md explains each.
public enum RiskRule {
  /// A gateway goes, is replaced or interrupted, and what is on it with it.
  GATEWAY_DOWN("risk.gateway-down", "A gateway and its tunnels go down", "网关及其隧道中断"),
  /// The peer of tunnels goes, is replaced or interrupted.
  PEER_DOWN("risk.peer-down", "The tunnels of a customer gateway go down", "客户网关的隧道中断"),
  /// A tunnel goes, is replaced or interrupted.
  TUNNEL_DOWN("risk.tunnel-down", "A tunnel goes down", "隧道中断"),
  /// A peering goes, is replaced or interrupted.
  PEERING_DOWN("risk.peering-down", "A peering goes down", "对等连接中断"),
  /// A route goes, is replaced or interrupted.
  ROUTE_DOWN("risk.route-down", "A route goes away", "路由中断"),
  /// Something else that carries traffic goes, is replaced or interrupted.
  OBJECT_DOWN("risk.object-down", "What an object carries goes down", "对象承载的流量中断"),
  /// A tunnel will be negotiated anew with other parameters.
  RENEGOTIATION("risk.renegotiation", "A tunnel is negotiated anew", "隧道将重新协商"),
  /// The other end of a tunnel has to be changed by somebody else.
  OTHER_END("risk.other-end", "The other end has to be changed alike", "对端须作相同修改"),
  /// A gateway that is replaced gets another public address.
  NEW_ADDRESS("risk.new-address", "A public address changes", "公网地址变化"),
  /// An object stays and is not looked after any more.
  FORGOTTEN("risk.forgotten", "An object is no longer managed", "对象不再受管理");

  private final String word;
  private final Doc summary;

  RiskRule(String word, String english, String chinese) {
    this.word = word;
    this.summary = new Doc(english, chinese);
  }

  /// The name that findings, options and documents have for it.
  public String word() {
    return word;
  }

  /// The headline of its findings.
  public Doc summary() {
    return summary;
  }
}

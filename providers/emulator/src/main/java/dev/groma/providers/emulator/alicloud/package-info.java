/// Alibaba Cloud's Apsara Stack as far as VPN gateways go: the RPC signature 1.0, JSON and XML
/// answers, all 36 operations of the guide, and AssumeRole of STS.
///
/// Start with [AlibabaCloud], which names the operations; their rules are in `VpnGateways`,
/// `CustomerGateways`, `Routes`, `VpnConnections`, `SslVpnServers`, `SslVpnClientCerts`,
/// `ServerLogs`, `Regions` and `Roles`. An object is a `Thing`: a document with the members that
/// its `Kind` lists. `AliCall` is what a call may see; the signature is in `RpcSignature`, the
/// formats in `Answers`. To add an operation: write its rule and effect as a method of such a class
/// and name it in [AlibabaCloud].
///
/// Source: the VPN gateway developer guide of Apsara Stack Enterprise v3.16.2, 2022-09-15. Where it
/// contradicts itself, what the vendor's own SDKs do decides; each place says so.
///
/// Where the guide is silent:
///
/// * an account has one organisation of its own, with the account's id, and those that the seed
///   file lists as its `projects` (without any: every one); a call sees what is in the organisation
///   that it names and, if it names a resource set, in that;
/// * things of others do not exist; an organisation of others is `Forbidden`; an operation that the
///   account may not call is `Forbidden.SubUser`;
/// * `x-acs-instanceid`, where given, must be one of the parameters;
/// * a rule without a code of its own is `InvalidParameter`, as in STS; a missing parameter is
///   `Missing` and its name, as for all products behind the gateway; a thing that is still needed
///   is `DependencyViolation`: a gateway by connections and SSL servers, a customer gateway by
///   connections, a connection by routes, an SSL server by client certificates;
/// * there may be 1000 of each thing (`Resource.QuotaFull`), counted per account and region, or per
///   gateway for what is on one, unless the seed file has a quota for it;
/// * a gateway is busy for the latency after every change of something on it;
/// * gateways are paid by use; one becomes prepaid, or locked for debts, from behind the API
///   (`chargeType`, `ends`, `businessStatus`);
/// * a token is good for a day; unknown parameters are ignored; an empty one is none, so that a
///   name or description cannot be emptied;
/// * lists are in the order of creation; times of logs are in UTC.
@NullMarked
package dev.groma.providers.emulator.alicloud;

import org.jspecify.annotations.NullMarked;

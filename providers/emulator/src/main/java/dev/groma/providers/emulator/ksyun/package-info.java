/// Kingsoft Cloud as far as peering connections and VPNs go: AWS signatures of version 4 and the
/// simplified signature 1.0, XML and JSON answers, and all operations of the two documents.
///
/// Start with [KsyunCloud], which names the operations; their rules are in `Peerings`,
/// `VpnGateways`, `CustomerGateways` and `VpnTunnels`, each beside the record of its object;
/// `Listing` is what every `Describe` operation does; the signatures are in `AwsV4` and
/// `SimpleSignature`, the formats in `Answers`. To add an operation: write its rule and effect as a
/// method of such a class and name it in [KsyunCloud].
///
/// Sources: the OpenAPI documents of peering connections and of VPN connections (API version
/// 2016-03-04). Where they contradict themselves or each other, what the vendor's own SDKs do
/// decides:
///
/// * the service in the scope of a signature is `vpc`; the sample's `iam` belongs to another API;
/// * either form of AWS signature is accepted with either method; blanks in header values are
///   collapsed even between quotes, as in the published test vectors;
/// * error codes have no blanks: `InvalidClientTokenId`, `MissingAuthenticationToken`,
///   `SignatureDoesNotMatch` (the VPN document says `SignedCookiesNotMatch`),
///   `InvalidQueryParameter`;
/// * the sides of a peering are `RequesterVpcInfo` and `AccepterVpcInfo`, a list of them is
///   `VpcPeeringConnectionSet`, and the root of an answer is always the name of the action and
///   `Response`;
/// * `RequestId` is the last child of that root, as in the samples of operations;
/// * tunnels show `Ipsec…` and `IkeDHGroup`, as they were created, and a tunnel is of type
///   `GreOverIpsec` or `Ipsec`.
///
/// Where the documents are silent:
///
/// * a peering is one object with one id, seen from both sides, each in the region of its VPC;
///   `local` is one within a region, `remote` one between two;
/// * a peering between VPCs of one account is accepted at once (`provisioning`); another account
///   has seven days, then the peering is `expired`; one whose two ranges overlap becomes `failed`;
/// * only the requester modifies a peering, and nobody deletes one that is `provisioning`;
/// * within one region `BandWidth` and `ChargeType` are refused, even with the value they would
///   have; `PurchaseTime` is 1 to 36 months and goes with `Monthly` only;
/// * ids of VPCs are UUIDs; something that does not exist is `NoSuchEntity` 404, and a rule that
///   depends on the state of things is `InvalidParameterValue` 400 for the parameter that names the
///   thing, as there are no codes for it;
/// * `Describe` leaves out ids that do not exist, sorts by id, and shows the default project (`0`)
///   only unless `ProjectId` or `ProjectId.N` asks for others; every `Describe` has pages;
/// * a gateway where a tunnel ends cannot be deleted;
/// * a tunnel is `active` at once, as nobody negotiates with it;
/// * times are shown in China's time zone; clocks may be 15 minutes apart; a signature in the query
///   is good for `X-Amz-Expires` seconds.
@NullMarked
package dev.groma.providers.emulator.ksyun;

import org.jspecify.annotations.NullMarked;

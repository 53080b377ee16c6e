/// Baidu AI Cloud as far as peering goes: signature `bce-auth-v1` with permanent or temporary keys,
/// the PeerConn operations of the VPC API, and the STS operation that gives temporary keys.
///
/// Start with [BaiduCloud], which names routes and operations; the rules are in `PeerConns`, the
/// object and its states in `PeerConn`, the signature in `BceAuthV1`. To add an operation: write
/// its rule and effect as a method of `PeerConns`, and give it its name and its place among the
/// routes in `BaiduCloud`. A new kind of object gets a record that reads and writes its document,
/// as `PeerConn` does, and a line in [BaiduCloud#check].
///
/// Sources: the PeerConn guide of the Go SDK (2025-08-22), whose function names are the operations'
/// names here; the public description of the authentication mechanism; the common and VPC error
/// lists. Where they are silent:
///
/// * times are shown as in the guide's samples (`2018-08-07 19:46:55`), in China's time zone;
/// * the bandwidth is 1 to 10000 Mbps, as no limits are published;
/// * a parameter that can never be right is `BadRequest` 400, a rule that depends on the state of
///   things `OperationDenied` 409;
/// * an acceptance takes a moment, in which the connection is `starting`;
/// * a list counts entries, and the two roles of a connection within one region are two entries;
///   markers are opaque;
/// * an endpoint that is addressed without a region answers for all of them, and places a VPC that
///   no seed file lists in the first region;
/// * a client token belongs to its account: used again for another operation it is a mismatch too;
/// * `GetSessionToken` (`POST /v1/sessionToken`) is answered by the same endpoint and gives keys
///   for 1 second to 36 hours, 12 hours by default; the access control list in its body changes
///   nothing;
/// * temporary keys without their token, with a wrong one or after their time are
///   `InvalidSessionToken` 400; the token must be among the signed headers;
/// * `RefundPeerConn` (`?refund`, known from the SDKs) gives a settled prepaid connection back, by
///   its initiator only;
/// * throttling is `RequestLimitExceeded` 429.
///
/// Baidu's own Java SDK (0.10.385) runs against it with nothing but another endpoint.
@NullMarked
package dev.groma.providers.emulator.baiducloud;

import org.jspecify.annotations.NullMarked;

/// Huawei Cloud as far as the enterprise edition of VPN goes: both ways to prove who calls, all
/// operations of the API reference (edition 01 of 2024-11-14), the token and projects of IAM, and
/// the two operations on elastic addresses without which they cannot be rebound.
///
/// Start with `Routes`, which names the operations and their paths, and [HuaweiCloud], which says
/// who may call. The rules are in `Gateways`, `Certificates`, `CustomerGateways`, `Connections`,
/// `Monitors`, `Tags`, `Iam` and `Eips`. Everything that is kept is a `Resource` of some `Kind`, in
/// a state that time moves on (`Progress`); `Store` finds and keeps them; `Fields` reads what a
/// request says. To add an operation: write its rule and effect as a method of such a class, and
/// give it its name and route in `Routes`.
///
/// Where the reference contradicts itself, the place in the code says what was chosen and names the
/// section; what concerns more than one place:
///
/// * paths and methods are those of the URIs, not of the samples (4.1.1.8, 4.1.1.10, 4.1.2.1,
///   4.2.2.4);
/// * errors that only A.3 describes have its body (`code`, `message`); all others have that of 3.3
///   and the samples (`error_code`, `error_msg`, with `request_id`);
/// * `VPN.0003` is 403 for a caller without rights (A.3) and 409 for a thing that is not ready, for
///   which samples have it without a status.
///
/// Where it is silent:
///
/// * a thing in a path that is not there is `VPN.0004` 404; one in a body, and every broken rule,
///   `VPN.0001` 400, also when a quota is exceeded; members that the reference does not name are
///   refused too;
/// * a gateway that is `FAULT` can be deleted but not used or changed; one that is `FREEZED`
///   neither, and what is refused then is told as it is for connections;
/// * a gateway with connections cannot be deleted, as a customer gateway cannot; a connection takes
///   its monitor with it;
/// * an answer to `DELETE` comes at once (204), the thing is `PENDING_DELETE` for a moment and then
///   404;
/// * lists are sorted by the time of creation, the newest first;
/// * a gateway has one certificate; what private keys are uploaded is checked and not kept;
/// * `limit=0` is an empty page.
@NullMarked
package dev.groma.providers.emulator.huaweicloud;

import org.jspecify.annotations.NullMarked;

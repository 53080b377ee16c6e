/// The clouds on 127.0.0.1: a real HTTP server that checks signatures, enforces the documented
/// rules and states, pages, and fails on request. It shares no code with the drivers, so that the
/// two check each other.
///
/// Start with [Emulator] to run it, with package `cloud` to understand it, with package
/// `baiducloud` (REST, JSON), `ksyun` or `alicloud` (actions as parameters, XML or JSON) or
/// `huaweicloud` (REST with tokens, states and certificates) for an example of a cloud. How to add
/// a cloud is told in package `cloud`; how to add an operation, in the package of its cloud.
///
/// # Seed file
///
/// Without a seed file there is one account, and every well-formed VPC id exists wherever it is
/// looked for. A seed file says which accounts exist and, for each cloud with `regions` in it,
/// which VPCs; others do not exist then. A cloud may have `settings`, and lists beside the VPCs of
/// a region: see [dev.groma.providers.emulator.cloud.Cloud#listable()] and the packages of the
/// clouds (`Settings` of Huawei Cloud).
///
/// ```json
/// {
///   "accounts": [
///     {"id": "75c14a239bb24b9e88b695e8e9e47952", "access_key": "AK1", "secret_key": "SK1",
///      "projects": ["1101"], "denied": ["ksyun:DeleteVpnGateway"],
///      "sessions": [{"access_key": "TAK", "secret_key": "TSK", "session_token": "T",
///                    "expires": "2030-01-01T00:00:00Z"}]},
///     {"id": "e1d2c3b4a5968778695a4b3c2d1e0f00", "access_key": "AK2", "secret_key": "SK2"}
///   ],
///   "clouds": {
///     "baiducloud": {
///       "regions": {
///         "bj": {"vpcs": [{"id": "vpc-13vuxu016dew", "cidr": "10.0.0.0/16"}]},
///         "gz": {"vpcs": [{"id": "vpc-jcvmhw9h1a35", "account": "e1d2c3b4a5968778695a4b3c2d1e0f00", "relay": false}]}
///       }
///     },
///     "ksyun": {
///       "regions": {
///         "cn-beijing-6": {"vpcs": [{"id": "4e8d1f11-264a-468b-ae37-09b465477415",
///                                    "name": "DefaultVPC", "cidr": "172.31.0.0/16"}]}
///       }
///     },
///     "alicloud": {
///       "regions": {"cn-qingdao-env66-d01": {"vpcs": [{"id": "vpc-bp1ub1yt9cvakoe1jaaaa"}]}},
///       "quotas": {"vpn-connection": 10}
///     }
///   }
/// }
/// ```
///
/// The first account is the default one, whose keys are announced; keys it lacks are made up, and
/// keys in the options replace them. `account` (default: the first), `name`, `cidr` and `relay`
/// (Baidu) of a VPC are optional.
///
/// `sessions` of an account are temporary keys, which sign together with their token until they
/// expire (never, without `expires`); the STS operations `GetSessionToken` (Baidu) and `AssumeRole`
/// (Alibaba Cloud) make more of them. `projects` are the account's projects beside the default
/// ones: numbers (Kingsoft Cloud), organisations (Alibaba Cloud), UUIDs of enterprise projects or
/// sub-projects `REGION_name` (Huawei Cloud); without them every project exists, but no
/// sub-project. `denied` are operations that the account may not call. `quotas` of a cloud say how
/// many objects of a kind there may be (Alibaba Cloud).
///
/// # Inspection
///
/// Below `/_emulator/` each endpoint shows and changes its objects past the API, unsigned; see
/// package `cloud`. Secrets among them, such as pre-shared keys, are shown as digests. The state
/// file holds them in clear and is readable by its owner only.
///
/// # Faults
///
/// See [dev.groma.providers.emulator.cloud.Fault] for the grammar of `-fault`.
///
/// # Regions
///
/// An endpoint serves all regions of its cloud. A request addresses one by a host name that
/// contains it (`bcc.gz.baidubce.com`), or by a path prefix: `http://127.0.0.1:PORT/regions/gz`.
/// Without either, a cloud's first region is taken for what is created.
@NullMarked
package dev.groma.providers.emulator;

import org.jspecify.annotations.NullMarked;

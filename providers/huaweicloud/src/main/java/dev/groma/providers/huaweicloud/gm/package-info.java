/// The certificates of national cryptography (SM2 keys, SM3WithSM2 signatures), checked before
/// anything is uploaded. Start at [GatewayIdentity].
@NullMarked
package dev.groma.providers.huaweicloud.gm;

import org.jspecify.annotations.NullMarked;

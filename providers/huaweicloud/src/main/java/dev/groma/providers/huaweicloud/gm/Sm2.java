package dev.groma.providers.huaweicloud.gm;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.math.ec.ECPoint;

/// The curve and the signatures of SM2 (GB/T 32918), with the identity that GM/T 0015 gives to
/// everybody who signs certificates.
final class Sm2 {
  static final X9ECParameters CURVE = GMNamedCurves.getByName("sm2p256v1");
  private static final byte[] IDENTITY = "1234567812345678".getBytes(StandardCharsets.US_ASCII);

  private Sm2() {}

  /// True when `signature` is that of `content` by the owner of `key`.
  static boolean verifies(ECPoint key, byte[] content, byte[] signature) {
    SM2Signer signer = new SM2Signer();
    ECPublicKeyParameters parameters =
        new ECPublicKeyParameters(key, new ECDomainParameters(CURVE));
    signer.init(false, new ParametersWithID(parameters, IDENTITY));
    signer.update(content, 0, content.length);
    return signer.verifySignature(signature);
  }
}

package dev.groma.providers.huaweicloud;

import static dev.groma.providers.huaweicloud.HuaweiContract.at;
import static dev.groma.providers.huaweicloud.HuaweiContract.privateGateway;
import static dev.groma.providers.huaweicloud.HuaweiContract.tags;
import static dev.groma.providers.huaweicloud.HuaweiContract.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.driver.Json;
import dev.groma.providers.driver.spec.Facts;
import dev.groma.providers.huaweicloud.gm.TestAuthority;
import dev.groma.providers.spi.Provider;
import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.testkit.Lifecycle;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is special about VPN gateways: EIPs, certificates, tags.
final class VpnGatewayTest {
  private static final String TYPE = "huaweicloud_vpn_gateway";
  private final LocalHuawei huawei = new LocalHuawei();

  @AfterEach
  void close() {
    huawei.close();
  }

  private Lifecycle life(Provider provider) {
    return new Lifecycle(provider.resource(TYPE), huawei.schema(TYPE));
  }

  private static String eip(int number) {
    return "cff40e5e-1a2b-48df-9a86-7366077bf09" + number;
  }

  private static Value block(Map<String, Value> attributes) {
    return new Value.Tuple(List.of(Value.object(attributes)));
  }

  private static Value existing(int number) {
    return block(Map.of("id", Value.of(eip(number))));
  }

  private static Map<String, Value> publicGateway(Value eip1, Value eip2) {
    Map<String, Value> arguments = privateGateway();
    arguments.remove("network_type");
    arguments.put("eip1", eip1);
    arguments.put("eip2", eip2);
    return arguments;
  }

  private static Value applied(Lifecycle life, Value prior, Map<String, Value> arguments) {
    ResourceHandler.ApplyResult result = life.apply(prior, life.configuration(arguments));
    Value value = Lifecycle.require(result.value(), result.diagnostics().all());
    assertThat(result.diagnostics().hasErrors()).as("%s", result.diagnostics()).isFalse();
    assertThat(value.isWhollyKnown()).isTrue();
    ResourceHandler.PlanResult again = life.plan(value, life.configuration(arguments));
    assertThat(again.planned()).as("second plan").isEqualTo(value);
    assertThat(life.read(value).value()).isEqualTo(value);
    return value;
  }

  private static Value eipId(Value gateway, String slot) {
    return Path.of(slot).index(0).attribute("id").find(gateway).orElseThrow();
  }

  @Test
  void anEipIsReboundInPlaceAndTheOldOneStays() {
    Lifecycle life = life(huawei.provider());
    Value made = applied(life, life.nothing(), publicGateway(existing(1), existing(2)));
    Map<String, Value> other = publicGateway(existing(1), existing(3));
    ResourceHandler.PlanResult plan = life.plan(made, life.configuration(other));
    assertThat(plan.requiresReplace()).isEmpty();
    assertThat(plan.diagnostics().all())
        .extracting(Diagnostic::code)
        .containsExactly(TYPE + ".rebinding");
    Value rebound = applied(life, made, other);
    assertThat(eipId(rebound, "eip2")).isEqualTo(Value.of(eip(3)));
    assertThat(at(rebound, "id")).isEqualTo(at(made, "id"));
    // The old one is free: another gateway takes it.
    applied(life, life.nothing(), publicGateway(existing(2), existing(4)));
  }

  @Test
  void eipsStayUnlessTheyAreToGo() {
    Lifecycle life = life(huawei.provider());
    Value made = applied(life, life.nothing(), publicGateway(existing(1), existing(2)));
    assertThat(life.apply(made, life.nothing()).diagnostics().all()).isEmpty();
    assertThat(status(1)).isEqualTo(Value.of("DOWN"));
    Map<String, Value> arguments = publicGateway(existing(1), existing(2));
    arguments.put("delete_eip_on_termination", Value.of(true));
    Value again = applied(life, life.nothing(), arguments);
    assertThat(life.apply(again, life.nothing()).diagnostics().all()).isEmpty();
    assertThat(status(1)).isEqualTo(Value.of("PENDING_DELETE"));
  }

  /// The state of an EIP, as the cloud has it.
  private Value status(int number) {
    try (InputStream in = URI.create(huawei.url() + "/_emulator/objects").toURL().openStream()) {
      String objects = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Facts.at(Json.parse(objects).orElseThrow(), "eip." + eip(number) + ".status");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aNewEipIsMadeAndAnotherBandwidthReplaces() {
    Lifecycle life = life(huawei.provider());
    Value fresh = block(Map.of("type", Value.of("5_bgp"), "bandwidth_size", Value.of(100)));
    Value made = applied(life, life.nothing(), publicGateway(fresh, fresh));
    assertThat(eipId(made, "eip1")).isNotEqualTo(eipId(made, "eip2"));
    Value wider = block(Map.of("type", Value.of("5_bgp"), "bandwidth_size", Value.of(200)));
    assertThat(life.plan(made, life.configuration(publicGateway(fresh, wider))).requiresReplace())
        .extracting(Path::toString)
        .containsExactly("eip2[0].bandwidth_size");
  }

  @Test
  void aNationalGatewayGetsItsCertificateAndAnother() {
    Lifecycle life = life(huawei.provider());
    TestAuthority authority = TestAuthority.at(huawei.now());
    Map<String, Value> arguments = privateGateway();
    arguments.put("flavor", Value.of("GM"));
    arguments.put("certificate", certificate(authority, "cert-one"));
    ResourceHandler.PlanResult plan = life.plan(life.nothing(), life.configuration(arguments));
    assertThat(
            Path.of("certificate")
                .index(0)
                .attribute("expires_at")
                .find(Lifecycle.require(plan.planned(), plan.diagnostics().all())))
        .contains(Value.of("2035-12-30T00:00:00Z"));
    Value made = applied(life, life.nothing(), arguments);
    Value first = Path.of("certificate").index(0).attribute("status").find(made).orElseThrow();
    assertThat(first).isEqualTo(Value.of("BOUND"));
    arguments.put("certificate", certificate(authority.another(), "cert-two"));
    Value second = applied(life, made, arguments);
    assertThat(Path.of("certificate").index(0).attribute("issuer").find(second).orElseThrow())
        .isEqualTo(Value.of("C=CN,O=Test,CN=Another GM Root"));
    arguments.remove("certificate");
    assertThat(life.plan(second, life.configuration(arguments)).diagnostics().all())
        .extracting(Diagnostic::code)
        .contains(TYPE + ".certificate-stays");
  }

  private static Value certificate(TestAuthority authority, String name) {
    KeyPair signing = TestAuthority.sm2();
    KeyPair encryption = TestAuthority.sm2();
    Map<String, Value> attributes = new TreeMap<>();
    attributes.put("name", Value.of(name));
    attributes.put("content", Value.of(authority.signing(signing)));
    attributes.put("private_key", Value.of(TestAuthority.pem(signing.getPrivate())));
    attributes.put("enc_certificate", Value.of(authority.encryption(encryption)));
    attributes.put("enc_private_key", Value.of(TestAuthority.pem(encryption.getPrivate())));
    attributes.put("certificate_chain", Value.of(authority.pem()));
    return block(attributes);
  }

  @Test
  void aWrongKeyIsFoundBeforeAnythingIsCalled() {
    Lifecycle life = life(huawei.provider());
    TestAuthority authority = TestAuthority.at(huawei.now());
    Map<String, Value> arguments = privateGateway();
    arguments.put("flavor", Value.of("GM"));
    Value.Obj whole =
        (Value.Obj) ((Value.Tuple) certificate(authority, "cert-one")).elements().getFirst();
    String strange = TestAuthority.pem(TestAuthority.sm2().getPrivate());
    arguments.put("certificate", block(whole.with("private_key", Value.of(strange)).attributes()));
    assertThat(huawei.provider().resource(TYPE).validate(life.configuration(arguments)).all())
        .singleElement()
        .satisfies(d -> {
          assertThat(d.code()).isEqualTo(TYPE + ".gm-key-mismatch");
          assertThat(String.valueOf(d.path())).isEqualTo("certificate[0].private_key");
        });
  }

  @Test
  void tagsOfTheProviderAreAddedAndThoseOfOthersLeftAlone() {
    Provider provider =
        huawei.configured(
            Map.of(
                "default_tags",
                    Value.object(Map.of("tags", tags(Map.of("owner", "net", "stage", "all")))),
                "ignore_tags",
                    Value.object(
                        Map.of(
                            "keys", texts("billing"),
                            "key_prefixes", Value.nullOf(Type.list(Type.STRING))))));
    Lifecycle life = life(provider);
    Map<String, Value> arguments = privateGateway();
    arguments.put("tags", tags(Map.of("stage", "test", "a", "1")));
    Value made = applied(life, life.nothing(), arguments);
    assertThat(at(made, "tags_all"))
        .isEqualTo(tags(Map.of("owner", "net", "stage", "test", "a", "1")));
    // Somebody else tags it; nobody here minds.
    Lifecycle other = life(huawei.provider());
    Map<String, Value> theirs = privateGateway();
    theirs.put("tags", tags(Map.of("owner", "net", "stage", "test", "a", "1", "billing", "7")));
    other.apply(
        Lifecycle.require(other.read(made).value(), List.of()), other.configuration(theirs));
    assertThat(at(Lifecycle.require(life.read(made).value(), List.of()), "tags_all"))
        .isEqualTo(at(made, "tags_all"));
    arguments.put("tags", tags(Map.of("b", "2")));
    Value changed = applied(life, made, arguments);
    assertThat(at(changed, "tags_all"))
        .isEqualTo(tags(Map.of("owner", "net", "stage", "all", "b", "2")));
    assertThat(at(Lifecycle.require(other.read(made).value(), List.of()), "tags_all"))
        .isEqualTo(tags(Map.of("owner", "net", "stage", "all", "b", "2", "billing", "7")));
  }
}

package dev.groma.providers.emulator;

import static dev.groma.providers.emulator.AliGatewayTest.changed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.groma.providers.emulator.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The rules of Alibaba Cloud's SSL servers, and the certificates that it makes.
class AliSslTest {
  private EmulatedCloud cloud;
  private AliClient client;
  private String gateway = "";

  @BeforeEach
  void start() throws Exception {
    cloud = EmulatedCloud.start();
    client = AliClient.of(cloud);
    gateway = client.gateway();
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private Map<String, String> usual() {
    return AliClient.pairs(
        "VpnGatewayId", gateway, "ClientIpPool", "192.168.1.0/24", "LocalSubnet", "10.0.0.0/8");
  }

  private JsonObject only(String... filter) throws Exception {
    List<JsonObject> servers =
        client.listed("SslVpnServers", "SslVpnServer", "DescribeSslVpnServers", filter);
    assertThat(servers).hasSize(1);
    return servers.getFirst();
  }

  // ---- servers ----

  @Test
  void aServerIsMadeWithDefaultsChangedAndDeleted() throws Exception {
    JsonObject made = client.done("CreateSslVpnServer", changed(usual(), "Name=test"));
    client.rest();
    assertThat(made.names()).containsExactly("SslVpnServerId", "Name", "RequestId");
    String id = made.text("SslVpnServerId").orElseThrow();
    String address =
        client.done("DescribeVpnGateway", "VpnGatewayId", gateway).text("InternetIp").orElseThrow();
    assertThat(only().toString())
        .isEqualTo(
            """
            {"RegionId":"cn-qingdao-env66-d01","SslVpnServerId":"%s","VpnGatewayId":"%s",\
            "Name":"test","ClientIpPool":"192.168.1.0/24","LocalSubnet":"10.0.0.0/8","Proto":"UDP",\
            "Port":1194,"Cipher":"AES-128-CBC","Compress":false,"CreateTime":%d,"Connections":0,\
            "MaxConnections":10,"InternetIp":"%s","Department":"%s","DepartmentName":"%s",\
            "ResourceGroup":"","ResourceGroupName":""}\
            """
                .formatted(
                    id,
                    gateway,
                    cloud.clock.instant().minus(EmulatedCloud.LATENCY).toEpochMilli(),
                    address,
                    account(),
                    account()));
    JsonObject changed =
        client.done(
            "ModifySslVpnServer",
            "SslVpnServerId",
            id,
            "Proto",
            "TCP",
            "Cipher",
            "none",
            "Port",
            "1195",
            "Compress",
            "true",
            "ClientIpPool",
            "172.16.0.0/16",
            "Name",
            "renamed");
    client.rest();
    JsonObject shown = only("SslVpnServerId", id, "Name", "renamed", "VpnGatewayId", gateway);
    for (String name : changed.names()) {
      if (!name.equals("RequestId")) {
        assertThat(shown.members().get(name)).as(name).isEqualTo(changed.members().get(name));
      }
    }
    assertThat(changed.text("Proto")).contains("TCP");
    assertThat(changed.integer("Port")).contains(1195);
    assertThat(changed.text("LocalSubnet")).contains("10.0.0.0/8");
    assertThat(
            client.listed("SslVpnServers", "SslVpnServer", "DescribeSslVpnServers", "Name", "test"))
        .isEmpty();
    client.done("DeleteSslVpnServer", "SslVpnServerId", id);
    for (String action : List.of("ModifySslVpnServer", "DeleteSslVpnServer")) {
      assertThat(client.outcome(action, "SslVpnServerId", id))
          .isEqualTo("404 InvalidSslVpnServerId.NotFound");
    }
  }

  private String account() throws Exception {
    return JsonObject.parse(
            cloud
                .send("alicloud", "GET", "/_emulator/objects/vpn-gateway/" + gateway, "", Map.of())
                .text())
        .text("account")
        .orElseThrow();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          VpnGatewayId                   | 400 MissingVpnGatewayId
          ClientIpPool                   | 400 MissingClientIpPool
          LocalSubnet                    | 400 MissingLocalSubnet
          VpnGatewayId=vpn-none          | 404 InvalidVpnGatewayInstanceId.NotFound
          ClientIpPool=10.9.0.0/24       | 400 InvalidParameter
          ClientIpPool=0.0.0.0/0         | 400 InvalidParameter
          ClientIpPool=192.168.1.0/24,192.168.2.0/24 | 400 InvalidParameter
          LocalSubnet=172.16.0.0/16,192.168.0.0/16 | 400 InvalidParameter
          LocalSubnet=172.16.0.0/16,192.168.2.0/24 | 200
          LocalSubnet=here               | 400 InvalidParameter
          Proto=udp                      | 400 InvalidParameter
          Cipher=AES-512-CBC             | 400 InvalidParameter
          Compress=lzo                   | 400 InvalidParameter
          Port=0                         | 400 InvalidParameter
          Port=65536                     | 400 InvalidParameter
          Port=65535                     | 200
          Name=x                         | 400 InvalidName
          """)
  void whatAServerIsMadeWithIsChecked(String changes, String outcome) throws Exception {
    assertThat(client.outcome("CreateSslVpnServer", changed(usual(), changes))).isEqualTo(outcome);
  }

  @Test
  void somePortsAreTaken() throws Exception {
    for (int port :
        new int[] {
          22, 2222, 22222, 9000, 9001, 9002, 7505, 80, 443, 53, 68, 123, 4510, 4560, 500, 4500
        }) {
      assertThat(AliClient.told(client.get("CreateSslVpnServer", changed(usual(), "Port=" + port))))
          .isEqualTo(
              "400 InvalidParameter: The specified parameter \"Port\" is not valid. %d cannot be used."
                  .formatted(port));
    }
  }

  @Test
  void aModificationIsCheckedAgainstWhatStays() throws Exception {
    String id = client.server(gateway);
    assertThat(
            client.outcome(
                "ModifySslVpnServer", "SslVpnServerId", id, "ClientIpPool", "10.3.0.0/24"))
        .isEqualTo("400 InvalidParameter");
    assertThat(
            client.outcome(
                "ModifySslVpnServer", "SslVpnServerId", id, "LocalSubnet", "192.168.0.0/16"))
        .isEqualTo("400 InvalidParameter");
    assertThat(client.outcome("ModifySslVpnServer", "SslVpnServerId", id, "Name", "1"))
        .isEqualTo("400 InvalidName");
  }

  @Test
  void aGatewayWithoutSslTakesNoServers() throws Exception {
    String ipsec =
        client.id(
            "VpnGatewayId",
            "CreateVpnGateway",
            "Bandwidth",
            "5",
            "VpcId",
            AliClient.VPC,
            "EnableIpsec",
            "true");
    assertThat(client.outcome("CreateSslVpnServer", changed(usual(), "VpnGatewayId=" + ipsec)))
        .isEqualTo("400 OperationFailed.SslNotSupport");
  }

  @Test
  void aBusyOrLockedGatewayRefusesChanges() throws Exception {
    String server = client.server(gateway);
    String cert =
        client.id("SslVpnClientCertId", "CreateSslVpnClientCert", "SslVpnServerId", server);
    client.done("ModifyVpnGatewayAttribute", "VpnGatewayId", gateway, "Name", "busy");
    List<String> actions =
        List.of(
            "CreateSslVpnServer",
            "ModifySslVpnServer",
            "DeleteSslVpnServer",
            "CreateSslVpnClientCert");
    String[] all = changed(usual(), "SslVpnServerId=" + server);
    for (String action : actions) {
      assertThat(client.outcome(action, all)).as(action).isEqualTo("400 VpnGateway.Configuring");
    }
    assertThat(client.outcome("DeleteSslVpnClientCert", "SslVpnClientCertId", cert))
        .isEqualTo("400 VpnGateway.Configuring");
    client.rest();
    AliGatewayTest.change(
        cloud, "vpn-gateway", gateway, "{\"businessStatus\":\"FinancialLocked\"}");
    for (String action : actions) {
      assertThat(client.outcome(action, all))
          .as(action)
          .isEqualTo("400 VpnGateway.FinancialLocked");
    }
    assertThat(client.outcome("DeleteSslVpnClientCert", "SslVpnClientCertId", cert))
        .isEqualTo("200");
  }

  // ---- logs ----

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MinutePeriod=60                        | 2
          MinutePeriod=10                        | 1
          From=2026013116&To=2026013117          | 1
          From=2026013116&To=2026013118          | 2
          From=2026013116&MinutePeriod=120       | 2
          To=2026013117&MinutePeriod=60          | 1
          MinutePeriod=60&PageSize=1             | 2
          From=2026013116                        | 400 MissingMinutePeriod
          To=2026013117                          | 400 MissingMinutePeriod
          Other=1                                | 400 MissingMinutePeriod
          From=2026013117&To=2026013116          | 400 InvalidParameter
          From=2026019917&To=2026013116          | 400 InvalidParameter
          From=today&MinutePeriod=1              | 400 InvalidParameter
          MinutePeriod=60&VpnSslServerId=vss-no  | 404 InvalidSslVpnServerId.NotFound
          """)
  void aServersLogIsShownForATime(String changes, String expected) throws Exception {
    String server = client.server(gateway);
    cloud.clock.advance(Duration.ofMinutes(40));
    client.done("ModifySslVpnServer", "SslVpnServerId", server, "Port", "1195");
    String[] parameters = changed(AliClient.pairs("VpnSslServerId", server), changes);
    if (expected.startsWith("4")) {
      assertThat(client.outcome("DescribeVpnSslServerLogs", parameters)).isEqualTo(expected);
      return;
    }
    JsonObject answer = client.done("DescribeVpnSslServerLogs", parameters);
    assertThat(answer.integer("Count").orElseThrow()).hasToString(expected);
    assertThat(answer.flag("IsCompleted")).contains(true);
    List<String> lines = answer.object("Data").orElseThrow().texts("Logs");
    assertThat(lines).isNotEmpty().allMatch(line -> line.contains("OpenVPN server started"));
    assertThat(lines).hasSize(changes.contains("PageSize=1") ? 1 : Integer.parseInt(expected));
  }

  @Test
  void anEmptyLogHasTheShapeOfTheSamples() throws Exception {
    String server = client.server(gateway);
    cloud.clock.advance(Duration.ofMinutes(5));
    String[] call = {"VpnSslServerId", server, "MinutePeriod", "1", "Format", "XML"};
    assertThat(client.get("DescribeVpnSslServerLogs", call).text())
        .contains(
            "<DescribeVpnSslServerLogsResponse><Data></Data><PageNumber>1</PageNumber>"
                + "<PageSize>10</PageSize><Count>0</Count><IsCompleted>true</IsCompleted>");
  }

  // ---- certificates ----

  @Test
  void aCertificateIsMadeRenamedShownAndDeleted() throws Exception {
    String server = client.server(gateway);
    JsonObject made =
        client.done("CreateSslVpnClientCert", "SslVpnServerId", server, "Name", "cert1");
    client.rest();
    assertThat(made.names()).containsExactly("SslVpnClientCertId", "Name", "RequestId");
    String id = made.text("SslVpnClientCertId").orElseThrow();
    assertThat(id).startsWith("vsc-");
    JsonObject renamed =
        client.done("ModifySslVpnClientCert", "SslVpnClientCertId", id, "Name", "cert2");
    assertThat(renamed.text("Name")).contains("cert2");
    assertThat(client.outcome("ModifySslVpnClientCert", "SslVpnClientCertId", id, "Name", "2"))
        .isEqualTo("400 InvalidName");
    JsonObject entry =
        client
            .listed(
                "SslVpnClientCertKeys",
                "SslVpnClientCertKey",
                "DescribeSslVpnClientCerts",
                "SslVpnServerId",
                server,
                "SslVpnClientCertId",
                id,
                "Name",
                "cert2")
            .getFirst();
    assertThat(entry.text("Status")).contains("normal");
    assertThat(entry.names())
        .contains("CreateTime", "EndTime", "Name", "RegionId", "SslVpnServerId")
        .doesNotContain("ClientKey", "ClientCert", "CaCert", "ClientConfig");
    assertThat(client.done("DescribeSslVpnClientCert", "SslVpnClientCertId", id).names())
        .containsExactlyInAnyOrder(
            "CaCert",
            "ClientCert",
            "ClientConfig",
            "ClientKey",
            "CreateTime",
            "EndTime",
            "Name",
            "RegionId",
            "RequestId",
            "SslVpnClientCertId",
            "SslVpnServerId",
            "Status");
    assertThat(client.outcome("DeleteSslVpnServer", "SslVpnServerId", server))
        .isEqualTo("400 DependencyViolation");
    assertThat(client.outcome("DeleteSslVpnClientCert", "SslVpnClientCertId", id)).isEqualTo("200");
    for (String action :
        List.of("DescribeSslVpnClientCert", "ModifySslVpnClientCert", "DeleteSslVpnClientCert")) {
      assertThat(client.outcome(action, "SslVpnClientCertId", id))
          .isEqualTo("404 InvalidSslVpnClientCertId.NotFound");
    }
    assertThat(client.outcome("CreateSslVpnClientCert", "SslVpnServerId", "vss-none"))
        .isEqualTo("404 InvalidSslVpnServerId.NotFound");
  }

  @Test
  void aCertificateExpires() throws Exception {
    String server = client.server(gateway);
    String id = client.id("SslVpnClientCertId", "CreateSslVpnClientCert", "SslVpnServerId", server);
    cloud.clock.advance(Duration.ofDays(3 * 365 - 8));
    assertThat(client.done("DescribeSslVpnClientCert", "SslVpnClientCertId", id).text("Status"))
        .contains("normal");
    cloud.clock.advance(Duration.ofDays(2));
    assertThat(client.done("DescribeSslVpnClientCert", "SslVpnClientCertId", id).text("Status"))
        .contains("expiring-soon");
    cloud.clock.advance(Duration.ofDays(6));
    assertThat(client.done("DescribeSslVpnClientCert", "SslVpnClientCertId", id).text("Status"))
        .contains("expired");
  }

  private JsonObject certificate() throws Exception {
    var parameters = new TreeMap<>(usual());
    parameters.put("Compress", "true");
    parameters.put("Proto", "TCP");
    String server = client.id("SslVpnServerId", "CreateSslVpnServer", AliClient.flat(parameters));
    String id = client.id("SslVpnClientCertId", "CreateSslVpnClientCert", "SslVpnServerId", server);
    return client.done("DescribeSslVpnClientCert", "SslVpnClientCertId", id);
  }

  @Test
  void certificatesAreReal() throws Exception {
    JsonObject answer = certificate();
    X509Certificate authority = x509(answer.text("CaCert").orElseThrow());
    X509Certificate leaf = x509(answer.text("ClientCert").orElseThrow());
    Date now = Date.from(cloud.clock.instant());
    authority.verify(authority.getPublicKey(), new BouncyCastleProvider());
    leaf.verify(authority.getPublicKey(), new BouncyCastleProvider());
    leaf.checkValidity(now);
    authority.checkValidity(now);
    assertThat(authority.getBasicConstraints()).isZero();
    assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
    assertThat(leaf.getSubjectX500Principal().getName())
        .isEqualTo("CN=" + answer.text("SslVpnClientCertId").orElseThrow());
    assertThat(leaf.getNotAfter().toInstant().toEpochMilli())
        .hasToString(answer.members().get("EndTime") + "");
    Certificate read = Certificate.getInstance(leaf.getEncoded());
    assertThat(read.getSerialNumber().getValue()).isEqualTo(leaf.getSerialNumber());

    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key(answer.text("ClientKey").orElseThrow()));
    signature.update("hello".getBytes(UTF_8));
    byte[] signed = signature.sign();
    signature.initVerify(leaf.getPublicKey());
    signature.update("hello".getBytes(UTF_8));
    assertThat(signature.verify(signed)).isTrue();
    JsonObject second =
        client.done(
            "DescribeSslVpnClientCert",
            "SslVpnClientCertId",
            client.id(
                "SslVpnClientCertId",
                "CreateSslVpnClientCert",
                "SslVpnServerId",
                answer.text("SslVpnServerId").orElseThrow()));
    assertThat(second.text("CaCert")).isEqualTo(answer.text("CaCert"));
    assertThat(second.text("ClientKey")).isNotEqualTo(answer.text("ClientKey"));
  }

  @Test
  void theConfigurationIsOpenVpns() throws Exception {
    JsonObject answer = certificate();
    String id = answer.text("SslVpnClientCertId").orElseThrow();
    String address =
        client.done("DescribeVpnGateway", "VpnGatewayId", gateway).text("InternetIp").orElseThrow();
    assertThat(answer.text("ClientConfig").orElseThrow().lines())
        .contains(
            "client",
            "dev tun",
            "proto tcp",
            "remote " + address + " 1194",
            "ca ca.crt",
            "cert " + id + ".crt",
            "key " + id + ".key",
            "cipher AES-128-CBC",
            "comp-lzo");
  }

  /// Where OpenSSL is not installed, nothing of it can be asked; the test then says so.
  @Test
  void certificatesLoadInOpenSsl(@TempDir Path folder) throws Exception {
    JsonObject answer = certificate();
    Path ca = write(folder, "ca.crt", answer.text("CaCert").orElseThrow());
    Path cert = write(folder, "client.crt", answer.text("ClientCert").orElseThrow());
    Path key = write(folder, "client.key", answer.text("ClientKey").orElseThrow());
    String at = "" + cloud.clock.instant().getEpochSecond();
    if (!installed()) {
      System.err.println(
          "NOT CHECKED: openssl is not installed, so it has not verified the emulator's certificates.");
      assertThatCode(() -> x509(Files.readString(cert))).doesNotThrowAnyException();
      return;
    }
    String verified =
        run(
            "openssl",
            "verify",
            "-x509_strict",
            "-purpose",
            "sslclient",
            "-attime",
            at,
            "-CAfile",
            ca.toString(),
            cert.toString());
    assertThat(verified).isEqualTo(cert + ": OK");
    assertThat(run("openssl", "pkey", "-in", key.toString(), "-pubout"))
        .isEqualTo(run("openssl", "x509", "-in", cert.toString(), "-noout", "-pubkey"))
        .startsWith("-----BEGIN PUBLIC KEY-----");
  }

  private static boolean installed() throws InterruptedException {
    try {
      return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
    } catch (IOException _) {
      return false;
    }
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    process.waitFor();
    return text;
  }

  private static Path write(Path folder, String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static X509Certificate x509(String pem) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(UTF_8)));
  }

  private static PrivateKey key(String pem) throws Exception {
    byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
  }
}

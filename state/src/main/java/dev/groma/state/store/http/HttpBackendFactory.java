package dev.groma.state.store.http;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.value.Value;
import dev.groma.state.store.ArgumentSchema;
import dev.groma.state.store.Backend;
import dev.groma.state.store.BackendFactory;
import java.util.List;

/// The backend `http`: one state behind one address.
public final class HttpBackendFactory implements BackendFactory {
  @Override
  public String type() {
    return "http";
  }

  @Override
  public Block schema() {
    return new ArgumentSchema()
        .text("address", "The address of the state (TF_HTTP_ADDRESS).", "状态的地址（TF_HTTP_ADDRESS）。")
        .text(
            "update_method",
            "The method that writes the state, POST unless set (TF_HTTP_UPDATE_METHOD).",
            "写入状态的方法，默认 POST（TF_HTTP_UPDATE_METHOD）。")
        .text(
            "lock_address",
            "The address that takes the lock; no locking without it (TF_HTTP_LOCK_ADDRESS).",
            "加锁的地址；不设置则不加锁（TF_HTTP_LOCK_ADDRESS）。")
        .text(
            "lock_method",
            "The method that takes the lock, LOCK unless set (TF_HTTP_LOCK_METHOD).",
            "加锁的方法，默认 LOCK（TF_HTTP_LOCK_METHOD）。")
        .text(
            "unlock_address",
            "The address that gives the lock back (TF_HTTP_UNLOCK_ADDRESS).",
            "解锁的地址（TF_HTTP_UNLOCK_ADDRESS）。")
        .text(
            "unlock_method",
            "The method that gives the lock back, UNLOCK unless set (TF_HTTP_UNLOCK_METHOD).",
            "解锁的方法，默认 UNLOCK（TF_HTTP_UNLOCK_METHOD）。")
        .text("username", "The user (TF_HTTP_USERNAME).", "用户名（TF_HTTP_USERNAME）。")
        .secret("password", "The user's password (TF_HTTP_PASSWORD).", "密码（TF_HTTP_PASSWORD）。")
        .flag("skip_cert_verification", "Takes any certificate of the server.", "接受服务器的任何证书。")
        .number(
            "retry_max",
            "How often a request is repeated, 2 unless set (TF_HTTP_RETRY_MAX).",
            "请求的重试次数，默认 2（TF_HTTP_RETRY_MAX）。")
        .number(
            "retry_wait_min",
            "The seconds before the first repetition, 1 unless set (TF_HTTP_RETRY_WAIT_MIN).",
            "首次重试前等待的秒数，默认 1（TF_HTTP_RETRY_WAIT_MIN）。")
        .number(
            "retry_wait_max",
            "The most seconds between repetitions, 30 unless set (TF_HTTP_RETRY_WAIT_MAX).",
            "两次重试之间最多等待的秒数，默认 30（TF_HTTP_RETRY_WAIT_MAX）。")
        .text(
            "client_ca_certificate_pem",
            "The certificates, as PEM, that the server's is checked by"
                + " (TF_HTTP_CLIENT_CA_CERTIFICATE_PEM).",
            "校验服务器证书所用的 CA 证书，PEM 格式（TF_HTTP_CLIENT_CA_CERTIFICATE_PEM）。")
        .text(
            "client_certificate_pem",
            "The certificate, as PEM, to show to the server (TF_HTTP_CLIENT_CERTIFICATE_PEM).",
            "向服务器出示的客户端证书，PEM 格式（TF_HTTP_CLIENT_CERTIFICATE_PEM）。")
        .secret(
            "client_private_key_pem",
            "The private key of that certificate, as PEM (TF_HTTP_CLIENT_PRIVATE_KEY_PEM).",
            "该证书的私钥，PEM 格式（TF_HTTP_CLIENT_PRIVATE_KEY_PEM）。")
        .block();
  }

  @Override
  public Backend.Opened open(Value arguments, Surroundings surroundings) {
    return new Backend.Opened(
        null,
        List.of(
            Diagnostic.error(
                "backend.unfinished", "Not there yet", "The backend \"http\" is not there yet.")));
  }
}

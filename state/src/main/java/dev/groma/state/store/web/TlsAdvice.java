package dev.groma.state.store.web;

import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// What to do when a server and a client do not trust each other: the words of a backend, which
/// knows what its arguments are called.
///
/// @param authorities what to set when the server's certificate is not trusted, a sentence
/// @param certificate what to set when the server wants a certificate of its clients, a sentence
public record TlsAdvice(String authorities, String certificate) {
  /// The sentences about `cause`; nothing when it is not about certificates.
  public Optional<String> about(Throwable cause) {
    for (Throwable one = cause; one != null; one = one.getCause()) {
      String text = one.getMessage() == null ? "" : one.getMessage();
      if (one instanceof CertificateException) {
        return Optional.of(
            text.contains("subject alternative") || text.contains("No name matching")
                ? "Its certificate is for another name: use one that is in it as the address."
                : "Its certificate is signed by nobody who is trusted here, or has run out. "
                    + authorities);
      }
      if (one instanceof SSLException && text.contains("fatal alert")) {
        return Optional.of(
            "It refuses the connection because of the certificate that was shown to it, or because"
                + " none was. "
                + certificate);
      }
    }
    return Optional.empty();
  }
}

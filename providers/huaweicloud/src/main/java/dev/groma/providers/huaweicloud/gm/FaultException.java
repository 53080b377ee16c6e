package dev.groma.providers.huaweicloud.gm;

/// A text that cannot be read any further.
final class FaultException extends Exception {
  private static final long serialVersionUID = 1;
  private final transient Fault fault;

  FaultException(String code, String field, String detail) {
    super(detail);
    this.fault = new Fault(code, field, detail);
  }

  Fault fault() {
    return fault;
  }
}

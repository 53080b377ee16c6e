package dev.groma.providers.huaweicloud.gm;

/// Something that makes a certificate or key unusable.
///
/// @param code its stable name, such as `key-mismatch`
/// @param field the argument that it is about, such as `private_key`
/// @param detail what is wrong, why that matters, and what to do; holds nothing of a key
public record Fault(String code, String field, String detail) {}

package dev.groma.providers.emulator.alicloud;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A range of IPv4 addresses as somebody wrote it: bits behind the prefix may be set.
record Subnet(String text, long address, int prefix) {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})/([0-9]{1,2})");

  static Optional<Subnet> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    long address = 0;
    for (int group = 1; group <= 4; group++) {
      int octet = Integer.parseInt(form.group(group));
      if (octet > 255) {
        return Optional.empty();
      }
      address = address * 256 + octet;
    }
    int prefix = Integer.parseInt(form.group(5));
    return prefix > 32 ? Optional.empty() : Optional.of(new Subnet(text, address, prefix));
  }

  boolean overlaps(Subnet other) {
    int host = 32 - Math.min(prefix, other.prefix);
    return address >> host == other.address >> host;
  }
}

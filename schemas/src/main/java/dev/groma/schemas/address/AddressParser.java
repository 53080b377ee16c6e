package dev.groma.schemas.address;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the addresses that the command line and state files use. It takes exactly the texts that
/// the address types print, and blanks around them.
public final class AddressParser {
  private final String text;
  private int at;

  private AddressParser(String text) {
    this.text = text;
  }

  private record Part(String name, InstanceKey key) {}

  /// The instance that `text` names, such as `module.a[0].data.x.y["k"]`.
  public static Optional<InstanceAddress> instance(String text) {
    List<Part> parts = new AddressParser(text.strip()).parts();
    if (parts == null) {
      return Optional.empty();
    }
    int next = 0;
    ModuleAddress module = ModuleAddress.ROOT;
    while (next + 1 < parts.size()
        && parts.get(next).equals(new Part("module", InstanceKey.none()))) {
      module = module.child(parts.get(next + 1).name(), parts.get(next + 1).key());
      next += 2;
    }
    ResourceMode mode = ResourceMode.MANAGED;
    for (ResourceMode other : List.of(ResourceMode.DATA, ResourceMode.EPHEMERAL)) {
      if (next < parts.size()
          && parts.get(next).equals(new Part(other.word(), InstanceKey.none()))) {
        mode = other;
        next++;
        break;
      }
    }
    if (parts.size() != next + 2 || !parts.get(next).key().equals(InstanceKey.none())) {
      return Optional.empty();
    }
    Part last = parts.get(next + 1);
    return Optional.of(
        new ResourceAddress(module, mode, parts.get(next).name(), last.name())
            .instance(last.key()));
  }

  /// The module instance that `text` names; the root module for an empty text.
  public static Optional<ModuleAddress> module(String text) {
    if (text.isEmpty()) {
      return Optional.of(ModuleAddress.ROOT);
    }
    List<Part> parts = new AddressParser(text.strip()).parts();
    if (parts == null || parts.size() % 2 != 0) {
      return Optional.empty();
    }
    ModuleAddress module = ModuleAddress.ROOT;
    for (int i = 0; i < parts.size(); i += 2) {
      if (!parts.get(i).equals(new Part("module", InstanceKey.none()))) {
        return Optional.empty();
      }
      module = module.child(parts.get(i + 1).name(), parts.get(i + 1).key());
    }
    return Optional.of(module);
  }

  /// The provider configuration that `text` names: `module.a.provider["host/ns/type"].alias`.
  public static Optional<ProviderConfigAddress> providerConfig(String text) {
    List<Part> parts = new AddressParser(text.strip()).parts();
    if (parts == null) {
      return Optional.empty();
    }
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).name().equals("provider")
          && parts.get(i).key() instanceof InstanceKey.Name n) {
        String alias = i + 1 < parts.size() ? parts.get(i + 1).name() + parts.get(i + 1).key() : "";
        if (parts.size() > i + 2) {
          return Optional.empty();
        }
        int end = text.indexOf("provider[");
        Optional<ModuleAddress> module =
            module(end == 0 ? "" : text.strip().substring(0, Math.max(0, end - 1)));
        Optional<ProviderAddress> provider = ProviderAddress.parse(n.name());
        return module.flatMap(m -> provider.map(p -> new ProviderConfigAddress(m, p, alias)));
      }
    }
    return Optional.empty();
  }

  private @Nullable List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    do {
      int start = at;
      while (at < text.length() && isNameChar(text.charAt(at))) {
        at++;
      }
      if (at == start) {
        return null;
      }
      String name = text.substring(start, at);
      InstanceKey key = InstanceKey.none();
      if (at < text.length() && text.charAt(at) == '[') {
        InstanceKey parsed = key();
        if (parsed == null) {
          return null;
        }
        key = parsed;
      }
      parts.add(new Part(name, key));
    } while (at < text.length() && text.charAt(at++) == '.');
    return at >= text.length() && !text.endsWith(".") ? parts : null;
  }

  private static boolean isNameChar(char c) {
    return Character.isUnicodeIdentifierPart(c) || c == '-';
  }

  private @Nullable InstanceKey key() {
    at++;
    if (at < text.length() && text.charAt(at) == '"') {
      StringBuilder name = new StringBuilder();
      at++;
      while (at < text.length() && text.charAt(at) != '"') {
        char c = text.charAt(at++);
        if (c == '\\' && at < text.length()) {
          char escaped = text.charAt(at++);
          c =
              switch (escaped) {
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                default -> escaped;
              };
        } else if ((c == '$' || c == '%') && text.startsWith(c + "{", at)) {
          at++;
          name.append(c);
          continue;
        }
        name.append(c);
      }
      at++;
      return close() ? new InstanceKey.Name(name.toString()) : null;
    }
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (start == at || at - start > 9) {
      return null;
    }
    int position = Integer.parseInt(text.substring(start, at));
    return close() ? new InstanceKey.Index(position) : null;
  }

  private boolean close() {
    return at < text.length() && text.charAt(at++) == ']';
  }
}

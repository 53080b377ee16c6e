package dev.groma.engine.render;

import dev.groma.schemas.address.AddressParser;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.value.Path;
import dev.groma.state.CheckResult;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What plan and state documents have in common.
final class Documents {
  /// The release of the real program whose documents these are.
  static final String TERRAFORM_VERSION = "1.11.4";

  private Documents() {}

  /// `address`, `mode`, `type`, `name` and `index` of an instance.
  static Json.Obj putNames(Json.Obj into, InstanceAddress address) {
    var resource = address.resource();
    into.put("mode", resource.mode().word())
        .put("type", resource.type())
        .put("name", resource.name());
    return switch (address.key()) {
      case InstanceKey.None _ -> into;
      case InstanceKey.Index i -> into.put("index", i.position());
      case InstanceKey.Name n -> into.put("index", n.name());
    };
  }

  /// `{resources, child_modules}` of the root module: resources that were added under their
  /// modules.
  static final class ModuleTree {
    private final Json.Arr resources = new Json.Arr();
    private final Map<ModuleAddress.Step, ModuleTree> children = new LinkedHashMap<>();

    void add(ModuleAddress module, Json resource) {
      ModuleTree at = this;
      for (ModuleAddress.Step step : module.steps()) {
        at = at.children.computeIfAbsent(step, _ -> new ModuleTree());
      }
      at.resources.add(resource);
    }

    Json.Obj json() {
      return json(ModuleAddress.ROOT);
    }

    private Json.Obj json(ModuleAddress here) {
      Json.Obj module = new Json.Obj().putUnlessEmpty("resources", resources);
      if (!here.isRoot()) {
        module.put("address", here.toString());
      }
      Json.Arr inner = new Json.Arr();
      children.forEach((step, child) -> inner.add(child.json(here.child(step.name(), step.key()))));
      return module.putUnlessEmpty("child_modules", inner);
    }
  }

  static Json path(Path path) {
    Json.Arr steps = new Json.Arr();
    for (Path.Step step : path.steps()) {
      steps.add(
          switch (step) {
            case Path.Attribute a -> new Json.Text(a.name());
            case Path.Key k -> new Json.Text(k.key());
            case Path.Index i -> new Json.Raw(Integer.toString(i.position()));
          });
    }
    return steps;
  }

  static Json.Arr checks(List<CheckResult> checks) {
    Json.Arr all = new Json.Arr();
    for (CheckResult check :
        checks.stream().sorted(Comparator.comparing(CheckResult::address)).toList()) {
      Json.Arr instances = new Json.Arr();
      for (CheckResult.OfInstance instance : check.objects()) {
        Json.Arr problems = new Json.Arr();
        instance.failures().stream()
            .sorted()
            .forEach(text -> problems.add(new Json.Obj().put("message", text)));
        instances.add(
            new Json.Obj()
                .put("address", checked(instance.address()))
                .put("status", instance.status().word())
                .putUnlessEmpty("problems", problems));
      }
      all.add(
          new Json.Obj()
              .put("address", checked(check))
              .put("status", check.status().word())
              .putUnlessEmpty("instances", instances));
    }
    return all;
  }

  private static Json checked(CheckResult check) {
    Json.Obj json = checked(check.address());
    json.put("kind", check.kind().equals("output") ? "output_value" : check.kind());
    AddressParser.instance(check.address())
        .map(InstanceAddress::resource)
        .ifPresent(resource -> {
          if (check.kind().equals("resource")) {
            json.put("mode", resource.mode().word()).put("type", resource.type());
          }
          json.put("name", resource.name());
        });
    return json;
  }

  /// A checked object, whose address has the form of that of a resource whatever it is.
  private static Json.Obj checked(String address) {
    Json.Obj json = new Json.Obj();
    AddressParser.instance(address)
        .ifPresent(instance -> {
          ModuleAddress module = instance.resource().module();
          if (!module.isRoot()) {
            json.put("module", module.toString());
          }
          switch (instance.key()) {
            case InstanceKey.None _ -> {}
            case InstanceKey.Index i -> json.put("instance_key", i.position());
            case InstanceKey.Name n -> json.put("instance_key", n.name());
          }
        });
    return json.put("to_display", address);
  }
}

package dev.groma.engine.expr;

import dev.groma.schemas.address.ResourceMode;

/// What a reference begins with: an object of the module it is written in.
public sealed interface Subject {
  /// A `resource` or `data` block: `terraform_data.a`, `data.t.b`.
  record Resource(ResourceMode mode, String type, String name) implements Subject {
    @Override
    public String toString() {
      return mode.prefix() + type + "." + name;
    }
  }

  /// An `ephemeral` block.
  record EphemeralResource(String type, String name) implements Subject {
    @Override
    public String toString() {
      return "ephemeral." + type + "." + name;
    }
  }

  /// A `variable` block: `var.a`.
  record InputVariable(String name) implements Subject {
    @Override
    public String toString() {
      return "var." + name;
    }
  }

  /// An entry of `locals`: `local.a`.
  record LocalValue(String name) implements Subject {
    @Override
    public String toString() {
      return "local." + name;
    }
  }

  /// A `module` block: `module.a`.
  record ModuleCall(String name) implements Subject {
    @Override
    public String toString() {
      return "module." + name;
    }
  }

  /// `each.key` or `each.value`.
  record EachAttr(Part part) implements Subject {
    /// Which of the two.
    public enum Part {
      /// The key of the instance.
      KEY,
      /// The element of `for_each`.
      VALUE
    }

    @Override
    public String toString() {
      return part == Part.KEY ? "each.key" : "each.value";
    }
  }

  /// `count.index`.
  record CountIndex() implements Subject {
    @Override
    public String toString() {
      return "count.index";
    }
  }

  /// `path.module`, `path.root` or `path.cwd`; other names are for the scope to refuse.
  record PathAttr(String name) implements Subject {
    @Override
    public String toString() {
      return "path." + name;
    }
  }

  /// `terraform.workspace` and the like; other names are for the scope to refuse.
  record TerraformAttr(String name) implements Subject {
    @Override
    public String toString() {
      return "terraform." + name;
    }
  }

  /// `self`: the object that the expression belongs to.
  record Self() implements Subject {
    @Override
    public String toString() {
      return "self";
    }
  }
}

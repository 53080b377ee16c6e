package dev.groma.engine.expr.function;

import dev.groma.schemas.value.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Finds and reads the files that functions are given the names of.
final class ModuleFiles {
  private ModuleFiles() {}

  /// A file: where it is, and what messages call it.
  record Named(Path path, String name) {
    boolean isFolder() {
      return Files.isDirectory(path);
    }

    boolean exists() {
      return Files.exists(path);
    }
  }

  static Named find(String name, FunctionContext context) {
    Path path = toPath(expandHome(name, context));
    Path relative = context.baseDirectory().resolve(path).normalize();
    Path absolute = context.workingDirectory().resolve(relative).normalize();
    return new Named(absolute, relative.toString().isEmpty() ? "." : relative.toString());
  }

  static Path toPath(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException _) {
      throw new FunctionFailure(0, "invalid path " + Values.quote(name));
    }
  }

  static String expandHome(String name, FunctionContext context) {
    if (!name.startsWith("~")) {
      return name;
    }
    if (name.length() > 1 && name.charAt(1) != '/' && name.charAt(1) != '\\') {
      throw new FunctionFailure("cannot expand user-specific home dir");
    }
    return context.homeDirectory() + name.substring(1);
  }

  /// The content of the file that `argument` names, for functions that give it as it is.
  static byte[] bytes(Value argument, FunctionContext context) {
    Named file = find(Values.text(argument), context);
    try {
      return readable(file, argument, context);
    } catch (NoSuchFileException _) {
      throw new FunctionFailure(
          0,
          "no file exists at "
              + Values.quoted(file.name, argument)
              + "; this function works only with files that are distributed as part of the"
              + " configuration source code, so if this file will be created by a resource in this"
              + " configuration you must instead obtain this result from an attribute of that"
              + " resource");
    } catch (IOException e) {
      throw new FunctionFailure(0, "failed to read file: read " + problem(file, e));
    }
  }

  /// The content of the file that `argument` names, for functions that only hash it.
  static byte[] bytesToHash(Value argument, FunctionContext context) {
    Named file = find(Values.text(argument), context);
    try {
      return readable(file, argument, context);
    } catch (NoSuchFileException _) {
      throw new FunctionFailure("open " + file.name + ": no such file or directory");
    } catch (IOException e) {
      throw new FunctionFailure("read " + problem(file, e));
    }
  }

  private static String problem(Named file, IOException e) {
    return file.name
        + ": "
        + (file.isFolder()
            ? "is a directory"
            : e instanceof AccessDeniedException ? "permission denied" : "input/output error");
  }

  /// A name that is secret is not noted.
  private static byte[] readable(Named file, Value argument, FunctionContext context)
      throws IOException {
    boolean noted = argument.marks().isEmpty();
    try {
      byte[] bytes = Files.readAllBytes(file.path);
      if (noted) {
        context.seen().content(seenAs(file, context), bytes);
      }
      return bytes;
    } catch (IOException e) {
      if (noted) {
        context.seen().unreadable(seenAs(file, context));
      }
      throw e;
    }
  }

  /// What `file` is called among the files that were seen.
  static String seenAs(Named file, FunctionContext context) {
    Path root = context.workingDirectory().resolve(context.baseDirectory()).normalize();
    boolean elsewhere = Path.of(file.name).isAbsolute() && !file.path.startsWith(root);
    String name = elsewhere ? file.path.toString() : root.relativize(file.path).toString();
    return name.isEmpty() ? "." : name.replace('\\', '/');
  }

  /// The content of a file as text; refused when it is not UTF-8.
  static String text(Value argument, FunctionContext context) {
    byte[] bytes = bytes(argument, context);
    String text = strictUtf8(bytes);
    if (text == null) {
      throw new FunctionFailure(
          "contents of "
              + Values.quoted(find(Values.text(argument), context).name, argument)
              + " are not valid UTF-8; use the filebase64 function to obtain the Base64 encoded"
              + " contents or the other file functions (e.g. filemd5, filesha256) to obtain file"
              + " hashing results instead");
    }
    return text;
  }

  static @Nullable String strictUtf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }
}

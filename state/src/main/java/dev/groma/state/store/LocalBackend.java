package dev.groma.state.store;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// States in files where Terraform keeps them: that of `default` in `path`; that of another
/// workspace in `terraform.tfstate` in a folder of its name in `workspace_dir`. Folders are made
/// when something is written into them.
final class LocalBackend implements Backend {
  private static final String STATE = "terraform.tfstate";

  private final Path file;
  private final Path folder;
  private final Function<Path, @Nullable Path> backups;
  private final int versions;
  private final BackendFactory.Surroundings surroundings;
  private final ReentrantLock mutex = new ReentrantLock();
  private final Map<String, FileStateStore> stores = new HashMap<>();

  private LocalBackend(
      Path file,
      Path folder,
      Function<Path, @Nullable Path> backups,
      int versions,
      BackendFactory.Surroundings surroundings) {
    this.file = file;
    this.folder = folder;
    this.backups = backups;
    this.versions = versions;
    this.surroundings = surroundings;
  }

  /// The backend `local`.
  public static final class Factory implements BackendFactory {
    private static final String HISTORY = "GROMA_HISTORY";
    private static final int VERSIONS = 20;
    private static final int MOST = 10_000;
    private static final Block SCHEMA =
        Block.of(
            Map.of(
                "path",
                Attribute.of(
                    Type.STRING,
                    Mode.OPTIONAL,
                    new Doc(
                        "The file of the state; terraform.tfstate by default.",
                        "状态文件；默认为 terraform.tfstate。")),
                "workspace_dir",
                Attribute.of(
                    Type.STRING,
                    Mode.OPTIONAL,
                    new Doc(
                        "The folder of the other workspaces; terraform.tfstate.d by default.",
                        "其他工作区的目录；默认为 terraform.tfstate.d。"))),
            Map.of());

    /// For the service loader.
    public Factory() {}

    @Override
    public String type() {
      return "local";
    }

    @Override
    public Block schema() {
      return SCHEMA;
    }

    @Override
    public Opened open(Value arguments, Surroundings surroundings) {
      List<Diagnostic> wrong = new ArrayList<>();
      Path path = place(arguments, "path", STATE, surroundings, wrong);
      Path folder = place(arguments, "workspace_dir", STATE + ".d", surroundings, wrong);
      int versions = versions(surroundings.environment().variable(HISTORY), wrong);
      return new Opened(
          wrong.isEmpty()
              ? new LocalBackend(path, folder, FileStateStore::usualBackup, versions, surroundings)
              : null,
          wrong);
    }

    private static Path place(
        Value arguments,
        String name,
        String otherwise,
        Surroundings surroundings,
        List<Diagnostic> wrong) {
      String given =
          arguments.unmarkDeep() instanceof Value.Obj object
                  && object.require(name) instanceof Value.Str text
              ? text.text()
              : otherwise;
      if (given.isEmpty()) {
        wrong.add(Trouble.emptyArgument(name));
      }
      return surroundings.directory().resolve(given).normalize();
    }

    private static int versions(@Nullable String given, List<Diagnostic> wrong) {
      if (given == null || given.isEmpty()) {
        return VERSIONS;
      }
      if (given.matches("[0-9]{1,5}") && Integer.parseInt(given) <= MOST) {
        return Integer.parseInt(given);
      }
      wrong.add(Trouble.wrongLimit(HISTORY, given));
      return 0;
    }
  }

  @Override
  public SortedSet<String> workspaces() {
    SortedSet<String> names = new TreeSet<>();
    names.add(DEFAULT);
    try (Stream<Path> found = Files.list(folder)) {
      found
          .filter(Files::isDirectory)
          .forEach(path -> names.add(String.valueOf(path.getFileName())));
    } catch (NoSuchFileException | NotDirectoryException _) {
      // There are no others.
    } catch (IOException e) {
      throw new StorageException(Trouble.unlisted(folder, e), e);
    }
    return names;
  }

  private Path fileOf(String workspace) {
    return workspace.equals(DEFAULT) ? file : folder.resolve(workspace).resolve(STATE);
  }

  @Override
  public StateStore store(String workspace) {
    mutex.lock();
    try {
      return stores.computeIfAbsent(
          workspace,
          name ->
              new FileStateStore(
                  fileOf(name),
                  surroundings.lineages(),
                  surroundings.encryption().in(name),
                  backups,
                  versions,
                  true));
    } finally {
      mutex.unlock();
    }
  }

  @Override
  public Optional<Backend> withBackup(@Nullable Path wanted) {
    return Optional.of(new LocalBackend(file, folder, _ -> wanted, versions, surroundings));
  }

  @Override
  public void delete(String workspace) {
    if (workspace.equals(DEFAULT)) {
      throw new IllegalArgumentException("the workspace default is always there");
    }
    mutex.lock();
    try {
      stores.remove(workspace);
      deleteTree(folder.resolve(workspace));
      try (Stream<Path> left = Files.list(folder)) {
        if (left.findAny().isPresent()) {
          return;
        }
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new StorageException(Trouble.undeletable(folder.resolve(workspace), e), e);
    } finally {
      mutex.unlock();
    }
  }

  private static void deleteTree(Path tree) throws IOException {
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path visited, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem)
              throws IOException {
            if (problem != null) {
              throw problem;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public String place(String workspace) {
    return fileOf(workspace).toString();
  }

  @Override
  public void close() {}
}

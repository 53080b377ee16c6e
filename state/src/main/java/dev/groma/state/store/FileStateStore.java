package dev.groma.state.store;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.JournalRecord;
import dev.groma.state.JournalReplay;
import dev.groma.state.LockInfo;
import dev.groma.state.PendingOperation;
import dev.groma.state.State;
import dev.groma.state.crypto.Encryption;
import dev.groma.state.crypto.Opened;
import dev.groma.state.format.LockInfoFormat;
import dev.groma.state.format.StateCodec;
import dev.groma.state.format.StateReader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A state in a file, `terraform.tfstate` usually, as Terraform keeps it, with these beside it: the
/// version before in `….backup` or where it is wanted, the journal in `….journal`, while it is
/// locked the holder in `.….lock.info`, and versions before in `.groma/history`, see [FileHistory].
///
/// The lock also keeps out a Terraform that uses the same file, and the other way round. A process
/// has one store for one file.
public final class FileStateStore implements StateStore {
  // The lock is the POSIX record lock on the state file itself, because that is what Terraform
  // takes. Two properties of such locks shape this class. They belong to the file, not to its name:
  // the file that is about to take the name is locked before it does. And a process loses them as
  // soon as it closes any channel of the file: while the lock is held, everything goes through the
  // one channel that holds it.
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration INTRODUCTION = Duration.ofSeconds(2);
  private static final int READ_ATTEMPTS = 3;

  private final Path file;
  private final @Nullable Path backup;
  private final Path journal;
  private final Path lockInfo;
  private final Path temporary;
  private final Supplier<UUID> lineages;
  private final Encryption encryption;
  private final StateCodec codec;
  private final FileHistory history;
  private final boolean makesFolder;
  private final ReentrantLock mutex = new ReentrantLock();
  private @Nullable FileChannel held;
  private @Nullable Snapshot last;

  /// The state in `file`, not encrypted; `lineages` makes up the lineage of a new one.
  public FileStateStore(Path file, Supplier<UUID> lineages) {
    this(file, lineages, Encryption.NONE);
  }

  /// The state in `file`, encrypted as `encryption` says.
  public FileStateStore(Path file, Supplier<UUID> lineages, Encryption encryption) {
    this(file, lineages, encryption, FileStateStore::usualBackup, 0, false);
  }

  /// The same with `versions` versions kept, in a folder that is made when `makesFolder`.
  ///
  /// @param backups tells where the version before the last commit goes, null for nowhere
  FileStateStore(
      Path file,
      Supplier<UUID> lineages,
      Encryption encryption,
      Function<Path, @Nullable Path> backups,
      int versions,
      boolean makesFolder) {
    this.file = linked(file);
    this.lineages = lineages;
    this.encryption = encryption;
    codec = new StateCodec(encryption);
    String name = String.valueOf(this.file.getFileName());
    backup = backups.apply(this.file);
    journal = this.file.resolveSibling(name + ".journal");
    lockInfo = this.file.resolveSibling("." + name + ".lock.info");
    temporary = fresh(this.file);
    history = new FileHistory(this.file, versions);
    this.makesFolder = makesFolder;
  }

  /// Where Terraform keeps the version before of the state in `file`.
  static Path usualBackup(Path file) {
    return file.resolveSibling(file.getFileName() + ".backup");
  }

  /// What `path` links to, so that a link is not replaced by a file.
  private static Path linked(Path path) {
    try {
      return Files.isSymbolicLink(path) ? path.toRealPath() : path;
    } catch (IOException _) {
      return path;
    }
  }

  private static Path fresh(Path path) {
    return path.resolveSibling("." + path.getFileName() + ".new");
  }

  /// What a file meant, and a digest to see whether it is still the same.
  private static final class Snapshot {
    private final byte[] digest;
    private final State state;
    private final boolean stale;

    /// @param stale whether it is encrypted otherwise than it would be now
    private Snapshot(byte[] digest, State state, boolean stale) {
      this.digest = digest;
      this.state = state;
      this.stale = stale;
    }
  }

  private static MessageDigest digester() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public ReadResult read() {
    mutex.lock();
    try {
      ReadResult result = readOnce();
      for (int i = 1; i < READ_ATTEMPTS && result.state() == null && held == null; i++) {
        result = readOnce();
      }
      return result;
    } finally {
      mutex.unlock();
    }
  }

  private ReadResult readOnce() {
    try {
      byte[] bytes = stateBytes();
      List<Diagnostic> found = new ArrayList<>();
      Snapshot snapshot = parse(bytes, found);
      if (snapshot == null) {
        return new ReadResult(null, false, found);
      }
      last = snapshot;
      return replay(snapshot.state);
    } catch (IOException e) {
      return new ReadResult(null, false, List.of(Trouble.unreadable(file, e)));
    }
  }

  private ReadResult replay(State snapshot) throws IOException {
    JournalFile.Contents contents = JournalFile.parse(bytes(journal), encryption);
    if (contents.problem() != null) {
      return new ReadResult(null, false, List.of(unreadable(contents.problem())));
    }
    return switch (JournalReplay.fold(snapshot, contents.records())) {
      case JournalReplay.Stale s ->
          new ReadResult(
              null,
              false,
              List.of(Trouble.staleJournal(journal, s.lineage(), s.serial(), snapshot.serial())));
      case JournalReplay.Folded f when f.state().hasSameContent(snapshot) ->
          new ReadResult(snapshot, false, List.of());
      case JournalReplay.Folded f ->
          new ReadResult(
              f.state(),
              true,
              List.of(
                  Trouble.recovered(
                      journal, contents.records().size() - 1, f.state().pending().size())));
    };
  }

  private Diagnostic unreadable(Opened problem) {
    return Trouble.unreadableJournal(journal, problem, encryption.isConfigured());
  }

  private @Nullable Snapshot parse(byte[] bytes, List<Diagnostic> found) {
    byte[] digest = digester().digest(bytes);
    if (last != null && MessageDigest.isEqual(digest, last.digest)) {
      return last;
    }
    if (bytes.length == 0) {
      if (backup != null && Files.exists(file) && Files.exists(backup)) {
        found.add(Trouble.emptyFile(file, backup));
        return null;
      }
      return new Snapshot(digest, State.EMPTY, false);
    }
    StateReader.Result result = codec.read(bytes, file.toString());
    found.addAll(result.diagnostics());
    return result.state() == null ? null : new Snapshot(digest, result.state(), result.stale());
  }

  private byte[] stateBytes() throws IOException {
    if (held == null) {
      return bytes(file);
    }
    ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(held.size()));
    int at = 0;
    while (buffer.hasRemaining() && at >= 0) {
      at = held.read(buffer, buffer.position());
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private static byte[] bytes(Path path) throws IOException {
    try {
      return Files.readAllBytes(path);
    } catch (NoSuchFileException _) {
      return new byte[0];
    }
  }

  @Override
  public CommitResult commit(State base, State next) {
    // An interrupted thread closes the channels that it uses, and the lock with them.
    boolean interrupted = Thread.interrupted();
    mutex.lock();
    try {
      List<Diagnostic> found = new ArrayList<>();
      byte[] before = stateBytes();
      Snapshot current = parse(before, found);
      if (current == null) {
        return new Failed(found.getFirst());
      }
      if (!current.state.lineage().equals(base.lineage())
          || current.state.serial() != base.serial()) {
        return new Conflict(Trouble.conflict(file, base.serial(), current.state.serial()));
      }
      List<Diagnostic> problems = next.verify();
      return problems.isEmpty() ? replace(current, before, next) : new Failed(problems.getFirst());
    } catch (IOException e) {
      return new Failed(Trouble.unwritable(file, e));
    } finally {
      mutex.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private CommitResult replace(Snapshot snapshot, byte[] before, State next) throws IOException {
    State current = snapshot.state;
    State plain = next.edit().pending(List.of()).build();
    if (before.length > 0 && !snapshot.stale && StateStore.isUpToDate(current, plain)) {
      State same = next.as(current.lineage(), current.serial());
      restartJournal(same);
      return new Committed(same);
    }
    State written = StateStore.successor(current, next, lineages);
    MessageDigest digest = digester();
    FileChannel channel = writeTemporary(written, digest);
    try {
      if (before.length > 0) {
        // Neither what is in clear nor an old key outlives the change of the state in its copies.
        byte[] copy = snapshot.stale && encryption.isOn() ? codec.write(current) : before;
        if (backup != null) {
          writeWhole(backup, copy);
        }
        keep(current, copy);
      }
      announceFold(written);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      channel.close();
      discard(temporary, e);
      throw e;
    }
    return finish(
        written,
        channel,
        new Snapshot(digest.digest(), written.edit().pending(List.of()).build(), false));
  }

  /// Everything after the file has its new content: no failure here may say that it has not.
  private CommitResult finish(State written, FileChannel channel, Snapshot snapshot) {
    last = snapshot;
    try {
      if (held == null) {
        channel.close();
      } else {
        FileChannel old = held;
        held = channel;
        old.close();
      }
      syncFolder();
    } catch (IOException e) {
      return new OutcomeUnknown(Trouble.unwritable(file, e));
    }
    try {
      restartJournal(written);
    } catch (IOException e) {
      return new OutcomeUnknown(Trouble.unwritable(journal, e));
    }
    return new Committed(written);
  }

  /// The new file, complete and on disk, locked when the old one is.
  private FileChannel writeTemporary(State state, MessageDigest digest) throws IOException {
    FileChannel channel = create(temporary);
    try {
      OutputStream buffered = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
      OutputStream out = new DigestOutputStream(buffered, digest);
      codec.write(state, out);
      out.flush();
      channel.force(true);
      if (held != null && channel.tryLock() == null) {
        throw new IOException("the new file is locked by another process");
      }
      return channel;
    } catch (IOException e) {
      channel.close();
      discard(temporary, e);
      throw e;
    }
  }

  /// A new file that the same users may read as the state.
  private FileChannel create(Path path) throws IOException {
    makeFolder(path);
    Files.deleteIfExists(path);
    Set<OpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null || !Files.exists(file)) {
      return FileChannel.open(path, options);
    }
    Set<PosixFilePermission> allowed = view.readAttributes().permissions();
    FileChannel channel =
        FileChannel.open(path, options, PosixFilePermissions.asFileAttribute(allowed));
    Files.setPosixFilePermissions(path, allowed);
    return channel;
  }

  private void makeFolder(Path path) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (makesFolder && folder != null && !Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
  }

  private void writeWhole(Path path, byte[] bytes) throws IOException {
    Path fresh = fresh(path);
    try (FileChannel channel = create(fresh)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      discard(fresh, e);
      throw e;
    }
  }

  /// Keeps `bytes`, which are about to be replaced. What cannot be kept is done without: the state
  /// that takes their place is worth more, and the version before is in the backup.
  private void keep(State state, byte[] bytes) {
    try {
      history.keep(state.serial(), bytes, Files.getLastModifiedTime(file), this::writeWhole);
    } catch (IOException _) {
      // The list of versions shows what there is.
    }
  }

  private static void discard(Path path, IOException cause) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private void announceFold(State written) throws IOException {
    JournalFile.Contents contents = JournalFile.parse(bytes(journal), encryption);
    if (!contents.records().isEmpty()) {
      try (JournalFile open = JournalFile.open(journal, contents, encryption)) {
        open.append(new JournalRecord.Folded(written.lineage(), written.serial()));
      } catch (StorageException e) {
        throw e.getCause() instanceof IOException io ? io : new IOException(e);
      }
    }
  }

  /// Leaves the pending operations of `state` in the journal, and no journal when there are none.
  private void restartJournal(State state) throws IOException {
    if (state.pending().isEmpty()) {
      if (Files.deleteIfExists(journal)) {
        syncFolder();
      }
      return;
    }
    startJournal(state);
  }

  /// Replaces the journal by one that holds the pending operations of `state`, and says what it is.
  private JournalFile.Contents startJournal(State state) throws IOException {
    List<JournalRecord> records = new ArrayList<>();
    records.add(new JournalRecord.Header(state.lineage(), state.serial()));
    for (PendingOperation operation : state.pending()) {
      records.add(new JournalRecord.Begin(operation.withoutInstance()));
      if (operation.instance() != null) {
        records.add(new JournalRecord.Recorded(operation.id(), operation.instance()));
      }
    }
    byte[] bytes = JournalFile.bytes(records, encryption);
    writeWhole(journal, bytes);
    syncFolder();
    return JournalFile.parse(bytes, encryption);
  }

  private void syncFolder() throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  @Override
  public Journal openJournal(State base) {
    mutex.lock();
    try {
      JournalFile.Contents contents = JournalFile.parse(bytes(journal), encryption);
      if (contents.problem() != null) {
        throw new StorageException(unreadable(contents.problem()), null);
      }
      if (contents.records().isEmpty()
          || !contents
              .records()
              .getFirst()
              .equals(new JournalRecord.Header(base.lineage(), base.serial()))) {
        if (JournalReplay.fold(base, contents.records()) instanceof JournalReplay.Stale s) {
          throw new StorageException(
              Trouble.staleJournal(journal, s.lineage(), s.serial(), base.serial()), null);
        }
        contents = startJournal(base);
      }
      return JournalFile.open(journal, contents, encryption);
    } catch (IOException e) {
      throw new StorageException(Trouble.unwritable(journal, e), e);
    } finally {
      mutex.unlock();
    }
  }

  @Override
  public LockResult lock(LockInfo holder, Duration wait) {
    return Locks.waitFor(() -> tryLock(holder), POLL, wait);
  }

  private LockResult tryLock(LockInfo holder) {
    mutex.lock();
    try {
      if (held != null) {
        return held();
      }
      FileChannel channel = takeOrSeeHolder();
      if (channel == null) {
        return held();
      }
      held = channel;
      try {
        writeWhole(lockInfo, LockInfoFormat.write(holder).getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        release();
        return new Unlockable(Trouble.unwritable(lockInfo, e));
      }
      return new FileLease();
    } catch (IOException e) {
      return new Unlockable(Trouble.unwritable(file, e));
    } finally {
      mutex.unlock();
    }
  }

  @Override
  public Optional<Diagnostic> unlock(String id) {
    mutex.lock();
    try (FileChannel channel = held == null ? take() : null) {
      if (channel == null) {
        return Optional.of(Trouble.othersLock(file, held().holder()));
      }
      boolean left = Files.deleteIfExists(lockInfo);
      if (channel.size() == 0) {
        Files.deleteIfExists(file);
      }
      return left ? Optional.empty() : Optional.of(Locks.notLocked(file.toString()));
    } catch (IOException e) {
      return Optional.of(Trouble.unwritable(file, e));
    } finally {
      mutex.unlock();
    }
  }

  @Override
  public Optional<History> history() {
    return history.limit() == 0 ? Optional.empty() : Optional.of(new Versions());
  }

  /// The versions that are kept, and before them the one that is in the file.
  private final class Versions implements History {
    @Override
    public List<Version> versions() {
      mutex.lock();
      try {
        List<Version> all = new ArrayList<>(history.versions());
        byte[] bytes = stateBytes();
        State current = bytes.length == 0 ? null : codec.read(bytes, file.toString()).state();
        if (current != null) {
          all.addFirst(
              new Version(
                  FileHistory.after(all),
                  current.serial(),
                  Files.getLastModifiedTime(file).toInstant(),
                  bytes.length));
        }
        return all;
      } catch (IOException e) {
        throw new StorageException(Trouble.unreadable(history.folder(), e), e);
      } finally {
        mutex.unlock();
      }
    }

    @Override
    public ReadResult read(String id) {
      mutex.lock();
      try {
        Optional<Path> kept = history.find(id);
        boolean current = kept.isEmpty() && id.equals(FileHistory.after(history.versions()));
        if (kept.isEmpty() && !current) {
          return new ReadResult(null, false, List.of(Trouble.noVersion(file, id)));
        }
        byte[] bytes = current ? stateBytes() : Files.readAllBytes(kept.orElseThrow());
        StateReader.Result result = codec.read(bytes, kept.orElse(file).toString());
        return new ReadResult(result.state(), false, result.diagnostics());
      } catch (IOException e) {
        return new ReadResult(null, false, List.of(Trouble.unreadable(history.folder(), e)));
      } finally {
        mutex.unlock();
      }
    }
  }

  /// The file, locked; null when another process has the lock. One that has taken it this moment
  /// has not said yet who it is, and one that gives it back says so no more: that is waited for.
  private @Nullable FileChannel takeOrSeeHolder() throws IOException {
    long end = System.nanoTime() + INTRODUCTION.toNanos();
    FileChannel channel = take();
    while (channel == null
        && !Files.exists(lockInfo)
        && System.nanoTime() - end < 0
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(INTRODUCTION.toNanos() / 100);
      channel = take();
    }
    return channel;
  }

  /// The file, locked; null when another process has the lock. Another file may take the name
  /// between opening and locking; then it is tried again.
  private @Nullable FileChannel take() throws IOException {
    makeFolder(file);
    while (true) {
      Object before = identity();
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (before != null) {
        if (!tryLock(channel)) {
          channel.close();
          return null;
        }
        if (before.equals(identity())) {
          return channel;
        }
      }
      channel.close();
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  private @Nullable Object identity() throws IOException {
    try {
      Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      return key == null ? file : key;
    } catch (NoSuchFileException _) {
      return null;
    }
  }

  private Held held() {
    Optional<LockInfo> holder = Optional.empty();
    try {
      holder = LockInfoFormat.read(Files.readString(lockInfo));
    } catch (IOException _) {
      // Who holds it is then not told.
    }
    return new Held(holder.orElse(null), Trouble.held(file, holder.orElse(null)));
  }

  private void release() {
    mutex.lock();
    try (FileChannel channel = held) {
      held = null;
      Files.deleteIfExists(lockInfo);
      if (channel != null && channel.size() == 0) {
        Files.deleteIfExists(file);
      }
    } catch (IOException _) {
      // The lock ends with the channel; a left-over description does no harm.
    } finally {
      mutex.unlock();
    }
  }

  private final class FileLease implements Lease {
    private boolean isOpen = true;

    @Override
    public void close() {
      mutex.lock();
      try {
        if (isOpen) {
          isOpen = false;
          release();
        }
      } finally {
        mutex.unlock();
      }
    }
  }
}

package dev.groma.state.store.http;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.store.Place;
import dev.groma.state.store.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A journal in a file on this machine, because the server has no place for it. Where there is no
/// file, it is what the server gave together with the state.
///
/// A file is replaced whenever another run takes the lock. So a run that has lost the lock finds
/// that the file is not its own any more.
final class LocalLog implements Place.Log {
  private final Path file;
  private final ReentrantLock mutex = new ReentrantLock();
  private byte[] uploaded = new byte[0];
  private @Nullable Identity identity;

  /// The journal in `file`.
  LocalLog(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  /// Notes what came with the state.
  void uploaded(byte[] journal) {
    mutex.lock();
    try {
      uploaded = journal;
    } finally {
      mutex.unlock();
    }
  }

  @Override
  public byte[] read() {
    mutex.lock();
    try {
      identity = found();
      byte[] bytes = Files.readAllBytes(file);
      return bytes.length == 0 ? uploaded : bytes;
    } catch (NoSuchFileException _) {
      return uploaded;
    } catch (IOException e) {
      throw unusable("read", e);
    } finally {
      mutex.unlock();
    }
  }

  /// A file as it was at one moment. Its key alone may come back with another file.
  private record Identity(@Nullable Object key, FileTime changed, long size) {}

  private @Nullable Identity found() throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Identity(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
    } catch (NoSuchFileException _) {
      return null;
    }
  }

  /// Whether the file is still the one that was read or written last.
  boolean isOurs() {
    mutex.lock();
    try {
      return Objects.equals(identity, found());
    } catch (IOException e) {
      throw unusable("read", e);
    } finally {
      mutex.unlock();
    }
  }

  /// Makes the file this run's.
  void fence() {
    mutex.lock();
    try {
      if (found() != null) {
        replace(Files.readAllBytes(file));
      }
      identity = found();
    } catch (IOException e) {
      throw unusable("written", e);
    } finally {
      mutex.unlock();
    }
  }

  @Override
  public void append(byte[] bytes) {
    // An interrupted thread would close the channel half-way.
    boolean interrupted = Thread.interrupted();
    mutex.lock();
    try {
      if (identity == null && found() == null) {
        replace(uploaded);
      }
      if (!Objects.equals(identity, found())) {
        throw new StorageException(lost(), null);
      }
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
        write(channel, bytes);
      }
      identity = found();
    } catch (IOException e) {
      throw unusable("written", e);
    } finally {
      mutex.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void write(FileChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    channel.force(true);
  }

  @Override
  public void restart(byte[] bytes) {
    mutex.lock();
    try {
      uploaded = new byte[0];
      if (bytes.length > 0) {
        replace(bytes);
      } else if (Files.deleteIfExists(file)) {
        syncFolder();
      }
      identity = found();
    } catch (IOException e) {
      throw unusable("written", e);
    } finally {
      mutex.unlock();
    }
  }

  private void replace(byte[] bytes) throws IOException {
    Path folder = Objects.requireNonNull(file.getParent(), "the file is in a folder");
    Files.createDirectories(folder);
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    try (FileChannel channel =
        FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      write(channel, bytes);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    syncFolder();
    identity = found();
  }

  private void syncFolder() throws IOException {
    Path folder = file.getParent();
    if (folder != null && folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private StorageException unusable(String verb, IOException cause) {
    String reason = cause.getMessage() == null ? "" : cause.getMessage();
    return new StorageException(
        Diagnostic.error(
            "state.journal",
            "The journal cannot be used",
            "The journal "
                + file
                + " cannot be "
                + verb
                + ": "
                + cause.getClass().getSimpleName()
                + " "
                + reason
                + ". Give this user the right to read and write its folder, and room on the disk;"
                + " without a journal nothing is begun."),
        cause);
  }

  private Diagnostic lost() {
    return Diagnostic.error(
        "state.lock-lost",
        "The state lock was lost",
        "Another run on this machine has taken over the journal "
            + file
            + ", so this run does not hold the lock any more. Nothing more is recorded for it. Run"
            + " the same command again, so that it starts from the state as it is now.");
  }

  @Override
  public void close() {}
}

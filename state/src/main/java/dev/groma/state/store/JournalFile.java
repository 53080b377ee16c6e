package dev.groma.state.store;

import dev.groma.state.JournalRecord;
import dev.groma.state.format.JournalFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// A journal in a file: per record its length in bytes and their CRC-32C, four bytes each, high
/// byte first, and then the bytes, a line of JSON.
final class JournalFile implements Journal {
  // One thread at a time writes. The others leave their records in `waiting` and sleep; the writer
  // takes all of them, writes and syncs them at once without holding the lock, and wakes everybody.
  // `appended` and `durable` count records. Not a FileChannel,
  // which an interrupted thread would close for all.
  private static final int HEADER = 8;

  private final Path file;
  private final RandomAccessFile access;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();
  private ByteArrayOutputStream waiting = new ByteArrayOutputStream();
  private long appended;
  private long durable;
  private boolean writing;
  private @Nullable IOException failure;

  private JournalFile(Path file, RandomAccessFile access) {
    this.file = file;
    this.access = access;
  }

  /// What a journal holds.
  ///
  /// @param records the whole records at its beginning
  /// @param length the bytes that they take; what follows was torn by a crash
  /// @param isReadable false when a record is whole and yet means nothing to this version
  record Contents(List<JournalRecord> records, int length, boolean isReadable) {}

  /// The whole records at the beginning of `bytes`. Text that was torn by a crash ends them.
  static Contents parse(byte[] bytes) {
    List<JournalRecord> records = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int length = 0;
    while (buffer.remaining() >= HEADER) {
      int size = buffer.getInt();
      int crc = buffer.getInt();
      if (size <= 0 || size > buffer.remaining() || crc(bytes, buffer.position(), size) != crc) {
        break;
      }
      Optional<JournalRecord> record =
          JournalFormat.read(new String(bytes, buffer.position(), size, StandardCharsets.UTF_8));
      if (record.isEmpty() || records.isEmpty() != record.get() instanceof JournalRecord.Header) {
        return new Contents(records, length, false);
      }
      records.add(record.get());
      buffer.position(buffer.position() + size);
      length = buffer.position();
    }
    return new Contents(records, length, true);
  }

  /// The bytes of a journal that holds `records`.
  static byte[] bytes(List<JournalRecord> records) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    records.forEach(record -> frame(record, out));
    return out.toByteArray();
  }

  private static void frame(JournalRecord record, ByteArrayOutputStream out) {
    byte[] payload = (JournalFormat.write(record) + "\n").getBytes(StandardCharsets.UTF_8);
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    header.putInt(payload.length).putInt(crc(payload, 0, payload.length));
    out.writeBytes(header.array());
    out.writeBytes(payload);
  }

  private static int crc(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  /// Opens `file`, which exists, to append after its first `length` bytes.
  static JournalFile open(Path file, int length) throws IOException {
    RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw");
    try {
      if (access.length() > length) {
        access.setLength(length);
        access.getFD().sync();
      }
      access.seek(length);
      return new JournalFile(file, access);
    } catch (IOException e) {
      access.close();
      throw e;
    }
  }

  @Override
  public void append(JournalRecord record) {
    ByteArrayOutputStream framed = new ByteArrayOutputStream();
    frame(record, framed);
    lock.lock();
    try {
      checkUsable();
      waiting.writeBytes(framed.toByteArray());
      long mine = ++appended;
      while (durable < mine) {
        if (writing) {
          progress.awaitUninterruptibly();
        } else {
          writeWaiting();
        }
        checkUsable();
      }
    } finally {
      lock.unlock();
    }
  }

  private void checkUsable() {
    if (failure != null) {
      throw new StorageException(Trouble.unwritable(file, failure), failure);
    }
  }

  /// Called with the lock held, which is given back while the disk is busy.
  private void writeWaiting() {
    byte[] batch = waiting.toByteArray();
    long last = appended;
    waiting = new ByteArrayOutputStream();
    writing = true;
    lock.unlock();
    IOException failed = null;
    try {
      access.write(batch);
      access.getFD().sync();
    } catch (IOException e) {
      failed = e;
    }
    lock.lock();
    writing = false;
    failure = failed;
    durable = failed == null ? last : durable;
    progress.signalAll();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      while (writing) {
        progress.awaitUninterruptibly();
      }
      access.close();
      failure = failure == null ? new IOException("the journal is closed") : failure;
    } catch (IOException e) {
      failure = e;
    } finally {
      lock.unlock();
    }
  }
}

package dev.groma.state.store;

import dev.groma.state.JournalRecord;
import dev.groma.state.crypto.Encryption;
import dev.groma.state.crypto.Opened;
import dev.groma.state.crypto.Purpose;
import dev.groma.state.format.JournalFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// A journal as bytes, in a file or elsewhere: per record its length in bytes and their CRC-32C,
/// four bytes each, high byte first, and then the bytes, a line of JSON.
///
/// Where journals are encrypted the line is `sealed HEADER BASE64` instead: the JSON, sealed and
/// bound to its number and the line before it, so that lines cannot change places.
final class JournalFile implements Journal {
  // One thread at a time writes. The others leave their records in `waiting` and sleep; the writer
  // takes all of them, writes and syncs them at once without holding the lock, and wakes everybody.
  // `appended` and `durable` count records. Not a FileChannel,
  // which an interrupted thread would close for all.
  private static final int HEADER = 8;
  private static final String SEALED = "sealed ";

  private final Sink sink;
  private final Encryption encryption;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();
  private ByteArrayOutputStream waiting = new ByteArrayOutputStream();
  private Chain chain;
  private long appended;
  private long durable;
  private boolean writing;
  private @Nullable StorageException failure;

  private JournalFile(Sink sink, Encryption encryption, Chain chain) {
    this.sink = sink;
    this.encryption = encryption;
    this.chain = chain;
  }

  /// Where the bytes of a journal go.
  interface Sink {
    /// Writes `batch`, whole records, behind what is there, and returns when they are safe.
    ///
    /// @throws StorageException when that fails
    void write(byte[] batch);

    /// Gives back what is held open.
    void close() throws IOException;
  }

  /// The end of a file.
  private record FileSink(Path file, RandomAccessFile access) implements Sink {
    @Override
    public void write(byte[] batch) {
      try {
        access.write(batch);
        access.getFD().sync();
      } catch (IOException e) {
        throw new StorageException(Trouble.unwritable(file, e), e);
      }
    }

    @Override
    public void close() throws IOException {
      access.close();
    }
  }

  /// Where the next line comes.
  ///
  /// @param count how many lines there are
  /// @param crc the check of the last one
  private record Chain(long count, int crc) {
    private static final Chain START = new Chain(0, 0);

    private Chain after(byte[] line) {
      return new Chain(count + 1, JournalFile.crc(line, 0, line.length));
    }

    private String context() {
      return count + " " + Integer.toHexString(crc);
    }
  }

  /// What a journal holds.
  ///
  /// @param records the whole records at its beginning
  /// @param length the bytes that they take; what follows was torn by a crash
  /// @param chain where the next record comes
  /// @param problem why a record that is whole cannot be read; null when all can
  record Contents(List<JournalRecord> records, int length, Chain chain, @Nullable Opened problem) {}

  /// The whole records at the beginning of `bytes`. Text that was torn by a crash ends them.
  static Contents parse(byte[] bytes, Encryption encryption) {
    List<JournalRecord> records = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    Chain chain = Chain.START;
    int length = 0;
    while (buffer.remaining() >= HEADER) {
      int size = buffer.getInt();
      int crc = buffer.getInt();
      if (size <= 0 || size > buffer.remaining() || crc(bytes, buffer.position(), size) != crc) {
        break;
      }
      byte[] line = Arrays.copyOfRange(bytes, buffer.position(), buffer.position() + size);
      Opened opened = opened(line, chain, encryption);
      Optional<JournalRecord> record =
          opened instanceof Opened.Plain plain
              ? JournalFormat.read(new String(plain.bytes(), StandardCharsets.UTF_8))
              : Optional.empty();
      if (record.isEmpty() || records.isEmpty() != record.get() instanceof JournalRecord.Header) {
        Opened problem = opened instanceof Opened.Plain ? new Opened.Unknown() : opened;
        return new Contents(records, length, chain, problem);
      }
      records.add(record.get());
      chain = chain.after(line);
      buffer.position(buffer.position() + size);
      length = buffer.position();
    }
    return new Contents(records, length, chain, null);
  }

  private static Opened opened(byte[] line, Chain chain, Encryption encryption) {
    String text = new String(line, StandardCharsets.UTF_8);
    if (!text.startsWith(SEALED)) {
      return encryption.readsPlain() ? new Opened.Plain(line, false) : new Opened.Damaged();
    }
    int split = text.lastIndexOf(' ');
    if (split < SEALED.length()) {
      return new Opened.Unknown();
    }
    try {
      return encryption.open(
          text.substring(SEALED.length(), split),
          Purpose.JOURNAL,
          chain.context(),
          Base64.getDecoder().decode(text.substring(split + 1).strip()));
    } catch (IllegalArgumentException _) {
      return new Opened.Damaged();
    }
  }

  /// The bytes of a journal that holds `records`.
  static byte[] bytes(List<JournalRecord> records, Encryption encryption) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Chain chain = Chain.START;
    for (JournalRecord record : records) {
      chain = frame(record, chain, encryption, out);
    }
    return out.toByteArray();
  }

  private static Chain frame(
      JournalRecord record, Chain chain, Encryption encryption, ByteArrayOutputStream out) {
    byte[] line = (JournalFormat.write(record) + "\n").getBytes(StandardCharsets.UTF_8);
    if (encryption.isOn()) {
      byte[] sealed = encryption.seal(Purpose.JOURNAL, chain.context(), line);
      String text =
          SEALED + encryption.header() + " " + Base64.getEncoder().encodeToString(sealed) + "\n";
      line = text.getBytes(StandardCharsets.US_ASCII);
    }
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    header.putInt(line.length).putInt(crc(line, 0, line.length));
    out.writeBytes(header.array());
    out.writeBytes(line);
    return chain.after(line);
  }

  private static int crc(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  /// Opens `file`, which exists and holds `contents`, to append to it.
  static JournalFile open(Path file, Contents contents, Encryption encryption) throws IOException {
    int length = contents.length();
    RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw");
    try {
      if (access.length() > length) {
        access.setLength(length);
        access.getFD().sync();
      }
      access.seek(length);
      return over(new FileSink(file, access), contents, encryption);
    } catch (IOException e) {
      access.close();
      throw e;
    }
  }

  /// Appends to `sink`, which holds `contents`.
  static JournalFile over(Sink sink, Contents contents, Encryption encryption) {
    return new JournalFile(sink, encryption, contents.chain());
  }

  @Override
  public void append(JournalRecord record) {
    lock.lock();
    try {
      checkUsable();
      chain = frame(record, chain, encryption, waiting);
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
      throw new StorageException(failure.diagnostic(), failure.getCause());
    }
  }

  /// Called with the lock held, which is given back while the disk is busy.
  private void writeWaiting() {
    byte[] batch = waiting.toByteArray();
    long last = appended;
    waiting = new ByteArrayOutputStream();
    writing = true;
    lock.unlock();
    StorageException failed = null;
    try {
      sink.write(batch);
    } catch (StorageException e) {
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
      sink.close();
      failure = failure == null ? new StorageException(Trouble.closedJournal(), null) : failure;
    } catch (IOException e) {
      failure = new StorageException(Trouble.closedJournal(), e);
    } finally {
      lock.unlock();
    }
  }
}

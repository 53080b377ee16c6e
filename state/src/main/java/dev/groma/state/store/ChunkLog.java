package dev.groma.state.store;

import dev.groma.schemas.diag.Diagnostic;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A journal in numbered chunks, each of which is created once and never changed: a byte that says
/// whether the journal begins anew with it, the 16 bytes of its writer's id, and then bytes of the
/// journal.
///
/// Numbers go up for ever: of a journal that was restarted the last chunk stays. A writer that
/// takes the next number keeps everybody out that did not know of it, also when that chunk is
/// deleted later, since there is a greater number then. That is how a run is stopped that has lost
/// its lock.
public final class ChunkLog implements Place.Log {
  private static final byte BEGINS = 'B';
  private static final byte GOES_ON = '+';
  private static final int HEADER = 17;

  private final String name;
  private final Chunks chunks;
  private final UUID writer;
  private final ReentrantLock mutex = new ReentrantLock();
  private @Nullable View view;

  /// Where chunks are kept.
  public interface Chunks {
    /// All chunks by their numbers, as they were together at one moment.
    SortedMap<Long, byte[]> all();

    /// The chunk `number`; null when there is none.
    byte @Nullable [] find(long number);

    /// Makes the chunk `number`. Returns false when there is one.
    boolean create(long number, byte[] bytes);

    /// Whether there is a chunk with a greater number.
    boolean goesOnAfter(long number);

    /// Deletes the chunks from `first` up to `end`, without that one, the first ones first.
    void delete(long first, long end);
  }

  /// What is known of the chunks.
  ///
  /// @param first the lowest number
  /// @param next the number that is free
  /// @param empty whether the journal is
  private record View(long first, long next, boolean empty) {}

  /// The journal `name` in `chunks`, written by `writer`.
  public ChunkLog(String name, Chunks chunks, UUID writer) {
    this.name = name;
    this.chunks = chunks;
    this.writer = writer;
  }

  @Override
  public byte[] read() {
    mutex.lock();
    try {
      SortedMap<Long, byte[]> all = new TreeMap<>(chunks.all());
      ByteArrayOutputStream journal = new ByteArrayOutputStream();
      boolean begun = false;
      for (Map.Entry<Long, byte[]> entry : all.entrySet()) {
        byte[] chunk = entry.getValue();
        if (chunk.length < HEADER) {
          continue;
        }
        if (chunk[0] == BEGINS) {
          journal.reset();
          begun = true;
        }
        if (begun) {
          journal.write(chunk, HEADER, chunk.length - HEADER);
        }
      }
      view =
          all.isEmpty()
              ? new View(1, 1, true)
              : new View(all.firstKey(), all.lastKey() + 1, journal.size() == 0);
      return journal.toByteArray();
    } finally {
      mutex.unlock();
    }
  }

  private View known() {
    if (view == null) {
      read();
    }
    if (view == null) {
      throw new IllegalStateException("reading sets the view");
    }
    return view;
  }

  @Override
  public void append(byte[] bytes) {
    mutex.lock();
    try {
      View now = known();
      create(now.next, GOES_ON, bytes);
      view = new View(now.first, now.next + 1, false);
    } finally {
      mutex.unlock();
    }
  }

  @Override
  public void restart(byte[] bytes) {
    mutex.lock();
    try {
      View now = known();
      if (now.empty && bytes.length == 0) {
        return;
      }
      create(now.next, BEGINS, bytes);
      view = new View(now.first, now.next + 1, bytes.length == 0);
      try {
        chunks.delete(now.first, now.next);
        view = new View(now.next, now.next + 1, bytes.length == 0);
      } catch (StorageException _) {
        // What is left over counts for nothing, and goes away with the next restart.
      }
    } finally {
      mutex.unlock();
    }
  }

  /// Takes the next number, so that a run which does not know of it can append nothing any more.
  public void fence() {
    mutex.lock();
    try {
      while (true) {
        read();
        View now = known();
        if (chunks.create(now.next, chunk(GOES_ON, new byte[0]))) {
          view = new View(now.first, now.next + 1, now.empty);
          return;
        }
      }
    } finally {
      mutex.unlock();
    }
  }

  private byte[] chunk(byte kind, byte[] bytes) {
    return ByteBuffer.allocate(HEADER + bytes.length)
        .put(kind)
        .putLong(writer.getMostSignificantBits())
        .putLong(writer.getLeastSignificantBits())
        .put(bytes)
        .array();
  }

  private void create(long number, byte kind, byte[] bytes) {
    byte[] chunk = chunk(kind, bytes);
    // Of a request that was sent again, since its answer was lost, the first one may have made it.
    boolean made = chunks.create(number, chunk) || Arrays.equals(chunk, chunks.find(number));
    if (!made || chunks.goesOnAfter(number)) {
      throw new StorageException(fenced(), null);
    }
  }

  private Diagnostic fenced() {
    return Diagnostic.error(
        "state.lock-lost",
        "The state lock was lost",
        "Another run has written to the journal of "
            + name
            + ", so this run does not hold the lock any more. Nothing more is recorded for it. Run"
            + " the same command again, so that it starts from the state as it is now.");
  }

  @Override
  public void close() {}
}

package dev.groma.cli;

import dev.groma.engine.render.HttpArchive;
import dev.groma.providers.spi.CallListener;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/// A file with every request of a run, in the format HAR. It is complete after each request, so it
/// can be read after a crash.
final class TraceFile implements CallListener, Closeable {
  private final ReentrantLock lock = new ReentrantLock();
  private final FileChannel channel;
  private long end;
  private boolean empty = true;

  private TraceFile(FileChannel channel) {
    this.channel = channel;
  }

  /// An empty trace in `file`, in the place of what is there.
  static TraceFile create(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    TraceFile trace = new TraceFile(channel);
    trace.append(HttpArchive.head(VersionCommand.VERSION));
    return trace;
  }

  @Override
  public void called(Call call) {
    String entry = HttpArchive.entry(call);
    lock.lock();
    try {
      append(empty ? entry : ",\n" + entry);
      empty = false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  private void append(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer all = ByteBuffer.wrap((text + HttpArchive.FOOT).getBytes(StandardCharsets.UTF_8));
    long place = end;
    while (all.hasRemaining()) {
      place += channel.write(all, place);
    }
    end += bytes.length;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

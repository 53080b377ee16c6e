package dev.groma.cli.modules;

import dev.groma.engine.config.ModuleSource.Archive;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// Unpacks archives, and refuses those that try to write elsewhere or to fill the disk.
///
/// Tar is read as POSIX.1-2001 describes it ("pax Interchange Format": ustar headers, `path`
/// records) with GNU's long names. Links and devices in it are refused.
final class Unpacking {
  private static final int BLOCK = 512;
  private static final int ENTRIES = 100_000;
  private static final long BYTES = 1L << 30;

  private final Path folder;
  private int entries;
  private long bytes;

  private Unpacking(Path folder) {
    this.folder = folder;
  }

  /// Unpacks `file` into `folder`.
  static void unpack(Path file, Archive.Kind kind, Path folder) throws FetchException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      Unpacking unpacking = new Unpacking(folder);
      switch (kind) {
        case ZIP -> unpacking.zip(in);
        case TAR_GZ -> {
          try (InputStream plain = new GZIPInputStream(in)) {
            unpacking.tar(plain);
          }
        }
        case TAR -> unpacking.tar(in);
      }
      if (unpacking.entries == 0) {
        throw new FetchException("The archive holds nothing, or is no archive of this kind.");
      }
    } catch (IOException e) {
      throw new FetchException("The archive cannot be unpacked: " + e.getMessage() + ".");
    }
  }

  private void zip(InputStream in) throws IOException, FetchException {
    try (ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.isDirectory()) {
          Files.createDirectories(target(entry.getName()));
        } else {
          write(entry.getName(), zip, Long.MAX_VALUE);
        }
      }
    }
  }

  private void tar(InputStream in) throws IOException, FetchException {
    String longName = "";
    for (byte[] header = in.readNBytes(BLOCK);
        header.length == BLOCK && header[0] != 0;
        header = in.readNBytes(BLOCK)) {
      long size = size(header);
      String name = longName.isEmpty() ? name(header) : longName;
      longName = "";
      switch (header[156]) {
        case '0', 0 -> write(name, in, size);
        case '5' -> Files.createDirectories(target(name));
        case 'L' -> {
          longName = text(in.readNBytes(limited(size)), 0, (int) size);
          in.skipNBytes(padding(size));
          continue;
        }
        case 'x' -> {
          longName = path(new String(in.readNBytes(limited(size)), StandardCharsets.UTF_8));
          in.skipNBytes(padding(size));
          continue;
        }
        case 'g' -> in.skipNBytes(size);
        default ->
            throw new FetchException(
                "The archive holds " + name + ", which is a link or a device. Leave it out.");
      }
      in.skipNBytes(padding(size));
    }
  }

  private static int limited(long size) throws FetchException {
    if (size < 0 || size > 1 << 20) {
      throw new FetchException("The archive is damaged.");
    }
    return (int) size;
  }

  private static long padding(long size) {
    return (BLOCK - size % BLOCK) % BLOCK;
  }

  private static String name(byte[] header) {
    String prefix = text(header, 257, 5).equals("ustar") ? text(header, 345, 155) : "";
    String name = text(header, 0, 100);
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String text(byte[] bytes, int from, int length) {
    int end = from;
    while (end < Math.min(bytes.length, from + length) && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  private static long size(byte[] header) throws FetchException {
    try {
      return Long.parseLong(text(header, 124, 12).strip(), 8);
    } catch (NumberFormatException _) {
      throw new FetchException("The archive is damaged.");
    }
  }

  /// The `path` record of an extended header: lines `length key=value`.
  private static String path(String records) {
    for (String record : records.lines().toList()) {
      int key = record.indexOf(' ');
      if (record.startsWith("path=", key + 1)) {
        return record.substring(key + 6);
      }
    }
    return "";
  }

  private Path target(String name) throws FetchException {
    Path target = folder.resolve(name.replaceFirst("^(\\./)+", "")).normalize();
    if (!target.startsWith(folder)) {
      throw new FetchException("The archive would write outside of its folder: " + name + ".");
    }
    if (++entries > ENTRIES) {
      throw new FetchException("The archive holds more than " + ENTRIES + " files.");
    }
    return target;
  }

  private void write(String name, InputStream in, long size) throws IOException, FetchException {
    Path target = target(name);
    Path parent = target.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    byte[] buffer = new byte[1 << 14];
    long left = size;
    try (OutputStream out = Files.newOutputStream(target)) {
      while (left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          break;
        }
        left -= read;
        bytes += read;
        if (bytes > BYTES) {
          throw new FetchException(
              "The archive holds more than " + (BYTES >> 20) + " MiB when it is unpacked.");
        }
        out.write(buffer, 0, read);
      }
    }
  }
}

package dev.groma.cli;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The program for scripts that call it many times: a command that has its words run in this
/// process, with the directory and the environment that it was called in, and ends as they end.
/// That saves starting the whole program each time.
final class Errands implements AutoCloseable {
  private final ServerSocket server;

  private Errands() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  /// Writes the command to `file`; it works until this is closed.
  static Errands at(Path file) throws IOException {
    Errands errands = new Errands();
    Files.writeString(
        file,
        """
        #!/bin/sh
        exec '%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s' %s %d "$@"
        """
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                Errands.class.getName(),
                errands.server.getLocalPort()));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return errands;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void serve() {
    while (true) {
      try (Socket socket = server.accept()) {
        answer(socket);
      } catch (SocketException _) {
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void answer(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    Path directory = Path.of(text(in));
    List<String> words = texts(in);
    List<String> variables = texts(in);
    TreeMap<String, String> environment = new TreeMap<>();
    for (int i = 0; i < variables.size(); i += 2) {
      environment.put(variables.get(i), variables.get(i + 1));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new PrintWriter(out, false, StandardCharsets.UTF_8),
            new PrintWriter(err, false, StandardCharsets.UTF_8),
            new BufferedReader(Reader.nullReader()),
            false,
            environment,
            directory,
            Interrupts.none(),
            Console.Machine.REAL);
    int code = Main.run(console, words.toArray(String[]::new));
    console.flush();
    DataOutputStream answer = new DataOutputStream(socket.getOutputStream());
    answer.writeInt(code);
    for (ByteArrayOutputStream stream : List.of(out, err)) {
      answer.writeInt(stream.size());
      stream.writeTo(answer);
    }
    answer.flush();
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private static List<String> texts(DataInputStream in) throws IOException {
    List<String> all = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      all.add(text(in));
    }
    return all;
  }

  private static void send(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  /// The command: the port, and the words.
  public static void main(String[] words) throws IOException {
    int code;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(words[0]))) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      byte[] directory = Path.of("").toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
      out.writeInt(directory.length);
      out.write(directory);
      send(out, List.of(words).subList(1, words.length));
      List<String> variables = new ArrayList<>();
      for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
        variables.add(variable.getKey());
        variables.add(variable.getValue());
      }
      send(out, variables);
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      code = in.readInt();
      for (OutputStream stream : List.<OutputStream>of(System.out, System.err)) {
        stream.write(in.readNBytes(in.readInt()));
        stream.flush();
      }
    }
    System.exit(code);
  }
}

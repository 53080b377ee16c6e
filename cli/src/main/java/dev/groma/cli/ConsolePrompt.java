package dev.groma.cli;

import dev.groma.engine.plan.ConsoleSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// The console at a terminal: edits lines, completes names and remembers what was entered.
///
/// Only this class looks at JLine, so that no other command loads it. Lines that begin with a blank
/// are not remembered: they may hold a secret.
final class ConsolePrompt {
  private static final String HISTORY = "console_history";
  private static final int HISTORY_LINES = 1000;

  private ConsolePrompt() {}

  /// Answers until the user leaves.
  ///
  /// @param folder keeps the history
  static void run(ConsoleCommand.Dialogue dialogue, Path folder) {
    try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build()) {
      run(dialogue, terminal, history(folder));
    } catch (IOException e) {
      throw new UncheckedIOException("the terminal cannot be used", e);
    }
  }

  /// Makes sure that nobody else can read the history.
  private static Path history(Path folder) {
    Path file = folder.resolve(HISTORY);
    try {
      Files.createDirectories(folder);
      if (Files.notExists(file)) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
    } catch (IOException | UnsupportedOperationException _) {
      // Where nothing can be written, nothing is remembered; the console works all the same.
    }
    return file;
  }

  /// Answers what is entered at `terminal` until the user leaves.
  static void run(ConsoleCommand.Dialogue dialogue, Terminal terminal, Path history) {
    LineReader reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .parser(new Expressions())
            .completer((_, line, candidates) ->
                dialogue.session().complete(line.word()).stream()
                    .map(ConsolePrompt::candidate)
                    .forEach(candidates::add))
            .variable(LineReader.HISTORY_FILE, history)
            .variable(LineReader.HISTORY_SIZE, HISTORY_LINES)
            .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_LINES)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P: ")
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
            .option(LineReader.Option.HISTORY_TIMESTAMPED, false)
            .build();
    while (true) {
      String text;
      try {
        text = reader.readLine("> ");
      } catch (EndOfFileException _) {
        return;
      } catch (UserInterruptException interrupt) {
        if (interrupt.getPartialLine().isBlank()) {
          return;
        }
        continue;
      }
      ConsoleSession.Answer answer = dialogue.session().enter(text);
      if (answer instanceof ConsoleSession.Answer.Exit) {
        return;
      }
      dialogue.tell(answer);
    }
  }

  /// A name that more can follow is completed without a blank behind it.
  private static Candidate candidate(String word) {
    return new Candidate(word, word, null, null, null, null, false);
  }

  /// Splits lines into the reference at the cursor and the rest.
  private static final class Expressions implements Parser {
    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
      if (context == ParseContext.ACCEPT_LINE && ConsoleSession.isIncomplete(line)) {
        throw new EOFError(-1, -1, "an expression goes on", "...");
      }
      int start = cursor;
      while (start > 0 && isPartOfWord(line.charAt(start - 1))) {
        start--;
      }
      return new Word(line, line.substring(start, cursor), cursor);
    }

    private static boolean isPartOfWord(char c) {
      return Character.isLetterOrDigit(c) || "_-.:[]\"".indexOf(c) >= 0;
    }
  }

  /// @param line the whole text
  /// @param word the reference before the cursor
  /// @param cursor where the cursor is in `line`
  private record Word(String line, String word, int cursor) implements CompletingParsedLine {
    @Override
    public int wordCursor() {
      return word.length();
    }

    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(word);
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return word.length();
    }

    @Override
    public int rawWordLength() {
      return word.length();
    }
  }
}

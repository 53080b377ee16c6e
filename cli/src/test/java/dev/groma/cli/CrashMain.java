package dev.groma.cli;

import dev.groma.testkit.crash.Fault;
import dev.groma.testkit.crash.FaultyStore;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/// The program as [Main] runs it, but that it stops at a fault point and waits to be killed.
///
/// The first two arguments are the fault, as `AFTER_RECORD 12`; at the point it prints [#HERE].
final class CrashMain {
  /// The line that says that the process waits for the signal.
  static final String HERE = "@@ here: ";

  private CrashMain() {}

  /// Runs the command line after the fault, and ends the process.
  public static void main(String[] args) {
    Fault fault = new Fault(Fault.Kind.valueOf(args[0]), Integer.parseInt(args[1]));
    Path journal = Path.of("terraform.tfstate.journal").toAbsolutePath();
    Console real = Console.ofProcess();
    Console.Machine machine =
        new Console.Machine(
            Console.Machine.REAL.clock(),
            store -> new FaultyStore(store, journal, fault, where -> waitForDeath(real, where)),
            Console.Machine.REAL.factories());
    Console console = real.on(machine);
    int code = Main.run(console, Arrays.copyOfRange(args, 2, args.length));
    console.flush();
    Runtime.getRuntime().halt(code);
  }

  private static void waitForDeath(Console console, String where) {
    console.out().println(HERE + where);
    console.flush();
    while (true) {
      LockSupport.park();
    }
  }
}

package dev.groma.testkit.browser;

import dev.groma.engine.render.Json;
import dev.groma.schemas.value.Value;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One page, used as a person does: with pointer and keys.
public final class Page {
  private static final Map<String, String> CODES =
      Map.of("Enter", "\r", "Escape", "", "Tab", "", "Backspace", "");

  private final Protocol protocol;
  private final String session;
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> loaded = new CompletableFuture<>();

  private Page(Protocol protocol, String session) {
    this.protocol = protocol;
    this.session = session;
  }

  static Page open(Protocol protocol, URI address, int width, int height, boolean dark)
      throws IOException {
    Json.Obj blank = new Json.Obj().put("url", "about:blank");
    String target = Protocol.text(protocol.call("", "Target.createTarget", blank), "targetId");
    Json.Obj attach = new Json.Obj().put("targetId", target).put("flatten", true);
    String session = Protocol.text(protocol.call("", "Target.attachToTarget", attach), "sessionId");
    Page page = new Page(protocol, session);
    protocol.listen(page::event);
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      page.call(domain + ".enable", new Json.Obj());
    }
    page.call(
        "Emulation.setDeviceMetricsOverride",
        new Json.Obj()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", false));
    Json.Obj scheme =
        new Json.Obj().put("name", "prefers-color-scheme").put("value", dark ? "dark" : "light");
    page.call(
        "Emulation.setEmulatedMedia", new Json.Obj().put("features", new Json.Arr().add(scheme)));
    page.call("Page.navigate", new Json.Obj().put("url", address.toString()));
    page.awaitLoad();
    return page;
  }

  private void awaitLoad() throws IOException {
    try {
      loaded.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("The page was not loaded: " + complaints, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private Value call(String method, Json.Obj parameters) throws IOException {
    return protocol.call(session, method, parameters);
  }

  private void event(Value event) {
    if (!Protocol.text(event, "sessionId").equals(session)) {
      return;
    }
    switch (Protocol.text(event, "method")) {
      case "Page.loadEventFired" -> loaded.complete(null);
      case "Runtime.exceptionThrown" ->
          complaints.add(
              Protocol.text(event, "params", "exceptionDetails", "exception", "description"));
      case "Log.entryAdded" -> complaints.add(Protocol.text(event, "params", "entry", "text"));
      case "Network.requestWillBeSent" ->
          requests.add(Protocol.text(event, "params", "request", "url"));
      default -> {}
    }
  }

  /// What went wrong in the page: exceptions, refused styles and scripts, failed requests.
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  /// What the page asked for, itself first.
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /// The value of a JavaScript expression, as text. Waits for a promise.
  public String evaluate(String expression) throws IOException {
    Json.Obj parameters =
        new Json.Obj()
            .put("expression", "Promise.resolve(" + expression + ").then(v => String(v))")
            .put("awaitPromise", true)
            .put("returnByValue", true);
    Value answer = call("Runtime.evaluate", parameters);
    if (!Protocol.part(answer, "exceptionDetails").isNull()) {
      throw new IOException(
          expression
              + ": "
              + Protocol.text(answer, "exceptionDetails", "exception", "description"));
    }
    return Protocol.text(answer, "result", "value");
  }

  /// Waits until all that has been asked for is drawn.
  public void settle() throws IOException {
    evaluate("new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() => r(''))))");
  }

  /// The text of the first element that `selector` finds.
  public String text(String selector) throws IOException {
    return evaluate("document.querySelector(" + literal(selector) + ").textContent");
  }

  /// How many elements `selector` finds.
  public int count(String selector) throws IOException {
    return Integer.parseInt(
        evaluate("document.querySelectorAll(" + literal(selector) + ").length"));
  }

  private static String literal(String text) {
    return new Json.Text(text).line();
  }

  /// Where the middle of an element is: x and y.
  private double[] middle(String selector) throws IOException {
    String found =
        evaluate(
            "(() => { const e = document.querySelector("
                + literal(selector)
                + "); e.scrollIntoView({block: 'nearest'}); const b = e.getBoundingClientRect();"
                + " return (b.left + b.width / 2) + ' ' + (b.top + b.height / 2); })()");
    String[] parts = found.split(" ", -1);
    return new double[] {Double.parseDouble(parts[0]), Double.parseDouble(parts[1])};
  }

  /// Clicks on the middle of the first element that `selector` finds.
  public void click(String selector) throws IOException {
    double[] at = middle(selector);
    mouse("mouseMoved", at[0], at[1]);
    mouse("mousePressed", at[0], at[1]);
    mouse("mouseReleased", at[0], at[1]);
    settle();
  }

  /// Drags from the upper left corner of an element by `dx` and `dy` pixels.
  public void drag(String selector, int dx, int dy) throws IOException {
    String found =
        evaluate(
            "(() => { const b = document.querySelector("
                + literal(selector)
                + ").getBoundingClientRect(); return (b.left + 4) + ' ' + (b.top + 4); })()");
    String[] parts = found.split(" ", -1);
    double x = Double.parseDouble(parts[0]);
    double y = Double.parseDouble(parts[1]);
    mouse("mousePressed", x, y);
    mouse("mouseMoved", x + dx / 2.0, y + dy / 2.0);
    mouse("mouseMoved", x + dx, y + dy);
    mouse("mouseReleased", x + dx, y + dy);
    settle();
  }

  private void mouse(String type, double x, double y) throws IOException {
    call(
        "Input.dispatchMouseEvent",
        new Json.Obj()
            .put("type", type)
            .put("x", new Json.Raw(Double.toString(x)))
            .put("y", new Json.Raw(Double.toString(y)))
            .put("button", "left")
            .put("buttons", type.equals("mouseReleased") ? 0 : 1)
            .put("clickCount", 1));
  }

  /// Turns the wheel over an element.
  public void wheel(String selector, int dy) throws IOException {
    double[] at = middle(selector);
    call(
        "Input.dispatchMouseEvent",
        new Json.Obj()
            .put("type", "mouseWheel")
            .put("x", new Json.Raw(Double.toString(at[0])))
            .put("y", new Json.Raw(Double.toString(at[1])))
            .put("deltaX", 0)
            .put("deltaY", dy));
    settle();
  }

  /// Presses keys, one after the other: characters, `Enter`, `Escape`, `Tab`.
  public void press(String... keys) throws IOException {
    for (String key : keys) {
      String text = CODES.getOrDefault(key, key);
      Json.Obj down =
          new Json.Obj()
              .put("type", text.isEmpty() ? "rawKeyDown" : "keyDown")
              .put("key", key)
              .put("windowsVirtualKeyCode", code(key));
      call("Input.dispatchKeyEvent", text.isEmpty() ? down : down.put("text", text));
      call("Input.dispatchKeyEvent", new Json.Obj().put("type", "keyUp").put("key", key));
    }
    settle();
  }

  private static int code(String key) {
    return switch (key) {
      case "Enter" -> 13;
      case "Escape" -> 27;
      case "Tab" -> 9;
      case "Backspace" -> 8;
      default -> key.toUpperCase(Locale.ROOT).charAt(0);
    };
  }

  /// Writes what the window shows to a PNG file.
  public void screenshot(Path file) throws IOException {
    settle();
    Value answer = call("Page.captureScreenshot", new Json.Obj().put("format", "png"));
    Files.write(file, Base64.getDecoder().decode(Protocol.text(answer, "data")));
  }
}

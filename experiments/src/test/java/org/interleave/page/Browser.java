package org.interleave.page;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A headless Chromium with one page, driven through its DevTools. */
final class Browser implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long PATIENCE_SECONDS = 120;

  private final Process process;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<JsonNode>> replies = new ConcurrentHashMap<>();
  private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private String session = "";
  private int calls;

  /** The program, if this machine has one. */
  static Optional<Path> program() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .flatMap(
            f ->
                Stream.of("chromium", "chromium-browser", "google-chrome").map(Path.of(f)::resolve))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it with a page of the given size. */
  Browser(Path program, Path profile, int width, int height) throws Exception {
    process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--hide-scrollbars",
                "--force-device-scale-factor=1",
                "--window-size=" + width + "," + height,
                "--user-data-dir=" + profile,
                "--remote-debugging-port=0",
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.to(profile.resolve("stderr").toFile()))
            .start();
    try {
      socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(address(profile), new Listener())
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      String target =
          call("Target.createTarget", Map.of("url", "about:blank")).path("targetId").asString();
      session =
          call("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
              .path("sessionId")
              .asString();
      for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
        call(domain + ".enable", Map.of());
      }
      call(
          "Emulation.setDeviceMetricsOverride",
          Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    } catch (Exception e) {
      end();
      throw e;
    }
  }

  private URI address(Path profile) throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < until && process.isAlive()) {
      try (BufferedReader reader = Files.newBufferedReader(profile.resolve("stderr"))) {
        Optional<String> line =
            reader.lines().filter(l -> l.contains("DevTools listening on ")).findFirst();
        if (line.isPresent()) {
          return URI.create(line.get().substring(line.get().indexOf("ws://")).strip());
        }
      }
      Thread.sleep(50);
    }
    throw new IOException("Chromium did not start: " + Files.readString(profile.resolve("stderr")));
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        accept(JSON.readTree(text.toString()));
        text.setLength(0);
      }
      webSocket.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }

  private void accept(JsonNode message) {
    if (message.has("id")) {
      CompletableFuture<JsonNode> reply = replies.remove(message.path("id").asInt());
      if (reply != null) {
        reply.complete(message);
      }
      return;
    }
    switch (message.path("method").asString()) {
      case "Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled" ->
          complaints.add(message.path("params").toString());
      case "Network.requestWillBeSent" ->
          requests.add(message.path("params").path("request").path("url").asString());
      default -> {}
    }
  }

  /** Calls a method of the DevTools' protocol. */
  JsonNode call(String method, Map<String, Object> parameters) throws Exception {
    int id = ++calls;
    CompletableFuture<JsonNode> reply = new CompletableFuture<>();
    replies.put(id, reply);
    Map<String, Object> message = new java.util.LinkedHashMap<>();
    message.put("id", id);
    message.put("method", method);
    message.put("params", parameters);
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    socket.sendText(JSON.writeValueAsString(message), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    JsonNode answer = reply.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (answer.has("error")) {
      throw new IOException(method + ": " + answer.path("error"));
    }
    return answer.path("result");
  }

  /** Opens a report and waits until it can be used; gives the milliseconds that it took. */
  long open(Path file) throws Exception {
    call("Page.navigate", Map.of("url", file.toUri().toString()));
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < until) {
      String ready = evaluate("document.body ? document.body.dataset.readyMillis || '' : ''");
      if (!ready.isEmpty()) {
        return Long.parseLong(ready);
      }
      Thread.sleep(50);
    }
    throw new IOException("the page did not become ready: " + complaints);
  }

  /** The value of an expression as text. */
  String evaluate(String expression) throws Exception {
    JsonNode result =
        call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new IOException(expression + ": " + result.path("exceptionDetails"));
    }
    return result.path("result").path("value").asString("");
  }

  void move(double x, double y) throws Exception {
    call("Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", x, "y", y));
  }

  /** Turns the wheel with Ctrl held: nearer for a negative distance. */
  void wheel(double x, double y, double distance) throws Exception {
    call(
        "Input.dispatchMouseEvent",
        Map.of(
            "type", "mouseWheel", "x", x, "y", y, "deltaX", 0, "deltaY", distance, "modifiers", 2));
  }

  /** Presses a key that has a name rather than a letter. */
  void key(String key) throws Exception {
    call("Input.dispatchKeyEvent", Map.of("type", "rawKeyDown", "key", key));
    call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
  }

  /** Presses Enter, which presses the button that has the focus. */
  void enter() throws Exception {
    Map<String, Object> enter = Map.of("key", "Enter", "windowsVirtualKeyCode", 13);
    Map<String, Object> down = new java.util.HashMap<>(enter);
    down.putAll(Map.of("type", "keyDown", "text", "\r"));
    call("Input.dispatchKeyEvent", down);
    Map<String, Object> up = new java.util.HashMap<>(enter);
    up.put("type", "keyUp");
    call("Input.dispatchKeyEvent", up);
  }

  byte[] screenshot() throws Exception {
    return Base64.getDecoder()
        .decode(call("Page.captureScreenshot", Map.of("format", "png")).path("data").asString());
  }

  byte[] pdf() throws Exception {
    return Base64.getDecoder()
        .decode(call("Page.printToPDF", Map.of("printBackground", true)).path("data").asString());
  }

  /** What the console said. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** All addresses that were asked for, those within the page left out. */
  List<String> requests() {
    return requests.stream()
        .filter(r -> !r.startsWith("data:") && !r.startsWith("blob:") && !r.equals("about:blank"))
        .toList();
  }

  private void end() {
    List<ProcessHandle> tree = new ArrayList<>(process.descendants().toList());
    tree.add(process.toHandle());
    process.destroy();
    process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
    tree.forEach(ProcessHandle::destroyForcibly);
    tree.forEach(p -> p.onExit().completeOnTimeout(p, 10, TimeUnit.SECONDS).join());
  }

  @Override
  public void close() {
    socket.abort();
    end();
  }

  /** For looking at a page by hand: FILE OUT WIDTH HEIGHT [EXPRESSION|@X,Y]... */
  public static void main(String[] a) throws Exception {
    Path profile = Files.createTempDirectory("profile");
    try (Browser b =
        new Browser(
            program().orElseThrow(), profile, Integer.parseInt(a[2]), Integer.parseInt(a[3]))) {
      System.err.println("ready after " + b.open(Path.of(a[0]).toAbsolutePath()) + " ms");
      for (int i = 4; i < a.length; i++) {
        if (a[i].startsWith("@")) {
          String[] p = a[i].substring(1).split(",", -1);
          b.move(Double.parseDouble(p[0]), Double.parseDouble(p[1]));
        } else if (a[i].equals("print")) {
          b.call("Emulation.setEmulatedMedia", Map.of("media", "print"));
          b.evaluate("window.dispatchEvent(new Event('beforeprint')); ''");
        } else if (a[i].startsWith("seen-with:")) {
          b.call("Emulation.setEmulatedVisionDeficiency", Map.of("type", a[i].substring(10)));
        } else if (a[i].startsWith("wheel:")) {
          String[] p = a[i].substring(6).split(",", -1);
          b.wheel(Double.parseDouble(p[0]), Double.parseDouble(p[1]), -240);
        } else if (a[i].startsWith("key:")) {
          b.key(a[i].substring(4));
        } else {
          System.err.println(b.evaluate(a[i]));
        }
        Thread.sleep(300);
      }
      Files.write(Path.of(a[1]), a[1].endsWith(".pdf") ? b.pdf() : b.screenshot());
      System.err.println("complaints " + b.complaints() + "\nrequests " + b.requests());
    }
  }
}

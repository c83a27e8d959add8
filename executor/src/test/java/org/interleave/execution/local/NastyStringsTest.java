package org.interleave.execution.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.interleave.execution.local.Recorder.Ended;
import org.interleave.scheduling.TaskEnd;
import org.interleave.workflow.Command;
import org.interleave.workflow.TaskSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NastyStringsTest {
  private static final String PRINT =
      "printf '%s\\0' \"$@\" >\"$OUT\"; printf '%s\\0' \"$VALUE\" \"$INTERLEAVE_SET\" >>\"$OUT\";"
          + " pwd >>\"$OUT\"";

  @TempDir private Path folder;

  @Test
  void argumentsAndVariablesAndNamesArriveAsTheyAre() throws Exception {
    List<String> texts = NastyStrings.all();
    assertThat(texts).hasSize(200);
    Files.createDirectories(folder.resolve("out"));
    Set<String> before = files();
    TaskSet[] sets = new TaskSet[texts.size()];
    for (int i = 0; i < sets.length; i++) {
      String text = texts.get(i);
      String name = text.isEmpty() ? "empty" : text.length() > 10_000 ? "long" + i : text;
      if (name.equals("empty") || name.startsWith("long")) {
        name += "-";
      }
      Map<String, String> environment = new HashMap<>();
      environment.put("VALUE", text);
      environment.put("OUT", folder.resolve("out").resolve("" + i).toString());
      sets[i] =
          LocalRun.set(
              name,
              1,
              new Command.Argv(
                  List.of("sh", "-c", PRINT, "sh", text, "x", text), null, environment));
    }
    List<TaskSet> distinct = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (TaskSet set : sets) {
      if (names.add(set.name())) {
        distinct.add(set);
      }
    }
    try (LocalRun run = new LocalRun(folder, distinct.toArray(new TaskSet[0]))) {
      run.startAll(0);
      run.events.ends(distinct.size());
      for (int task = 0; task < distinct.size(); task++) {
        Ended end = run.events.end(task);
        assertThat(end.end())
            .as(distinct.get(task).name() + ": " + end.why())
            .isEqualTo(TaskEnd.DONE);
        Command.Argv argv = (Command.Argv) distinct.get(task).run();
        String text = argv.argv().get(4);
        String expected =
            String.join("\0", text, "x", text, text, distinct.get(task).name(), folder + "\n");
        assertThat(Files.readAllBytes(Path.of(argv.environment().get("OUT"))))
            .as("seed " + NastyStrings.SEED + ", task " + task)
            .isEqualTo(expected.getBytes(StandardCharsets.UTF_8));
      }
    }
    Set<String> after = files();
    after.removeAll(before);
    after.removeIf(f -> f.startsWith("out/") || f.startsWith("run/") || f.equals("run"));
    assertThat(after).as("files outside the run's folder").isEmpty();
    assertThat(Files.exists(Path.of("/tmp/pwned"))).isFalse();
    try (Stream<Path> outputs = Files.list(folder.resolve("run/output"))) {
      assertThat(outputs.count()).as("folders of output").isEqualTo(distinct.size());
    }
  }

  private Set<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      Set<String> names = new HashSet<>();
      all.forEach(f -> names.add(folder.relativize(f).toString()));
      names.remove("");
      return names;
    }
  }

  @Test
  void directoriesWithNastyNamesAreEntered() throws Exception {
    List<TaskSet> sets = new ArrayList<>();
    List<Path> directories = new ArrayList<>();
    for (String text : NastyStrings.all()) {
      boolean possible =
          !text.isEmpty()
              && !text.contains("/")
              && !text.startsWith(".")
              && text.getBytes(StandardCharsets.UTF_8).length < 250;
      if (possible && sets.size() < 60) {
        Path directory = folder.resolve("d").resolve(text);
        Files.createDirectories(directory);
        directories.add(directory);
        Command command = new Command.Argv(List.of("touch", "here"), "d/" + text, Map.of());
        sets.add(LocalRun.set("Set" + sets.size(), 1, command));
      }
    }
    try (LocalRun run = new LocalRun(folder, sets.toArray(new TaskSet[0]))) {
      run.startAll(0);
      run.events.ends(sets.size());
      for (int task = 0; task < sets.size(); task++) {
        assertThat(run.events.end(task).why()).isEmpty();
        assertThat(directories.get(task).resolve("here")).exists();
      }
    }
  }

  @Test
  void whatNoProgramCanBeGivenIsRefused() throws Exception {
    Map<String, Command> commands = new HashMap<>();
    commands.put("argument 1 of task set", argv(Map.of(), "echo", "{set}"));
    commands.put("the variable 'X' of task set", argv(Map.of("X", "{set}"), "true"));
    commands.put("lone surrogate", argv(Map.of(), "echo", "\ud83d"));
    commands.put("the directory", new Command.Argv(List.of("true"), "{set}", Map.of()));
    commands.put("no such folder", new Command.Argv(List.of("true"), "nowhere", Map.of()));
    commands.put("no such program", argv(Map.of(), "no-such-program-1"));
    commands.put("Argument list too long", argv(Map.of(), "echo", "x".repeat(3_000_000)));
    List<String> reasons = List.copyOf(commands.keySet());
    TaskSet[] sets =
        reasons.stream()
            .map(r -> LocalRun.set("s\0" + r, 1, commands.get(r)))
            .toArray(TaskSet[]::new);
    try (LocalRun run = new LocalRun(folder, sets)) {
      run.startAll(0);
      run.events.ends(sets.length);
      for (int task = 0; task < sets.length; task++) {
        Ended end = run.events.end(task);
        assertThat(end.end()).isEqualTo(TaskEnd.FAILED);
        assertThat(end.exitCode()).isEqualTo(-1);
        assertThat(end.why()).contains(reasons.get(task)).doesNotContain("\n");
        assertThat(run.events.hasStarted(task)).isFalse();
      }
    }
  }

  private static Command argv(Map<String, String> environment, String... argv) {
    return new Command.Argv(List.of(argv), null, environment);
  }

  @Test
  void foldersOfOutputAreReadableAndUnique() {
    assertThat(OutputFolders.name("Train_2:a@b#c-d+e")).isEqualTo("Train_2:a@b#c-d+e");
    Set<String> folders = new HashSet<>();
    Set<String> names = new HashSet<>(NastyStrings.all());
    names.addAll(List.of("a\0b", "\ud83d", "\ud83e", "\ude00", "A", "a", "a_b", "a/b", "a b"));
    for (String name : names) {
      String folder = OutputFolders.name(name);
      assertThat(folder).doesNotContain("/", "\0").isNotEqualTo(".").isNotEqualTo("..");
      assertThat(folder.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(200);
      assertThat(folders.add(folder)).as(folder).isTrue();
    }
  }

  /** As in a locale like C, where Java can't write the words itself. */
  @Test
  void aShellWritesWhatJavaCannot() throws Exception {
    List<String> texts = NastyStrings.all().stream().filter(t -> t.length() < 2000).toList();
    List<String> argv = new ArrayList<>(List.of("sh", "-c", PRINT, "sh"));
    argv.addAll(texts);
    String value = String.join("", texts);
    Path out = folder.resolve("out");
    String script =
        Words.script(List.of("setsid"), Map.of("VALUE", value, "INTERLEAVE_SET", "\u00e9\n"), argv);
    assertThat(script.chars().allMatch(c -> c >= ' ' && c < 127)).isTrue();
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", script).directory(folder.toFile());
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("OUT", out.toString());
    Process process = builder.inheritIO().start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String expected = String.join("\0", texts) + "\0" + value + "\0\u00e9\n\0" + folder + "\n";
    assertThat(Files.readAllBytes(out)).isEqualTo(expected.getBytes(StandardCharsets.UTF_8));
  }
}

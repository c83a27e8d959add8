package org.interleave.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.interleave.interchange.Json;
import org.interleave.interchange.OutputFile;
import org.interleave.presets.ShippedPresets;
import org.interleave.workflow.Suggestion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code interleave examples}. */
@Command(
    name = "examples",
    description = {
      "List, print or copy the shipped workflows, sweeps, clusters and overheads.",
      "With a name, print it; with --out, copy it (or all of them) into a folder."
    },
    footer = {"", "Example: interleave examples cdag2-as-run --out my-study"})
final class ExamplesCommand implements Callable<Integer> {

  private static final List<String> KINDS =
      List.of(ShippedPresets.WORKFLOW, ShippedPresets.SWEEP, "cluster", "overheads");

  @picocli.CommandLine.Spec private CommandSpec command;
  @Mixin private OutputOptions output;

  @Option(names = "--force", description = "Write over files that exist.")
  private boolean force;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      completionCandidates = Candidates.Shipped.class,
      description = "What to print or copy.")
  private @Nullable String name;

  private final ShippedPresets presets = new ShippedPresets();

  @Override
  public Integer call() {
    PrintWriter out = command.commandLine().getOut();
    if (name != null && KINDS.stream().noneMatch(k -> presets.names(k).contains(name))) {
      throw new UsageException(
          "nothing is shipped under the name '"
              + name
              + "'"
              + Suggestion.of(
                  name, KINDS.stream().flatMap(k -> presets.names(k).stream()).toList()));
    }
    if (output.out != null) {
      copy(output.out);
    } else if (name != null) {
      KINDS.forEach(k -> printText(out, k, name));
    } else if (output.json) {
      out.print(json().text());
    } else {
      list(out);
    }
    out.flush();
    return ExitCode.DONE;
  }

  private void printText(PrintWriter out, String kind, String which) {
    String text = presets.text(kind, which);
    if (text != null) {
      out.print(text);
    }
  }

  private void list(PrintWriter out) {
    for (String kind : KINDS) {
      out.println(kind.equals("overheads") ? kind : kind + "s");
      for (String each : presets.names(kind)) {
        out.printf(java.util.Locale.ROOT, "  %-18s %s%n", each, presets.summary(kind, each));
      }
    }
  }

  private Json json() {
    Json json = Json.object();
    for (String kind : KINDS) {
      json.put(
          kind.equals("overheads") ? kind : kind + "s",
          presets.names(kind).stream()
              .map(n -> Json.object().put("name", n).put("summary", presets.summary(kind, n)))
              .toList());
    }
    return json;
  }

  private void copy(Path folder) {
    for (String kind : KINDS) {
      for (String each : presets.names(kind)) {
        String text = presets.text(kind, each);
        if (text == null || name != null && !name.equals(each)) {
          continue;
        }
        Path file = folder.resolve(each + ".yaml");
        if (Files.exists(file) && !force) {
          throw new UsageException(file + " exists; --force writes over it");
        }
        OutputFile.write(file, text);
        command.commandLine().getErr().println("wrote " + file);
      }
    }
  }
}

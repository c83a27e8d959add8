package org.interleave.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.interleave.presets.ShippedPresets;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The reference of the commands, from what picocli knows of them. */
public final class CommandsPage {

  private static final String INTRODUCTION =
      """
      # The commands

      <!-- Made of the commands' own help; CONTRIBUTING.md says how to make it anew. -->

      Results go to standard output, everything else to standard error; the same specification and seed give the same
      bytes on every machine. Commands with results print them as JSON with `--json`, and write them with their figures
      into the folder of `--out`; those that draw or convert traces write the one file of `--out`. Every command has
      `--help`. A `SPEC` is a file or the name of a shipped [specification](specification.md) (`interleave examples`).
      From the folder of the sources, the command is `./interleave`, which builds itself when the sources have changed.

      """;

  private static final String ENVIRONMENT =
      """

      ## The launcher's environment

      | variable | meaning |
      |---|---|
      | `JAVA_HOME` | the JDK that builds and runs it, 17 or later; the `java` on the path if not set |
      | `INTERLEAVE_JAVA_OPTS` | options for its `java`, such as `-Xmx4g` |

      ## Exit codes

      | exit code | meaning |
      |---|---|
      """;

  private static final ShippedPresets PRESETS = new ShippedPresets();

  private final StringBuilder page = new StringBuilder(INTRODUCTION);

  private CommandsPage() {}

  /** The page as it should be. */
  public static String text() {
    return new CommandsPage().all();
  }

  private String all() {
    Map<String, CommandLine> commands = Main.commandLine().getSubcommands();
    page.append("| command | what it does |\n|---|---|\n");
    commands.forEach(
        (name, command) ->
            row(
                "[`" + name + "`](#" + name + ")",
                command.getCommandSpec().usageMessage().description()[0]));
    page.append(
        "\n`interleave --version` says which version this is, `interleave --help` lists these.\n");
    commands.forEach((name, command) -> command(name, command.getCommandSpec()));
    page.append("\n## What is shipped\n\n| kind | name | what it is |\n|---|---|---|\n");
    for (String kind : List.of(ShippedPresets.WORKFLOW, "cluster", "overheads")) {
      for (String name : PRESETS.names(kind)) {
        boolean local = name.equals("local"); // its text depends on the machine
        row(kind, "`" + name + "`", local ? "This machine." : PRESETS.summary(kind, name));
      }
    }
    page.append(ENVIRONMENT);
    row("" + ExitCode.DONE, "done");
    row("" + ExitCode.FAILED, "a tolerance was exceeded, a task failed, or a record is not sound");
    row("" + ExitCode.USAGE, "bad input or usage");
    row("" + ExitCode.INTERNAL, "a fault of Interleave itself");
    row("" + ExitCode.IO, "input/output: a file could not be read or written");
    row(
        "" + ExitCode.UNREAD,
        "the pipe of standard output was closed before its end, as behind `| head`");
    row("130, 143, 129", "ended by Ctrl-C, by TERM, by a terminal that was closed");
    return page.toString();
  }

  private void command(String name, CommandSpec spec) {
    List<ArgSpec> positionals = new ArrayList<>(spec.positionalParameters());
    page.append("\n## ").append(name).append("\n\n");
    page.append(plain(String.join(" ", spec.usageMessage().description()))).append("\n\n");
    page.append("```\ninterleave ").append(name).append(" [OPTION]...");
    positionals.forEach(p -> page.append(' ').append(synopsis(p)));
    page.append("\n\n# for example\n");
    Arrays.stream(spec.usageMessage().footer())
        .filter(line -> line.startsWith("Example: "))
        .forEach(line -> page.append(line.substring("Example: ".length())).append('\n'));
    page.append("```\n");
    List<OptionSpec> options =
        spec.options().stream()
            .filter(option -> !option.hidden() && !option.usageHelp())
            .sorted(Comparator.comparing(OptionSpec::longestName))
            .toList();
    if (!positionals.isEmpty() || !options.isEmpty()) {
      page.append("\n| option | meaning | if left out | values |\n|---|---|---|---|\n");
    }
    positionals.forEach(p -> argument("`" + p.paramLabel() + "`", p));
    options.forEach(option -> argument(names(option), option));
  }

  private void argument(String label, ArgSpec argument) {
    row(
        label,
        plain(
            String.join(" ", argument.description()).replace("${DEFAULT-VALUE}", usual(argument))),
        argument.required() ? "**required**" : code(usual(argument)),
        values(argument));
  }

  /** What is meant if it is left out; empty if that is nothing. */
  private static String usual(ArgSpec argument) {
    String value = argument.arity().max() == 0 ? "" : argument.defaultValueString();
    return value.equals("null") || value.equals("[]") ? "" : value;
  }

  private static String code(String text) {
    return text.isEmpty() ? "" : "`" + text + "`";
  }

  private static String values(ArgSpec argument) {
    if (argument.completionCandidates() instanceof Candidates.Workflows
        || argument.completionCandidates() instanceof Candidates.Shipped) {
      return "[shipped ones](#what-is-shipped)";
    }
    return argument.completionCandidates() == null || argument.arity().max() == 0
        ? ""
        : String.join(
            ", ",
            StreamSupport.stream(argument.completionCandidates().spliterator(), false)
                .map(c -> "`" + c + "`")
                .toList());
  }

  private static String names(OptionSpec option) {
    String names = String.join("`, `", option.names());
    return "`" + names + (option.arity().max() == 0 ? "" : " " + option.paramLabel()) + "`";
  }

  private static String synopsis(ArgSpec positional) {
    String many = positional.arity().max() > 1 ? "..." : "";
    return (positional.required() ? positional.paramLabel() : "[" + positional.paramLabel() + "]")
        + many;
  }

  /** Text from annotations, in which a percent sign is doubled. */
  private static String plain(String text) {
    return text.replace("%%", "%").replace("*", "\\*");
  }

  private void row(String... cells) {
    for (String cell : cells) {
      page.append("| ").append(cell.replace("|", "\\|")).append(' ');
    }
    page.append("|\n");
  }
}

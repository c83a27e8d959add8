package org.interleave;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.Test;

/** The arrows between the packages, and what no code here may do. */
class ArchitectureTest {
  private static final String SIMULATION = "org.interleave.simulation..";
  private static final String EXECUTION = "org.interleave.execution..";
  private static final String CLI = "org.interleave.cli..";
  private static final String DDMD = "org.interleave.ddmd..";
  private static final String[] EXPERIMENTS = {
    "org.interleave.paper..",
    "org.interleave.sweep..",
    "org.interleave.validation..",
    "org.interleave.calibration..",
    "org.interleave.explain..",
    "org.interleave.presets..",
    "org.interleave.runs..",
    "org.interleave.plot..",
    "org.interleave.report..",
    "org.interleave.page..",
    "org.interleave.interchange..",
    "org.interleave.imports..",
    DDMD,
    CLI
  };

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.interleave");

  @Test
  void theClassesAreSeen() {
    assertThat(MAIN.contain("org.interleave.Version")).isTrue();
    assertThat(MAIN.contain("org.interleave.cli.Main")).isTrue();
    assertThat(MAIN.contain(ArchitectureTest.class.getName())).isFalse();
  }

  @Test
  void modelKnowsNothingAboveIt() {
    check(
        noClasses()
            .that(not(resideInAnyPackage(SIMULATION, EXECUTION)))
            .and(not(resideInAnyPackage(EXPERIMENTS)))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(SIMULATION, EXECUTION).or(resideInAnyPackage(EXPERIMENTS))));
  }

  @Test
  void simulatorKnowsOnlyTheModel() {
    check(
        noClasses()
            .that(resideInAPackage(SIMULATION))
            .should()
            .dependOnClassesThat(resideInAPackage(EXECUTION).or(resideInAnyPackage(EXPERIMENTS))));
  }

  @Test
  void executorKnowsOnlyTheModel() {
    check(
        noClasses()
            .that(resideInAPackage(EXECUTION))
            .should()
            .dependOnClassesThat(resideInAPackage(SIMULATION).or(resideInAnyPackage(EXPERIMENTS))));
  }

  /** It is a workload, started as processes: what runs it must not be what it is made of. */
  @Test
  void theSmallDeepDriveMdKnowsOnlyTheJdk() {
    check(
        classes()
            .that(resideInAPackage(DDMD))
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(DDMD, "java..", "org.jspecify..")));
  }

  @Test
  void packagesAreFreeOfCycles() {
    check(slices().assignedFrom(new ByPackage()).should().beFreeOfCycles());
  }

  @Test
  void onlyTheCommandExitsAndPrints() {
    check(
        noClasses()
            .that(not(resideInAPackage(CLI)))
            .and()
            .doNotHaveFullyQualifiedName("org.interleave.ddmd.MiniDeepDriveMd") // a program too
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .accessField(System.class, "out"));
  }

  @Test
  void chanceComesFromTheSeedOnly() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Random")
            .orShould()
            .callMethod(Math.class, "random"));
  }

  /** Dates come through {@code java.time.Clock}, elapsed time from {@code System.nanoTime}. */
  @Test
  void timeComesFromNoClockThatJumps() {
    check(noClasses().should().callMethod(System.class, "currentTimeMillis"));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(MAIN);
  }

  /** Every package a slice of its own: {@code org.interleave} too, apart from what lies in it. */
  private static final class ByPackage implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
      String name = javaClass.getPackageName();
      return name.equals("org.interleave") || name.startsWith("org.interleave.")
          ? SliceIdentifier.of(name)
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }
}

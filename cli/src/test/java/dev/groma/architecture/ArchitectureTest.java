package dev.groma.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import dev.groma.nowhere.Stray;
import dev.groma.schemas.offender.Clockwatcher;
import dev.groma.schemas.offender.DiceHelper;
import dev.groma.schemas.offender.Exhibitionist;
import dev.groma.schemas.offender.Loudmouth;
import dev.groma.schemas.offender.Upstart;
import dev.groma.schemas.offender.inner.Accomplice;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds all production code against [Rules], and holds each rule against code that breaks it.
final class ArchitectureTest {
  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.groma");

  @Test
  void everyRoomIsSeen() {
    for (String room : Rules.ROOMS.keySet()) {
      assertThat(PRODUCTION.stream().map(JavaClass::getPackageName))
          .as(room)
          .anyMatch(name -> name.startsWith("dev.groma." + room));
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void productionCodeKeeps(ArchRule rule, List<Class<?>> offenders) {
    rule.check(PRODUCTION);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void offendersAreFoundBy(ArchRule rule, List<Class<?>> offenders) {
    JavaClasses imported = new ClassFileImporter().importClasses(offenders);
    assertThat(rule.allowEmptyShould(true).evaluate(imported).hasViolation()).isTrue();
  }

  static Stream<Arguments> rules() {
    return Stream.of(
        rule("every class has a room", Rules.everyClassHasARoom(), Stray.class),
        rule(
            "rooms look only where they may",
            all(Rules.roomsLookOnlyWhereTheyMay()),
            Upstart.class),
        rule(
            "packages have no cycles",
            Rules.packagesHaveNoCycles(),
            Upstart.class,
            Accomplice.class),
        rule("packages are null-marked", Rules.packagesAreNullMarked(), Stray.class),
        rule(
            "libraries stay with their owners",
            all(Rules.librariesStayWithTheirOwners()),
            Exhibitionist.class),
        rule("nothing else is used", Rules.nothingElseIsUsed(), ArchitectureTest.class),
        rule(
            "libraries stay out of public signatures",
            Rules.librariesStayOutOfPublicSignatures(),
            Exhibitionist.class),
        rule(
            "the process belongs to the command line",
            Rules.theProcessBelongsToTheCommandLine(),
            Loudmouth.class),
        rule("the clock is given", Rules.theClockIsGiven(), Clockwatcher.class),
        rule("chance is given", Rules.chanceIsGiven(), DiceHelper.class),
        rule("names say what a thing is", Rules.namesSayWhatAThingIs(), DiceHelper.class),
        rule("classes are closed", Rules.classesAreClosed(), Stray.class),
        rule("locks are explicit", Rules.locksAreExplicit(), Stray.class));
  }

  private static Arguments rule(String name, ArchRule rule, Class<?>... offenders) {
    return argumentSet(name, rule, List.of(offenders));
  }

  private static ArchRule all(Stream<ArchRule> rules) {
    return CompositeArchRule.of(rules.toList());
  }
}

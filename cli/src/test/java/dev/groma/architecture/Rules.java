package dev.groma.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.never;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/// The house rules of docs/adr/0001-modules-and-direction.md, as rules that code can break.
final class Rules {
  /// The rooms of the house, each with the rooms that it may look into; every room may look into
  /// itself.
  static final Map<String, List<String>> ROOMS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("schemas", List.of()),
              Map.entry("state", List.of("schemas")),
              Map.entry("providers.spi", List.of("schemas")),
              Map.entry("engine", List.of("schemas", "state", "providers.spi")),
              Map.entry("providers.driver", List.of("schemas", "providers.spi")),
              // terraform_remote_state reads state files.
              Map.entry("providers.builtin", List.of("schemas", "state", "providers.spi")),
              Map.entry(
                  "providers.baiducloud", List.of("schemas", "providers.spi", "providers.driver")),
              Map.entry(
                  "providers.huaweicloud", List.of("schemas", "providers.spi", "providers.driver")),
              Map.entry("providers.ksyun", List.of("schemas", "providers.spi", "providers.driver")),
              Map.entry(
                  "providers.alicloud", List.of("schemas", "providers.spi", "providers.driver")),
              Map.entry("providers.emulator", List.of("schemas", "providers.spi")),
              Map.entry("cli", List.of("schemas", "state", "engine", "providers.spi")),
              Map.entry("testkit", List.of("schemas", "state", "engine", "providers.spi"))));

  /// The libraries, each with the packages that may use it. Nothing else of other people's is used
  /// at all.
  private static final Map<String, List<String>> LIBRARIES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("org.yaml.snakeyaml", List.of("schemas.source")),
              Map.entry(
                  "tools.jackson",
                  List.of(
                      "schemas.source",
                      "state.format",
                      "state.json",
                      "state.store",
                      "engine.expr.function",
                      "engine.plan",
                      "engine.render..",
                      "providers.driver..",
                      "providers.emulator..",
                      "cli..")),
              Map.entry("org.jgrapht", List.of("engine.graph")),
              Map.entry("com.google.re2j", List.of("engine.expr.function", "providers.driver..")),
              Map.entry("okhttp3", List.of("providers.driver..")),
              Map.entry("okio", List.of("providers.driver..")),
              Map.entry("kotlin", List.of("providers.driver..")),
              Map.entry(
                  "org.bouncycastle",
                  List.of(
                      "engine.expr.function",
                      "state.crypto",
                      "providers.driver..",
                      "providers.emulator..",
                      "providers.huaweicloud.gm..")),
              Map.entry("picocli", List.of("cli..")),
              Map.entry("org.jline", List.of("cli..")),
              Map.entry("org.junit", List.of("testkit..")),
              Map.entry("org.assertj", List.of("testkit.."))));

  /// The JDK's public packages, and the null annotations.
  private static final String[] GROUND = {
    "java..", "javax..", "com.sun.net.httpserver..", "org.jspecify.annotations"
  };

  private Rules() {}

  static ArchRule everyClassHasARoom() {
    return classes().should().resideInAnyPackage(inHouse(ROOMS.keySet(), ".."));
  }

  static Stream<ArchRule> roomsLookOnlyWhereTheyMay() {
    return ROOMS.entrySet().stream()
        .map(room ->
            classes()
                .that(resideInAPackage(inHouse(room.getKey(), "..")))
                .should()
                .onlyDependOnClassesThat(
                    resideOutsideOfPackage("dev.groma..")
                        .or(resideInAPackage(inHouse(room.getKey(), "..")))
                        .or(resideInAnyPackage(inHouse(room.getValue(), ".."))))
                .as(room.getKey() + " looks only into " + room.getValue()));
  }

  static ArchRule packagesHaveNoCycles() {
    return slices().matching("dev.groma.(**)").should().beFreeOfCycles();
  }

  static ArchRule packagesAreNullMarked() {
    return classes()
        .should(
            satisfy(
                "be in a @NullMarked package",
                type -> type.getPackage().isAnnotatedWith(NullMarked.class)));
  }

  static Stream<ArchRule> librariesStayWithTheirOwners() {
    return LIBRARIES.entrySet().stream()
        .map(library ->
            noClasses()
                .that(resideOutside(inHouse(library.getValue(), "")))
                .should()
                .dependOnClassesThat(resideInAPackage(library.getKey() + ".."))
                .as(library.getKey() + " is used only in " + library.getValue()));
  }

  static ArchRule nothingElseIsUsed() {
    String[] libraries =
        LIBRARIES.keySet().stream().map(name -> name + "..").toArray(String[]::new);
    return classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAPackage("dev.groma..")
                .or(resideInAnyPackage(libraries))
                .or(resideInAnyPackage(GROUND)))
        .as("only the JDK and the listed libraries are used");
  }

  static ArchRule librariesStayOutOfPublicSignatures() {
    String[] ground =
        Stream.concat(Stream.of(GROUND), Stream.of("dev.groma..")).toArray(String[]::new);
    var ours = resideInAnyPackage(ground);
    return classes()
        .that(resideOutsideOfPackage("dev.groma.testkit.."))
        .should(
            satisfy(
                "have no library type in a public signature",
                type ->
                    !visible(type.getModifiers())
                        || type.getMembers().stream()
                            .filter(member -> visible(member.getModifiers()))
                            .flatMap(Rules::signature)
                            .map(JavaClass::getBaseComponentType)
                            .allMatch(part -> part.isPrimitive() || ours.test(part))));
  }

  static ArchRule theProcessBelongsToTheCommandLine() {
    return outsideOfTheCommandLine(
        "touch the standard streams, the environment or the end of the process",
        (owner, name) ->
            (owner == System.class && Set.of("in", "out", "err", "exit", "getenv").contains(name))
                || (owner == Runtime.class && Set.of("exit", "halt").contains(name)));
  }

  static ArchRule theClockIsGiven() {
    return outsideOfTheCommandLine(
        "read the default clock; pass a Clock",
        (owner, name) ->
            (owner == System.class && name.equals("currentTimeMillis"))
                || (owner == Clock.class && name.startsWith("system"))
                || (owner == Date.class && name.equals("<init>"))
                || (owner.getPackageName().equals("java.time") && name.equals("now")));
  }

  static ArchRule chanceIsGiven() {
    Set<Class<?>> made = Set.of(Random.class, SplittableRandom.class, SecureRandom.class);
    Set<Class<?>> found =
        Set.of(ThreadLocalRandom.class, RandomGenerator.class, RandomGeneratorFactory.class);
    return outsideOfTheCommandLine(
        "make a source of chance; pass a RandomGenerator",
        (owner, name) ->
            (made.contains(owner) && (name.equals("<init>") || name.startsWith("getInstance")))
                || (found.contains(owner)
                    && Set.of("current", "of", "getDefault", "all").contains(name))
                || (owner == Math.class && name.equals("random"))
                || (owner == UUID.class && name.equals("randomUUID")));
  }

  static ArchRule namesSayWhatAThingIs() {
    return noClasses().should().haveNameMatching(".*(Impl|Utils?|Helper|Manager)");
  }

  static ArchRule classesAreClosed() {
    return classes()
        .that()
        .areNotInterfaces()
        .and()
        .areNotAnonymousClasses()
        .should(
            satisfy(
                "be final, sealed or abstract",
                type ->
                    type.isEnum()
                        || type.getModifiers().contains(JavaModifier.FINAL)
                        || type.getModifiers().contains(JavaModifier.ABSTRACT)
                        || type.reflect().isSealed()));
  }

  static ArchRule locksAreExplicit() {
    return classes()
        .should(
            satisfy(
                "have no synchronized methods; use a ReentrantLock",
                type ->
                    type.getMethods().stream()
                        .noneMatch(
                            method -> method.getModifiers().contains(JavaModifier.SYNCHRONIZED))));
  }

  /// `forbidden` judges the owner and the name of each method, constructor (`<init>`) or field that
  /// is used. The test kit is free, since it is part of tests.
  private static ArchRule outsideOfTheCommandLine(
      String what, BiPredicate<Class<?>, String> forbidden) {
    return classes()
        .that(resideOutside("dev.groma.cli..", "dev.groma.testkit.."))
        .should(
            never(
                accessTargetWhere(
                    describe(
                        what,
                        (JavaAccess<?> access) -> {
                          JavaClass owner = access.getTargetOwner();
                          return resideInAPackage("java..").test(owner)
                              && !owner.isArray()
                              && forbidden.test(owner.reflect(), access.getTarget().getName());
                        }))));
  }

  private static DescribedPredicate<JavaClass> resideOutside(String... packages) {
    return DescribedPredicate.not(resideInAnyPackage(packages));
  }

  private static ArchCondition<JavaClass> satisfy(String what, Predicate<JavaClass> condition) {
    return new ArchCondition<>(what) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        events.add(
            new SimpleConditionEvent(
                type, condition.test(type), type.getName() + " should " + what));
      }
    };
  }

  private static boolean visible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static Stream<JavaClass> signature(JavaMember member) {
    return switch (member) {
      case JavaField field -> Stream.of(field.getRawType());
      case JavaCodeUnit code ->
          Stream.of(
                  Stream.of(code.getRawReturnType()),
                  code.getRawParameterTypes().stream(),
                  code.getExceptionTypes().stream())
              .flatMap(types -> types);
      default -> throw new IllegalArgumentException("a new kind of member: " + member);
    };
  }

  private static String inHouse(String room, String suffix) {
    return "dev.groma." + room + suffix;
  }

  private static String[] inHouse(Collection<String> rooms, String suffix) {
    return rooms.stream().map(room -> inHouse(room, suffix)).toArray(String[]::new);
  }
}

package org.millwright.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule that never fires protects nothing: each one finds what was planted, and leaves the honest twin alone. */
class TidyRulesTest {
    private static final String MAIN_FILE = "src/main/java/org/millwright/Planted.java";
    private static final String TEST_FILE = "src/test/java/org/millwright/PlantedTest.java";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Instant.now()",
                "java.time.Instant.now()",
                "LocalDate.now()",
                "System.currentTimeMillis()",
                "System.nanoTime()",
                "Thread.sleep(5)",
                "TimeUnit.SECONDS.sleep(5)",
                "Math.random()",
                "new Random(7)",
                "new java.util.Random()",
                "ThreadLocalRandom.current()",
                "Clock.systemUTC()",
                "System.exit(1)",
                "failure.printStackTrace()",
                "times.map(Instant::now)",
                "LongStream.generate(System::nanoTime)"
            })
    void findsCallsThatEscapeTheSimulation(String call) {
        assertThat(BannedCalls.violations(inMethod(MAIN_FILE, "Object o = " + call + ";")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Instant.now(clock)", "clock.instant()", "random.nextInt()", "run.now()", "Duration.ofMillis(5)"
            })
    void leavesInjectedTimeAndChanceAlone(String call) {
        assertThat(BannedCalls.violations(inMethod(MAIN_FILE, "Object o = " + call + ";")))
                .isEmpty();
    }

    @Test
    void allowsTheRealClockInTestsAndTheExitOfAProgram() {
        assertThat(BannedCalls.violations(inMethod(TEST_FILE, "Clock c = Clock.systemUTC();")))
                .isEmpty();
        Source program = Source.parse(MAIN_FILE, "class P { public static void main(String[] a) { System.exit(1); } }");
        assertThat(BannedCalls.violations(program)).isEmpty();
    }

    @Test
    void findsTheLongFile() {
        assertThat(SizeRules.violations(Source.parse(MAIN_FILE, "class P {}\n" + "\n".repeat(SizeRules.FILE_LINES))))
                .hasSize(1);
        assertThat(SizeRules.violations(
                        Source.parse(MAIN_FILE, "class P {}\n" + "\n".repeat(SizeRules.FILE_LINES - 1))))
                .isEmpty();
    }

    @Test
    void findsTheLongMethodWhateverBracesItsTextHolds() {
        assertThat(SizeRules.violations(methodOf(SizeRules.METHOD_LINES))).isEmpty();
        assertThat(SizeRules.violations(methodOf(SizeRules.METHOD_LINES + 1))).hasSize(1);
    }

    @Test
    void findsTheConstructorThatTakesTooMuchButNotTheRecord() {
        String six = "int a, int b, int c, int d, int e, int f";
        assertThat(SizeRules.violations(Source.parse(MAIN_FILE, "class P { P(" + six + ") {} }")))
                .hasSize(1);
        assertThat(SizeRules.violations(Source.parse(MAIN_FILE, "record P(" + six + ") { P { check(a); } }")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class FileUtils {}",
                "interface Holder { record SlotHelper() {} }",
                "class LineManager {}",
                "class SessionImpl {}",
                "import lombok.Data; class P {}",
                "import org.mockito.Mockito; class P {}",
                "class P { void m() { try { n(); } catch (IOException e) { /* cannot happen */ } } }",
                "class P { void m() { try { n(); } catch (Exception e) { log(e); } } }",
                "class P { void m() { try { n(); } catch (IOException | RuntimeException e) { log(e); } } }",
                "class P {} // TO" + "DO later"
            })
    void findsHabitsThatHideThings(String code) {
        assertThat(HabitRules.violations(Source.parse(MAIN_FILE, code))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class Implant {}",
                "class P { void m() { try { n(); } catch (IOException e) { log(e); } } }",
                "class P {} // TO" + "DO(#12) when the panel exists"
            })
    void leavesHonestCodeAlone(String code) {
        assertThat(HabitRules.violations(Source.parse(MAIN_FILE, code))).isEmpty();
    }

    private static Source methodOf(int lines) {
        String body = "String s = \"}\";\n" + "s += '{';\n".repeat(lines - 3);
        return Source.parse(MAIN_FILE, "class P {\nvoid m() {\n" + body + "}\n}\n");
    }

    private static Source inMethod(String file, String statements) {
        return Source.parse(file, "class P {\nvoid m() {" + statements + "\n}\n}\n");
    }
}

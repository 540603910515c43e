package org.millwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.millwright.e2e.LauncherSandbox.Ended;

/** The launcher builds when it must, never twice at once, and hands the command on unchanged. */
@Timeout(120)
class LauncherTest {
    @TempDir
    private Path folder = Path.of("");

    private LauncherSandbox sandbox;
    private Path jdk;

    @BeforeEach
    void plantTheSandbox() throws IOException {
        sandbox = new LauncherSandbox(folder);
        jdk = sandbox.jdk(sandbox.machine().resolve("usr/lib/jvm/jdk-25"), "25.0.3");
    }

    @Test
    void buildsOnlyWhatIsMissingOrOlderThanItsSources() throws Exception {
        assertThat(sandbox.run("serve").err()).contains("building with JDK 25.0.3");
        assertThat(sandbox.mavenCalls())
                .singleElement()
                .asString()
                .startsWith(jdk + ": ")
                .contains(" package ");

        assertThat(sandbox.run("serve").err()).isEmpty();
        assertThat(sandbox.mavenCalls()).hasSize(1);

        sandbox.write(sandbox.checkout().resolve("simulators/src/main/B.java"), "edited");
        sandbox.run("serve");
        assertThat(sandbox.mavenCalls()).hasSize(2);

        Files.delete(sandbox.checkout().resolve("src/main/A.java"));
        sandbox.run("serve");
        assertThat(sandbox.mavenCalls()).hasSize(3);

        Files.delete(sandbox.checkout().resolve("simulators/target/millwright-simulators-1.0.jar"));
        sandbox.run("serve");
        assertThat(sandbox.mavenCalls()).hasSize(4);
    }

    @Test
    void aFailedBuildShowsWhyAndIsTriedAgain() throws Exception {
        sandbox.write(sandbox.checkout().resolve("maven.fails"), "[ERROR] Planted.java:[1,2] ';' expected\n");

        Ended ended = sandbox.run("serve");

        assertThat(ended.code()).isEqualTo(7);
        assertThat(ended.err()).contains("the build failed", "Planted.java:[1,2] ';' expected");
        assertThat(ended.out()).isEmpty();

        Files.delete(sandbox.checkout().resolve("maven.fails"));
        assertThat(sandbox.run("serve").code()).isZero();
    }

    @Test
    void handsTheCommandOnWithItsArgumentsFromTheCallersFolder() throws Exception {
        Path elsewhere = Files.createDirectories(sandbox.home().resolve("some where"));
        Path link = Files.createSymbolicLink(
                sandbox.path().resolve("mw"), sandbox.checkout().resolve("millwright"));

        Ended ended = sandbox.runAt(elsewhere, link, "serve", "--plant", "my plant.yaml", "*", "");

        assertThat(ended.out()).contains("folder: " + elsewhere);
        assertThat(ended.arguments())
                .containsSequence("serve", "--plant", "my plant.yaml", "*", "")
                .contains("-Dmillwright.home=" + sandbox.checkout())
                .contains("-Dquarkus.config.locations="
                        + sandbox.checkout()
                                .resolve("config/application.properties")
                                .toUri())
                .containsSequence("-jar", sandbox.checkout() + "/src/target/quarkus-app/quarkus-run.jar");
    }

    @Test
    void simulatorsRunFromTheirOwnJar() throws Exception {
        Ended ended = sandbox.run("simulate", "line.yaml");

        assertThat(ended.arguments())
                .endsWith(
                        "-jar",
                        sandbox.checkout() + "/simulators/target/millwright-simulators-1.0.jar",
                        "simulate",
                        "line.yaml");
    }

    @Test
    void testChecksEverythingAndSavesTheNextBuild() throws Exception {
        Ended ended = sandbox.run("test");

        assertThat(ended.code()).isZero();
        assertThat(ended.err()).contains("all checks passed");
        assertThat(sandbox.mavenCalls()).singleElement().asString().contains(" verify ");
        sandbox.run("serve");
        assertThat(sandbox.mavenCalls()).hasSize(1);
    }

    @Test
    void aFailedTestShowsWhatItPrintedAndPassesTheCodeOn() throws Exception {
        Path reports = sandbox.checkout().resolve("src/target/surefire-reports");
        sandbox.write(sandbox.checkout().resolve("maven.fails"), "[ERROR] Tests run: 2, Failures: 1\n");
        sandbox.write(reports.resolve("GoodTest.txt"), "Tests run: 1, Failures: 0");
        sandbox.write(reports.resolve("GoodTest-output.txt"), "said by the good one");
        Path report = sandbox.write(reports.resolve("BadTest.txt"), "Tests run: 1, Failures: 1 <<< FAILURE!");
        sandbox.write(reports.resolve("BadTest-output.txt"), "said by the bad one");
        Files.setLastModifiedTime(report, FileTime.from(Instant.parse("2099-01-01T00:00:00Z")));

        Ended ended = sandbox.run("test", "-Dtest=BadTest");

        assertThat(ended.code()).isEqualTo(7);
        assertThat(ended.out())
                .contains("Tests run: 2, Failures: 1", "said by the bad one")
                .doesNotContain("said by the good one");
        assertThat(sandbox.mavenCalls()).singleElement().asString().endsWith(" -Dtest=BadTest");
    }

    @Test
    void aBenchmarkRunsOnTheTestsAndBuildsOnlyWhatChanged() throws Exception {
        Path classes = sandbox.checkout().resolve("src/target");

        Ended ended = sandbox.run("bench", "transfer", "--mib", "2");

        assertThat(sandbox.mavenCalls())
                .singleElement()
                .asString()
                .contains(" test-compile dependency:build-classpath ");
        assertThat(ended.arguments())
                .containsSequence(
                        "-cp",
                        classes + "/test-classes:" + classes + "/classes:/libraries/a.jar:/libraries/b.jar",
                        "org.millwright.bench.TransferBench",
                        "--mib",
                        "2");
        assertThat(sandbox.run("bench", "journal").arguments()).endsWith("org.millwright.bench.JournalBench");
        assertThat(sandbox.mavenCalls()).hasSize(1);

        sandbox.write(sandbox.checkout().resolve("src/test/C.java"), "edited");
        sandbox.run("bench", "journal");
        assertThat(sandbox.mavenCalls()).hasSize(2);
    }

    @Test
    void benchmarksAreListedAndAnUnknownOneIsRefused() throws Exception {
        Ended listed = sandbox.run("bench");
        Ended unknown = sandbox.run("bench", "transfers");

        assertThat(listed.code()).isZero();
        assertThat(listed.out()).contains("bench transfer", "bench journal", "bench mes");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.out()).isEmpty();
        assertThat(unknown.err()).contains("no benchmark 'transfers'", "bench transfer", "bench journal");
        assertThat(sandbox.mavenCalls()).isEmpty();
    }

    /** What a test starts runs on the build that is being tested. */
    @Test
    void insideItsOwnTestsItBuildsNothing() throws Exception {
        sandbox.set("MILLWRIGHT_BUILT", "1");

        assertThat(sandbox.run("serve").code()).isZero();
        assertThat(sandbox.mavenCalls()).isEmpty();
    }

    /** Whoever waits finds the work done. The build itself stands at a gate until the second one is seen waiting. */
    @Test
    void twoLaunchersAtOnceBuildOnce() throws Exception {
        Path gate = sandbox.checkout().resolve("gate");
        LauncherSandbox.await(new ProcessBuilder("mkfifo", gate.toString()).start());

        Process builder = sandbox.start("serve");
        try (BufferedReader said = builder.errorReader()) {
            assertThat(said.readLine()).contains("building");
            Process waiting = sandbox.start("serve");
            try (BufferedReader alsoSaid = waiting.errorReader()) {
                assertThat(alsoSaid.readLine()).contains("waiting for the build of process " + builder.pid());
                Files.writeString(gate, "go\n");
                assertThat(LauncherSandbox.await(builder)).isZero();
                assertThat(LauncherSandbox.await(waiting)).isZero();
            }
        }
        assertThat(sandbox.mavenCalls()).hasSize(1);
    }

    @Test
    void theLockOfAKilledBuildIsTakenOver() throws Exception {
        Process killed = new ProcessBuilder("true").start();
        LauncherSandbox.await(killed);
        Path lock = Files.createDirectories(sandbox.checkout().resolve("target/millwright"))
                .resolve("build.lock");
        Files.createSymbolicLink(lock, Path.of(Long.toString(killed.pid())));

        assertThat(sandbox.run("serve").code()).isZero();
        assertThat(Files.isSymbolicLink(lock)).isFalse();
        assertThat(sandbox.mavenCalls()).hasSize(1);
    }
}

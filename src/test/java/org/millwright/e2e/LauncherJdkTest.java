package org.millwright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.millwright.e2e.LauncherSandbox.Ended;

/** The launcher finds the JDK that is there, on any machine, and says what to do where none is. */
class LauncherJdkTest {
    @TempDir
    private Path folder = Path.of("");

    private LauncherSandbox sandbox;

    @BeforeEach
    void plantTheSandbox() throws IOException {
        sandbox = new LauncherSandbox(folder);
    }

    @Test
    void takesJavaHomeBeforeAnythingElse() throws Exception {
        Path wanted = sandbox.jdk(sandbox.home().resolve("my jdk"), "25.0.3");
        sandbox.jdk(sandbox.machine().resolve("usr/lib/jvm/jdk-25"), "25.0.1");
        sandbox.set("JAVA_HOME", wanted.toString());

        assertThat(sandbox.run("serve").jdk()).isEqualTo(wanted.toString());
    }

    /** With an empty JAVA_HOME, "$JAVA_HOME/bin/javac" is the system's /bin/javac, of whatever version. */
    @Test
    void anEmptyJavaHomeIsNoFolder() throws Exception {
        Path wanted = sandbox.jdk(sandbox.machine().resolve("usr/lib/jvm/temurin-25-jdk-amd64"), "25.0.3");
        sandbox.set("JAVA_HOME", "");

        Ended ended = sandbox.run("serve");

        assertThat(ended.jdk()).isEqualTo(wanted.toString());
        assertThat(ended.err()).doesNotContain("JAVA_HOME");
    }

    @Test
    void saysThatAnOldJavaHomeIsNotUsed() throws Exception {
        Path old = sandbox.jdk(sandbox.home().resolve("jdk-17"), "17.0.15");
        Path wanted = sandbox.jdk(sandbox.machine().resolve("opt/jdk-25"), "25");
        sandbox.set("JAVA_HOME", old.toString());

        Ended ended = sandbox.run("serve");

        assertThat(ended.jdk()).isEqualTo(wanted.toString());
        assertThat(ended.err()).contains("JAVA_HOME is not used: " + old + ": Java 17.0.15, too old");
    }

    @Test
    void followsTheLinksOfTheJavaOnThePath() throws Exception {
        Path wanted = sandbox.jdk(sandbox.home().resolve("unpacked/jdk"), "26-ea");
        Path alternatives = Files.createDirectories(sandbox.machine().resolve("etc/alternatives"));
        Files.createSymbolicLink(alternatives.resolve("java"), wanted.resolve("bin/java"));
        Files.createSymbolicLink(sandbox.path().resolve("java"), Path.of("../machine/etc/alternatives/java"));

        assertThat(sandbox.run("serve").jdk()).isEqualTo(wanted.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "machine/usr/lib/jvm/java-25-openjdk-amd64",
                "machine/usr/lib64/jvm/java-25-openjdk",
                "machine/opt/jdk-25.0.3+9",
                "machine/opt/java/openjdk",
                "machine/usr/local/openjdk-25",
                "machine/Library/Java/JavaVirtualMachines/temurin-25.jdk/Contents/Home",
                "machine/opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home",
                "machine/usr/local/opt/openjdk/libexec/openjdk.jdk/Contents/Home",
                "home of somebody/.sdkman/candidates/java/25.0.3-tem",
                "home of somebody/.jdks/temurin-25.0.3",
                "home of somebody/.local/share/mise/installs/java/temurin-25",
                "home of somebody/.asdf/installs/java/temurin-25.0.3",
                "home of somebody/Library/Java/JavaVirtualMachines/ms-25/Contents/Home",
            })
    void findsTheJdkWhereInstallersPutItThoughAnOlderJavaIsTheDefault(String place) throws Exception {
        Path old = sandbox.jdk(sandbox.machine().resolve("usr/lib/jvm/java-17-openjdk-amd64"), "17.0.15");
        Files.createSymbolicLink(sandbox.path().resolve("java"), old.resolve("bin/java"));
        Path wanted = sandbox.jdk(folder.toRealPath().resolve(place), "25.0.3");

        assertThat(sandbox.run("serve").jdk()).isEqualTo(wanted.toString());
    }

    /** 25 is what every check ran on; a newer one is better than none. */
    @Test
    void prefers25ToANewerOne() throws Exception {
        Path newer = sandbox.jdk(sandbox.machine().resolve("usr/lib/jvm/a-jdk-27"), "27");
        assertThat(sandbox.run("serve").jdk()).isEqualTo(newer.toString());

        Path wanted = sandbox.jdk(sandbox.machine().resolve("usr/lib/jvm/b-jdk-25"), "25.0.3");
        assertThat(sandbox.run("serve").jdk()).isEqualTo(wanted.toString());
    }

    @Test
    void withoutAJdkItSaysWhatToInstallWhereItLookedAndWhatWasNotGoodEnough() throws Exception {
        Path old = sandbox.jdk(sandbox.machine().resolve("usr/lib/jvm/java-8-openjdk"), "1.8.0_292");
        Path runtime = sandbox.runtime(sandbox.machine().resolve("opt/java/jre"), "25.0.3");

        Ended ended = sandbox.run("serve");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .contains("no JDK 25 or later", "apt install", "brew install", "sdk install", "Temurin 25")
                .contains("JAVA_HOME (not set)", "/usr/lib/jvm", "/Library/Java/JavaVirtualMachines")
                .contains(old + ": Java 1.8.0_292, too old")
                .contains(runtime + ": Java 25.0.3, a runtime without javac");
        assertThat(sandbox.mavenCalls()).isEmpty();
    }

    @Test
    void helpNeedsNoJava() throws Exception {
        Ended ended = sandbox.run();

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("./millwright demo", "./millwright serve", "./millwright test");
        assertThat(sandbox.run("help").out()).isEqualTo(ended.out());
        assertThat(sandbox.run("--help").out()).isEqualTo(ended.out());
    }
}

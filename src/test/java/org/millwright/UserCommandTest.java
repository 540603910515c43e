package org.millwright;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The command as a person uses it. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class UserCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private CommandRun run(String typed, String... command) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
        try {
            String[] all = new String[command.length + 3];
            all[0] = "user";
            System.arraycopy(command, 0, all, 1, command.length);
            all[command.length + 1] = "--users";
            all[command.length + 2] = file().toString();
            return CommandRun.of(all);
        } finally {
            System.setIn(before);
        }
    }

    private Path file() {
        return folder.resolve("users.yaml");
    }

    @Test
    void anAccountIsAddedListedAndRemoved() throws Exception {
        assertThat(run("a long password\n", "add", "mes-1", "--role", "mes").code())
                .isZero();
        assertThat(file()).content().contains("$argon2id$").doesNotContain("a long password");
        assertThat(Files.getPosixFilePermissions(file())).hasSize(2);
        assertThat(run("", "list").out()).containsPattern("mes-1 +mes");
        assertThat(run("another password\n", "add", "mes-1", "--role", "engineer")
                        .code())
                .isZero();
        assertThat(run("", "list").out()).containsPattern("mes-1 +engineer").hasLineCount(1);
        assertThat(run("", "remove", "mes-1").code()).isZero();
        assertThat(run("", "list").out()).isEmpty();
    }

    @Test
    void whatCannotBeDoneIsToldWithExitCode2() {
        assertThat(run("too short\n", "add", "mes-1", "--role", "mes"))
                .satisfies(r -> assertThat(r.code()).isEqualTo(2))
                .satisfies(r -> assertThat(r.err()).contains("12").doesNotContain("too short"));
        assertThat(run("a long password\n", "add", "mes 1", "--role", "mes").code())
                .isEqualTo(2);
        assertThat(run("a long password\n", "add", "mes-1", "--role", "boss").code())
                .isEqualTo(2);
        assertThat(run("", "remove", "nobody").err()).contains("nobody");
        assertThat(file()).doesNotExist();
    }
}

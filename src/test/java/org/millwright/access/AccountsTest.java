package org.millwright.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millwright.access.LogIn.Answer;
import org.millwright.document.DocumentException;
import org.millwright.equipment.fake.VirtualClock;

class AccountsTest {
    private static final String PASSWORD = "correct horse battery";
    private static final PasswordHash HASH = PasswordHash.of(PASSWORD);

    @TempDir
    private Path folder = Path.of("");

    private final List<String> trouble = new ArrayList<>();

    private Path file() {
        return folder.resolve("users.yaml");
    }

    private LiveAccounts live() throws Exception {
        return new LiveAccounts(file(), trouble::add);
    }

    /** Made with the reference implementation's command: echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1. */
    @Test
    void hashesOfTheReferenceImplementationAreUnderstood() {
        PasswordHash theirs = PasswordHash.parse(
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");
        assertThat(theirs.matches("password")).isTrue();
        assertThat(theirs.matches("Password")).isFalse();
    }

    @Test
    void aHashSurvivesItsTextAndNeverShowsItself() {
        assertThat(PasswordHash.parse(HASH.phc())).isEqualTo(HASH);
        assertThat(HASH.phc()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(HASH.toString()).doesNotContain("$");
    }

    @Test
    void withoutAFileNobodyIsKnown() throws Exception {
        assertThat(live().now()).isEqualTo(Accounts.NONE);
    }

    @Test
    void anUnknownKeyIsAnErrorWithItsPlaceAndTheNearestKey() throws Exception {
        Files.writeString(file(), "users:\n  - {name: a, password: \"%s\", rolle: mes}\n".formatted(HASH.phc()));
        assertThat(catchThrowable(this::live))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("users.yaml:2:")
                .hasMessageContaining("role");
    }

    @Test
    void aPasswordInTheClearIsRefusedAndNotRepeated() throws Exception {
        Files.writeString(file(), "users:\n  - {name: a, password: s3cret-in-the-clear, role: mes}\n");
        assertThat(catchThrowable(this::live))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("./millwright user add")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aBrokenEditChangesNothingAndIsToldOnce() throws Exception {
        AccountsEdit.read(file()).with("mes-1", HASH, Role.MES).write();
        LiveAccounts live = live();
        Files.writeString(file(), "users: nonsense\n");
        assertThat(live.now().user("mes-1")).isPresent();
        assertThat(live.now().user("mes-1")).isPresent();
        assertThat(trouble).hasSize(1);
        AccountsEdit.read(folder.resolve("other.yaml"))
                .with("mes-2", HASH, Role.ENGINEER)
                .write();
        Files.move(folder.resolve("other.yaml"), file(), StandardCopyOption.REPLACE_EXISTING);
        assertThat(live.now().user("mes-1")).isEmpty();
        assertThat(live.now().user("mes-2")).isPresent();
    }

    @Test
    void anEditKeepsWhatElseIsThere() throws Exception {
        String fingerprint = "ab".repeat(32);
        Files.writeString(
                file(),
                "# ours\nusers:\n  - {name: a, password: \"%s\", role: mes}\ncertificates:\n  - {sha256: \"%s\", name: robot, role: observer}\n"
                        .formatted(HASH.phc(), fingerprint));
        AccountsEdit.read(file()).with("b", HASH, Role.ENGINEER).write();
        Accounts now = AccountsFile.read(file());
        assertThat(now.users()).extracting(u -> u.name() + u.role()).containsExactly("aMES", "bENGINEER");
        assertThat(now.certificate(fingerprint)).contains(new User("robot", Role.OBSERVER));
        assertThat(file()).content().startsWith("# ours\n");

        AccountsEdit.read(file()).without("a").write();
        AccountsEdit.read(file()).without("robot").write();
        assertThat(AccountsFile.read(file()).users())
                .extracting(Accounts.ByPassword::name)
                .containsExactly("b");
        assertThat(catchThrowable(() -> AccountsEdit.read(file()).without("a"))).isInstanceOf(AccountsException.class);
    }

    @Test
    void aRightPasswordIsLookedAtOnlyAfterTheWait() throws Exception {
        AccountsEdit.read(file()).with("mes-1", HASH, Role.MES).write();
        LogIn logIn = new LogIn(live(), new VirtualClock());
        assertThat(logIn.password("mes-1", PASSWORD, "here"))
                .isEqualTo(new Answer.Welcome(new User("mes-1", Role.MES)));
        for (int i = 0; i < 3; i++) {
            assertThat(logIn.password("nobody", "guess", "there")).isEqualTo(new Answer.Wrong());
        }
        assertThat(logIn.password("mes-1", PASSWORD, "there")).isInstanceOf(Answer.TooEarly.class);
        assertThat(logIn.password("mes-1", PASSWORD, "here")).isInstanceOf(Answer.Welcome.class);
    }
}

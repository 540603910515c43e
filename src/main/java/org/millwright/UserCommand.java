package org.millwright;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.millwright.access.AccountsEdit;
import org.millwright.access.AccountsException;
import org.millwright.access.PasswordHash;
import org.millwright.access.Role;
import org.millwright.document.DocumentException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * Shows and changes who may log in. Works on the file alone; a service that runs reads it anew. Exit code 2 for a wish
 * that cannot be fulfilled, 3 when the file cannot be written.
 */
@Command(name = "user", description = "Accounts of people and programs that log in.", mixinStandardHelpOptions = true)
final class UserCommand implements Runnable {
    private static final String PASSWORD_VARIABLE = "MILLWRIGHT_NEW_PASSWORD";
    private static final int NOT_FULFILLED = 2;
    private static final int SHORTEST = 12;
    private static final int LONGEST = 256;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--users",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The accounts, config/users.yaml by default.")
    private Optional<Path> users = Optional.empty();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "list, add or remove?");
    }

    @Command(name = "list", description = "Prints names and roles.", mixinStandardHelpOptions = true)
    int list() {
        return told(out -> {
            AccountsEdit edit = AccountsEdit.read(file());
            edit.accounts()
                    .users()
                    .forEach(u -> out.printf("%-20s %s%n", u.name(), u.role().key()));
            edit.accounts()
                    .certificates()
                    .forEach(c -> out.printf(
                            "%-20s %s, certificate %s%n", c.name(), c.role().key(), c.sha256()));
        });
    }

    @Command(
            name = "add",
            description = "Adds an account, or gives it a new password and role. The password is read from "
                    + PASSWORD_VARIABLE + ", or else as one line from the standard input.",
            mixinStandardHelpOptions = true)
    int add(
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--role",
                            required = true,
                            converter = ByKey.class,
                            description = "observer, mes, supervisor or engineer.")
                    Role role) {
        return told(out -> {
            AccountsEdit edit = AccountsEdit.read(file());
            edit.with(name, PasswordHash.of(password()), role).write();
            out.printf("%s may log in as %s%n", name, role.key());
        });
    }

    @Command(name = "remove", description = "Removes an account.", mixinStandardHelpOptions = true)
    int remove(@Parameters(paramLabel = "NAME") String name) {
        return told(out -> {
            AccountsEdit.read(file()).without(name).write();
            out.printf("%s may not log in any more%n", name);
        });
    }

    private static final class ByKey implements ITypeConverter<Role> {
        @Override
        public Role convert(String text) {
            for (Role role : Role.values()) {
                if (role.key().equals(text.toLowerCase(Locale.ROOT))) {
                    return role;
                }
            }
            throw new TypeConversionException("no role " + text + "; observer, mes, supervisor or engineer");
        }
    }

    private static String password() throws IOException, AccountsException {
        String given = System.getenv(PASSWORD_VARIABLE);
        if (given == null) {
            System.err.println("password, at least " + SHORTEST + " characters:");
            given = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        }
        if (given == null || given.length() < SHORTEST || given.length() > LONGEST) {
            throw new AccountsException("a password has %d to %d characters".formatted(SHORTEST, LONGEST));
        }
        return given;
    }

    private interface Wish {
        void fulfil(PrintWriter out) throws IOException, AccountsException, DocumentException;
    }

    private int told(Wish wish) {
        try {
            PrintWriter out = spec.commandLine().getOut();
            wish.fulfil(out);
            out.flush();
            return 0;
        } catch (AccountsException | DocumentException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return NOT_FULFILLED;
        } catch (IOException e) {
            spec.commandLine().getErr().println(file() + " cannot be used: " + e.getMessage());
            return CannotStartException.DATA_NOT_USABLE;
        }
    }

    private Path file() {
        return users.orElseGet(() -> Path.of(System.getProperty("millwright.home", "."), "config/users.yaml"));
    }
}

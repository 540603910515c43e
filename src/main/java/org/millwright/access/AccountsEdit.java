package org.millwright.access;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.millwright.access.Accounts.ByPassword;
import org.millwright.document.DocumentException;

/**
 * Changes the accounts file. All entries are kept and written in one form, the comments at the head of the file too;
 * others are lost. The file is for its owner only, and whoever reads it meanwhile sees the old one or the new one.
 */
public record AccountsEdit(Path file, List<String> head, Accounts accounts) {
    private static final String FIRST_HEAD = "# Who may log in, and as what. ./millwright user changes it.";

    public static AccountsEdit read(Path file) throws DocumentException, IOException {
        Accounts accounts = AccountsFile.read(file);
        List<String> head = Files.exists(file)
                ? Files.readAllLines(file).stream()
                        .takeWhile(line -> line.isBlank() || line.startsWith("#"))
                        .toList()
                : List.of(FIRST_HEAD, "");
        return new AccountsEdit(file, head, accounts);
    }

    /** One account more, or one that is there with another password and role. */
    public AccountsEdit with(String name, PasswordHash password, Role role) throws AccountsException {
        if (!AccountsFile.isName(name)) {
            throw new AccountsException("a name has 1 to 64 letters, digits and . _ @ -, a letter or digit first");
        }
        List<ByPassword> users = new ArrayList<>(accounts.users());
        ByPassword wanted = new ByPassword(name, password, role);
        int at = users.stream().map(ByPassword::name).toList().indexOf(name);
        if (at < 0) {
            users.add(wanted);
        } else {
            users.set(at, wanted);
        }
        return new AccountsEdit(file, head, new Accounts(users, accounts.certificates()));
    }

    /** One account less, however it logs in. */
    public AccountsEdit without(String name) throws AccountsException {
        Accounts left = new Accounts(
                accounts.users().stream().filter(u -> !u.name().equals(name)).toList(),
                accounts.certificates().stream()
                        .filter(c -> !c.name().equals(name))
                        .toList());
        if (left.equals(accounts)) {
            throw new AccountsException("no account has the name " + name);
        }
        return new AccountsEdit(file, head, left);
    }

    public void write() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("no file");
        }
        Files.createDirectories(folder);
        Path unfinished = Files.createTempFile(folder, ".users", ".new", ownerOnly());
        try {
            Files.writeString(unfinished, text(), StandardCharsets.UTF_8);
            Files.move(unfinished, file, ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private String text() {
        StringBuilder yaml = new StringBuilder();
        head.forEach(line -> yaml.append(line).append('\n'));
        yaml.append(accounts.users().isEmpty() ? "users: []\n" : "users:\n");
        accounts.users()
                .forEach(u -> yaml.append("  - {name: \"%s\", password: \"%s\", role: %s}%n"
                        .formatted(u.name(), u.password().phc(), u.role().key())));
        if (!accounts.certificates().isEmpty()) {
            yaml.append("certificates:\n");
            accounts.certificates()
                    .forEach(c -> yaml.append("  - {sha256: \"%s\", name: \"%s\", role: %s}%n"
                            .formatted(c.sha256(), c.name(), c.role().key())));
        }
        return yaml.toString();
    }
}

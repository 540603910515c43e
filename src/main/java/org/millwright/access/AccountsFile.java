package org.millwright.access;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.millwright.document.Document;
import org.millwright.document.DocumentException;
import org.millwright.document.Field;
import org.millwright.document.Item;
import org.millwright.document.Section;

/** Reads {@code config/users.yaml}; a file that is not there knows nobody. */
public final class AccountsFile {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

    private AccountsFile() {}

    public static Accounts read(Path file) throws DocumentException {
        return Files.exists(file) ? of(Document.read(file)) : Accounts.NONE;
    }

    static Accounts of(Document document) throws DocumentException {
        return document.as(AccountsFile::accounts);
    }

    /** 1 to 64 letters, digits and {@code . _ @ -}, the first one a letter or digit. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    private static Field<Accounts> accounts(Section s) {
        Field<List<Accounts.ByPassword>> users = s.optional(
                "users",
                List.of(),
                i -> i.listOrNone(u -> u.section(AccountsFile::user))
                        .check(l -> unique(l.stream().map(Accounts.ByPassword::name)), "expected each name once"));
        Field<List<Accounts.ByCertificate>> certificates = s.optional(
                "certificates",
                List.of(),
                i -> i.listOrNone(c -> c.section(AccountsFile::certificate))
                        .check(
                                l -> unique(l.stream().map(Accounts.ByCertificate::sha256)),
                                "expected each fingerprint once"));
        return s.end(() -> new Accounts(users.get(), certificates.get()));
    }

    private static Field<Accounts.ByPassword> user(Section s) {
        Field<String> name = name(s.at("name"));
        Field<PasswordHash> password = s.at("password")
                .hidden()
                .parse(
                        "expected what ./millwright user add writes: $argon2id$v=19$m=...,t=...,p=...$SALT$HASH",
                        PasswordHash::parse);
        Field<Role> role = s.at("role").choice(Role.class);
        return s.end(() -> new Accounts.ByPassword(name.get(), password.get(), role.get()));
    }

    private static Field<Accounts.ByCertificate> certificate(Section s) {
        Field<String> sha256 = s.at("sha256").parse("expected a SHA-256 fingerprint, 64 hexadecimal digits", text -> {
            String digits = text.replace(":", "").toLowerCase(Locale.ROOT);
            return checked(digits, FINGERPRINT);
        });
        Field<String> name = name(s.at("name"));
        Field<Role> role = s.at("role").choice(Role.class);
        return s.end(() -> new Accounts.ByCertificate(sha256.get(), name.get(), role.get()));
    }

    private static Field<String> name(Item item) {
        return item.parse("expected a name of 1 to 64 letters, digits and . _ @ -", t -> checked(t, NAME));
    }

    private static String checked(String text, Pattern pattern) {
        return Optional.of(text).filter(t -> pattern.matcher(t).matches()).orElseThrow(IllegalArgumentException::new);
    }

    private static boolean unique(Stream<String> names) {
        List<String> all = names.toList();
        return all.stream().distinct().count() == all.size();
    }
}

package org.millwright.access;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who is known, as one reading of the file found it. */
public record Accounts(List<ByPassword> users, List<ByCertificate> certificates) {
    /** Nobody. */
    public static final Accounts NONE = new Accounts(List.of(), List.of());

    /** Somebody who shows a password. */
    public record ByPassword(String name, PasswordHash password, Role role) {}

    /**
     * Somebody who shows a certificate.
     *
     * @param sha256 fingerprint, 64 lower-case hexadecimal digits
     */
    public record ByCertificate(String sha256, String name, Role role) {}

    public Accounts {
        users = List.copyOf(users);
        certificates = List.copyOf(certificates);
    }

    /** The account of a name that logs in with a password. */
    public Optional<ByPassword> user(@Nullable String name) {
        return users.stream().filter(u -> u.name().equals(name)).findFirst();
    }

    public Optional<User> certificate(String sha256) {
        return certificates.stream()
                .filter(c -> c.sha256().equals(sha256))
                .findFirst()
                .map(c -> new User(c.name(), c.role()));
    }
}

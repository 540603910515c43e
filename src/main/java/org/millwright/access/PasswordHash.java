package org.millwright.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * A password as Argon2id leaves it (RFC 9106), written in the PHC string format. Made with the second choice of the
 * OWASP password storage cheat sheet: {@value #MEMORY_KIB} KiB, {@value #PASSES} passes, one lane.
 *
 * @param salt in Base64 without padding, as the hash
 */
public record PasswordHash(Cost cost, String salt, String hash) {
    static final int MEMORY_KIB = 19 * 1024;
    static final int PASSES = 2;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    /** A file that asks for more would stop the service at each log-in. */
    private static final int MOST_MEMORY_KIB = 64 * 1024;

    private static final int MOST_PASSES = 10;
    private static final Cost STANDARD = new Cost(MEMORY_KIB, PASSES, 1);
    private static final Pattern PHC =
            Pattern.compile("\\$argon2id\\$v=19\\$m=([0-9]{1,9}),t=([0-9]{1,9}),p=([0-9]{1,9})"
                    + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** What one comparison costs. */
    record Cost(int memoryKib, int passes, int lanes) {}

    /** Hashes a new password with a salt of its own. */
    public static PasswordHash of(String password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return new PasswordHash(STANDARD, text(salt), text(argon2id(STANDARD, salt, password, HASH_BYTES)));
    }

    /** A hash that no password has; comparing with it costs as much as with any other. */
    static PasswordHash ofNobody() {
        byte[] hash = new byte[HASH_BYTES];
        RANDOM.nextBytes(hash);
        return new PasswordHash(STANDARD, text(hash), text(hash));
    }

    /**
     * Reads the PHC string.
     *
     * @throws IllegalArgumentException when it is none, or asks for less than 7 MiB or more than 64 MiB
     */
    static PasswordHash parse(String text) {
        Matcher matcher = PHC.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException();
        }
        Cost cost = new Cost(number(matcher, 1), number(matcher, 2), number(matcher, 3));
        boolean fits = cost.memoryKib() >= 7 * 1024
                && cost.memoryKib() <= MOST_MEMORY_KIB
                && cost.passes() >= 1
                && cost.passes() <= MOST_PASSES
                && cost.lanes() >= 1
                && cost.lanes() <= 4;
        if (!fits) {
            throw new IllegalArgumentException();
        }
        PasswordHash parsed = new PasswordHash(cost, matcher.group(4), matcher.group(5));
        if (bytes(parsed.salt()).length == 0 || bytes(parsed.hash()).length == 0) {
            throw new IllegalArgumentException();
        }
        return parsed;
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    boolean matches(String password) {
        byte[] expected = bytes(hash);
        return MessageDigest.isEqual(expected, argon2id(cost, bytes(salt), password, expected.length));
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return Base64.getDecoder().decode(text);
    }

    private static byte[] argon2id(Cost cost, byte[] salt, String password, int bytes) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build());
        byte[] result = new byte[bytes];
        byte[] secret = password.getBytes(StandardCharsets.UTF_8);
        generator.generateBytes(secret, result);
        Arrays.fill(secret, (byte) 0);
        return result;
    }

    /** The PHC string. */
    public String phc() {
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(cost.memoryKib(), cost.passes(), cost.lanes(), salt, hash);
    }

    /** Never the hash: it may stand in a log. */
    @Override
    public String toString() {
        return "a password hash";
    }
}

package org.millwright.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;

/** The one key of a PKCS #12 file and its certificate. */
public record KeyFile(PrivateKey key, X509Certificate certificate) {
    /**
     * Reads the file.
     *
     * @throws IOException when it is missing, not of that format, holds not exactly one key, or the password is wrong;
     *     the text names the file and never the password
     */
    public static KeyFile read(Path file, char[] password) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException("key file " + file + " is missing or not readable");
        }
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(PkiFiles.read(file)), password);
            return only(store, password, file);
        } catch (GeneralSecurityException | IOException e) {
            throw new IOException("key file %s cannot be used: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static KeyFile only(KeyStore store, char[] password, Path file)
            throws GeneralSecurityException, IOException {
        List<String> aliases = Collections.list(store.aliases());
        aliases.removeIf(alias -> !isKey(store, alias));
        if (aliases.size() == 1
                && store.getKey(aliases.getFirst(), password) instanceof PrivateKey key
                && store.getCertificate(aliases.getFirst()) instanceof X509Certificate certificate) {
            return new KeyFile(key, certificate);
        }
        throw new IOException("%s holds %d keys with a certificate instead of one".formatted(file, aliases.size()));
    }

    private static boolean isKey(KeyStore store, String alias) {
        try {
            return store.isKeyEntry(alias);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the store was loaded", e);
        }
    }
}

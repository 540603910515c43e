package org.millwright.equipment.opcua;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Period;
import java.util.UUID;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/**
 * Who Millwright is to the controllers: one key and one self-signed certificate, made at the first use and kept, so
 * that a controller has to be told once. The application URI in the certificate is the one that sessions name
 * (OPC 10000-6 6.2.2).
 */
record OwnCertificate(KeyPair keys, X509Certificate certificate, String applicationUri) {
    private static final String FILE = "own.p12";
    private static final String ALIAS = "millwright";
    /** The format wants one; what protects the key is that only the owner may read the file. */
    private static final char[] PASSWORD = "millwright".toCharArray();

    private static final int KEY_BITS = 2048;
    private static final Period VALIDITY = Period.ofYears(10);

    /** Reads it from the folder, or makes it there. */
    static OwnCertificate in(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(folder);
                create(file);
            }
            return read(file);
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot use the own certificate in " + file, e);
        }
    }

    private static OwnCertificate read(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        if (store.getCertificate(ALIAS) instanceof X509Certificate certificate
                && store.getKey(ALIAS, PASSWORD) instanceof PrivateKey key) {
            String uri = CertificateUtil.getSanUri(certificate)
                    .orElseThrow(() -> new IOException("the certificate in " + file + " names no application"));
            return new OwnCertificate(new KeyPair(certificate.getPublicKey(), key), certificate, uri);
        }
        throw new IOException("no certificate with key in " + file);
    }

    /** Written apart and moved, so that a second process sees all of it or nothing; the last one wins. */
    private static void create(Path file) throws IOException, GeneralSecurityException {
        KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(KEY_BITS);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, PASSWORD);
        store.setKeyEntry(ALIAS, keys.getPrivate(), PASSWORD, new Certificate[] {selfSigned(keys)});
        Path unfinished = Files.createTempFile(file.getParent(), FILE, ".new", ownerOnly());
        try (OutputStream out = Files.newOutputStream(unfinished)) {
            store.store(out, PASSWORD);
        }
        Files.move(unfinished, file, ATOMIC_MOVE);
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static X509Certificate selfSigned(KeyPair keys) throws GeneralSecurityException {
        try {
            return new SelfSignedCertificateBuilder(keys)
                    .setCommonName("Millwright")
                    .setOrganization("Millwright")
                    .setApplicationUri("urn:millwright:" + UUID.randomUUID())
                    .setValidityPeriod(VALIDITY)
                    .build();
        } catch (GeneralSecurityException e) {
            throw e;
        } catch (Exception e) { // what the builder declares
            throw new GeneralSecurityException("cannot make a certificate", e);
        }
    }
}

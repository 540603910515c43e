package org.millwright.trust;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.millwright.release.Sha256;

/** A certificate with its key, as good or as bad as a test wants it. All share two keys, which take long to make. */
public record TestCertificate(X509Certificate certificate, KeyPair keys) {
    private static final KeyPair DEVICES = key();
    private static final KeyPair AUTHORITIES = key();
    private static final AtomicLong SERIAL = new AtomicLong(1);
    private static final int ALL_USES = KeyUsage.digitalSignature
            | KeyUsage.nonRepudiation
            | KeyUsage.keyEncipherment
            | KeyUsage.dataEncipherment
            | KeyUsage.keyCertSign;

    /**
     * What goes into one.
     *
     * @param days of validity, counted from now
     * @param usage key usage bits
     * @param issuer empty for a self-signed one
     */
    public record Wish(String name, Days days, String host, int usage, Optional<TestCertificate> issuer) {
        public record Days(int from, int to) {}

        public Wish days(int from, int to) {
            return new Wish(name, new Days(from, to), host, usage, issuer);
        }

        public Wish host(String other) {
            return new Wish(name, days, other, usage, issuer);
        }

        public Wish usage(int other) {
            return new Wish(name, days, host, other, issuer);
        }

        public Wish issuedBy(TestCertificate authority) {
            return new Wish(name, days, host, usage, Optional.of(authority));
        }

        public TestCertificate make() {
            return TestCertificate.make(this, false);
        }

        public TestCertificate authority() {
            return TestCertificate.make(this, true);
        }
    }

    /** A good one for 127.0.0.1; its application is {@link #uri} of the name. */
    public static Wish of(String name) {
        return new Wish(name, new Wish.Days(-1, 365), "127.0.0.1", ALL_USES, Optional.empty());
    }

    public static String uri(String name) {
        return "urn:test:" + name;
    }

    public Sha256 fingerprint() {
        return Certificates.fingerprint(certificate);
    }

    private static KeyPair key() {
        try {
            return SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static TestCertificate make(Wish wish, boolean authority) {
        KeyPair keys = authority ? AUTHORITIES : DEVICES;
        X500Name subject = new X500Name("CN=" + wish.name() + ",O=Test Works");
        X500Name issuer = wish.issuer()
                .map(i -> X500Name.getInstance(
                        i.certificate().getSubjectX500Principal().getEncoded()))
                .orElse(subject);
        PrivateKey signing = wish.issuer().map(i -> i.keys().getPrivate()).orElse(keys.getPrivate());
        try {
            var builder = new JcaX509v3CertificateBuilder(
                            issuer,
                            BigInteger.valueOf(SERIAL.getAndIncrement()),
                            inDays(wish.days().from()),
                            inDays(wish.days().to()),
                            subject,
                            keys.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (authority) {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            } else {
                GeneralName[] names = {
                    new GeneralName(GeneralName.uniformResourceIdentifier, uri(wish.name())),
                    new GeneralName(GeneralName.iPAddress, wish.host())
                };
                KeyPurposeId[] purposes = {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth};
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names))
                        .addExtension(Extension.keyUsage, false, new KeyUsage(wish.usage()))
                        .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
            }
            X509Certificate made = new JcaX509CertificateConverter().getCertificate(builder.build(signer(signing)));
            return new TestCertificate(made, keys);
        } catch (GeneralSecurityException | IOException | OperatorException e) {
            throw new AssertionError(e);
        }
    }

    private static ContentSigner signer(PrivateKey key) throws OperatorException {
        return new JcaContentSignerBuilder("SHA256withRSA").build(key);
    }

    private static Date inDays(int days) {
        return Date.from(Instant.now(Clock.systemUTC()).plus(Duration.ofDays(days)));
    }

    /** A revocation list of this authority. */
    public void revoke(Path file, TestCertificate... revoked) throws IOException {
        X500Name issuer =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        X509v2CRLBuilder list = new X509v2CRLBuilder(issuer, inDays(-1)).setNextUpdate(inDays(30));
        for (TestCertificate one : revoked) {
            list.addCRLEntry(one.certificate().getSerialNumber(), inDays(-1), 0);
        }
        try {
            Files.write(file, list.build(signer(keys.getPrivate())).getEncoded());
        } catch (OperatorException e) {
            throw new AssertionError(e);
        }
    }

    public Path writeTo(Path file) throws IOException {
        return Files.write(file, Certificates.encoded(certificate));
    }

    /** A PKCS #12 file with key and certificate. */
    public void writeKeyTo(Path file, String password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("user", keys.getPrivate(), password.toCharArray(), new Certificate[] {certificate});
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
    }
}

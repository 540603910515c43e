package org.millwright.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.millwright.equipment.Equipment;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Image;
import org.millwright.equipment.Session;
import org.millwright.equipment.TestPackage;
import org.millwright.equipment.opcua.OpcuaEquipment;
import org.millwright.plant.Controller.Security;
import org.millwright.release.Sha256;
import org.millwright.trust.OwnCertificate;
import org.millwright.trust.TrustException;
import org.millwright.trust.TrustList;

/** Both sides of one measurement: the controllers' process, the driver that is trusted by it and trusts it, the files. */
record Bench(ServerProcess servers, Equipment driver, OwnCertificate own, Image single, Image each) {
    /** Where the packages are; the images read them from there. */
    private static final String SINGLE = "single";

    static Bench set(Path folder, TransferOptions options) throws IOException, EquipmentException, TrustException {
        Path pki = folder.resolve("pki");
        Equipment driver = new OpcuaEquipment(pki, Map.of());
        Image single = image(folder, SINGLE, options.mib());
        Image each = image(folder, "each", options.eachMib());
        ServerProcess servers = ServerProcess.start(options.mib(), options.controllers(), options.eachMib());
        Bench bench = new Bench(servers, driver, OwnCertificate.in(pki.resolve("own")), single, each);
        bench.trustAll(new TrustList(pki.resolve("controllers")));
        return bench;
    }

    private static Image image(Path folder, String name, int mib) throws IOException {
        return new TestPackage(BenchServer.UPGRADE, "1..9", Map.of(), mib * 1024 * 1024)
                .writeTo(Files.createDirectory(folder.resolve(name)));
    }

    /** As a person does with {@code ./millwright trust ADD} after the first refusal. */
    private void trustAll(TrustList list) throws IOException, EquipmentException, TrustException {
        for (String endpoint : servers.endpoints()) {
            try (Session _ = driver.open(OurClient.controller(endpoint, Security.BASIC256SHA256), OurClient.LIMIT)) {
                throw new IllegalStateException("a stranger was trusted");
            } catch (EquipmentException e) {
                if (e.kind() != EquipmentException.Kind.UNTRUSTED) {
                    throw e;
                }
            }
        }
        for (TrustList.Listed stranger : list.all()) {
            list.add(stranger.fingerprint().hex());
        }
    }

    static Path file(Path folder, boolean isSingle, Image image) {
        return folder.resolve(isSingle ? SINGLE : "each").resolve(image.sha256().hex());
    }

    /** Ends the bench when a controller has got something else than it was sent. */
    void proveUpload(int controller, Image image, String how) throws IOException {
        prove(image.sha256().hex(), servers.pendingHash(controller), how + ", upload");
    }

    /** Ends the bench when something else came than the controller has; winds the buffer back for the next. */
    void proveDownload(int controller, ByteBuffer received, int bytes, String how) throws IOException {
        var digest = Sha256.newDigest();
        digest.update(received.duplicate().clear().limit(bytes));
        prove(servers.currentHash(controller), Sha256.ofDigest(digest.digest()).hex(), how + ", download");
        received.clear();
        for (int i = 0; i < bytes; i += 4_096) {
            received.put(i, (byte) 0);
        }
    }

    private static void prove(String expected, String found, String how) {
        if (!expected.equals(found)) {
            throw new IllegalStateException("WRONG CONTENT by %s: %s instead of %s".formatted(how, found, expected));
        }
    }
}

package org.millwright.equipment.opcua;

import java.io.IOException;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.util.Map;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.Equipment;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.Session;
import org.millwright.plant.Controller;
import org.millwright.trust.OwnCertificate;
import org.millwright.trust.TrustList;

/**
 * Speaks to controllers whose server has the {@code DI:SoftwareUpdate} AddIn of OPC 10000-100.
 *
 * <p>OPC UA carries no fence; give it out through {@link org.millwright.equipment.FencedEquipment} only.
 */
public final class OpcuaEquipment implements Equipment {
    private final Trust trust;
    private final Secrets secrets;

    /** Who we are and whom we trust. */
    record Trust(OwnCertificate own, TrustList controllers) {
        /** Reads the PKI folder, makes what is not there, and has the JVM know every algorithm of the policies. */
        static Trust in(Path pki) throws IOException {
            Trust trust = new Trust(OwnCertificate.in(pki.resolve("own")), new TrustList(pki.resolve("controllers")));
            trust.controllers().prepare();
            // The policy Aes256_Sha256_RsaPss names an algorithm by the name that only this provider knows. Added last:
            // it is asked for nothing that the JDK has. A second one of its name is not added.
            Security.addProvider(new BouncyCastleProvider());
            return trust;
        }
    }

    /**
     * Uses Millwright's own certificate and the trusted ones of the controllers in a folder; makes what is not there.
     *
     * @param pki the PKI folder
     * @param environment where passwords are looked up that plant.yaml refers to by the name of a variable
     * @throws IOException when the certificate can be neither read nor made
     */
    public OpcuaEquipment(Path pki, Map<String, String> environment) throws IOException {
        this.trust = Trust.in(pki);
        this.secrets = new Secrets(Map.copyOf(environment));
    }

    @Override
    public Session open(Controller controller, Duration limit) throws EquipmentException {
        Connector connector = new Connector(trust, secrets, controller);
        UpdateKey key = new UpdateKey(controller.access().updateKey(), secrets);
        return new OpcuaSession(controller, connector.open(Deadline.in(limit)), key);
    }
}

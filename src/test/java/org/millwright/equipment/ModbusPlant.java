package org.millwright.equipment;

import static org.millwright.equipment.PlantUnderTest.MAKER;
import static org.millwright.equipment.PlantUnderTest.PRODUCT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.millwright.document.DocumentException;
import org.millwright.plant.Controller;
import org.millwright.plant.Controller.Access;
import org.millwright.plant.Controller.Expected;
import org.millwright.plant.Controller.Security;
import org.millwright.plant.ControllerId;
import org.millwright.plant.Profile;
import org.millwright.plant.ProfileFile;

/** Controllers that the delivered profile describes, changed to what the tests' simulated controllers hold. */
public final class ModbusPlant {
    /** Where no Quarkus sets levels all are on, and the library spends most of its time describing its messages. */
    private static final Logger LIBRARY = Logger.getLogger("org.apache.plc4x");

    private static final Path DELIVERED = checkout().resolve("config/profiles/marlow-modbus.yaml");

    static {
        LIBRARY.setLevel(Level.WARNING);
    }

    private ModbusPlant() {}

    static Path checkout() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("config")) ? here : here.resolve("..");
    }

    /** The delivered profile for the tests' retained values and parameters, with more changed. */
    public static Profile profile(Path folder, UnaryOperator<String> change) {
        try {
            String text = Files.readString(DELIVERED)
                    .replace("last-maintenance:", "maintained:")
                    .replace("tool-wear: \"holding-register:221", "wear: \"holding-register:241")
                    .replace("total-parts: \"holding-register:241", "total: \"holding-register:221")
                    .replace("BYTE[96]", "BYTE[64]");
            return ProfileFile.read(
                    Files.writeString(Files.createTempFile(folder, "profile", ".yaml"), change.apply(text)));
        } catch (IOException | DocumentException e) {
            throw new AssertionError(e);
        }
    }

    /** Takes programs into its only slot. */
    public static String withOneSlot(String profile) {
        int pending = profile.indexOf("    pending:");
        int current = profile.indexOf("    current:");
        return (profile.substring(0, pending) + profile.substring(current))
                .replace("activate: 4, ", "")
                .replace("confirm: 8, ", "")
                .replaceFirst("    waits-for-confirm: .*\n", "")
                .replace(
                        "      code: 2\n",
                        "      code: 2\n      behavior: {address: \"holding-register:4122:UINT\", keeps-parameters: 0, needs-power-cycle: 1, reboots: 2}\n");
    }

    public static Controller controller(ControllerId id, String address, Profile profile) {
        return controller(id, address, profile, new Access(Security.NONE, Optional.empty()));
    }

    static Controller controller(ControllerId id, String address, Profile profile, Access access) {
        return new Controller(
                id,
                "station of " + id,
                Controller.Driver.PLC4X,
                address,
                new Expected(MAKER, PRODUCT),
                access,
                profile.tags().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, e -> e.getValue().address().text())),
                profile.retained().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, e -> e.getValue().text())),
                Optional.of(profile));
    }

    /** The same without an address of any tag. */
    static Controller bare(Controller known) {
        return new Controller(
                known.id(),
                known.station(),
                known.driver(),
                known.address(),
                known.expects(),
                known.access(),
                Map.of(),
                Map.of(),
                known.profile());
    }
}

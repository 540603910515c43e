package org.millwright.simulators.opcua;

import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.server.NodeManager;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNodeContext;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilter;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilterContext;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;

/** Gives a node's display name and, where it is a state or a message, its text in German. */
final class GermanTexts implements AttributeFilter {
    private static final String LOCALE = "de";

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("Idle", "Leerlauf"),
            Map.entry("Preparing", "Vorbereitung läuft"),
            Map.entry("PreparedForUpdate", "Zur Aktualisierung bereit"),
            Map.entry("Resuming", "Wiederaufnahme läuft"),
            Map.entry("Installing", "Installation läuft"),
            Map.entry("Error", "Fehler"),
            Map.entry("NotWaitingForConfirm", "Keine Bestätigung erwartet"),
            Map.entry("WaitingForConfirm", "Bestätigung erwartet"),
            Map.entry("NotWaitingForPowerCycle", "Kein Neustart erwartet"),
            Map.entry("WaitingForPowerCycle", "Neustart von Hand erwartet"),
            Map.entry("CurrentState", "Zustand"),
            Map.entry("DeviceSet", "Geräte"),
            Map.entry("DeviceHealth", "Gerätezustand"),
            Map.entry("SoftwareUpdate", "Softwareaktualisierung"),
            Map.entry("Loading", "Übertragung"),
            Map.entry("FileTransfer", "Dateiübertragung"),
            Map.entry("CurrentVersion", "Laufende Version"),
            Map.entry("PendingVersion", "Bereitliegende Version"),
            Map.entry("FallbackVersion", "Rückfallversion"),
            Map.entry("PrepareForUpdate", "Vorbereitung"),
            Map.entry("Prepare", "Vorbereiten"),
            Map.entry("Abort", "Abbrechen"),
            Map.entry("Resume", "Wiederaufnehmen"),
            Map.entry("InstallSoftwarePackage", "Installieren"),
            Map.entry("InstallationDelay", "Installationsverzögerung"),
            Map.entry("Confirmation", "Bestätigung"),
            Map.entry("Confirm", "Bestätigen"),
            Map.entry("ConfirmationTimeout", "Bestätigungsfrist"),
            Map.entry("PowerCycle", "Neustart von Hand"),
            Map.entry("UpdateStatus", "Aktualisierungsstatus"),
            Map.entry("ErrorMessage", "Fehlermeldung"),
            Map.entry("VendorErrorCode", "Fehlernummer"),
            Map.entry("PercentComplete", "Fortschritt"),
            Map.entry("Identification", "Typenschild"),
            Map.entry("Manufacturer", "Hersteller"),
            Map.entry("ProductCode", "Produktnummer"),
            Map.entry("SerialNumber", "Seriennummer"),
            Map.entry("HardwareRevision", "Hardwarestand"),
            Map.entry("SoftwareRevision", "Softwarestand"),
            Map.entry("Hash", "Prüfsumme"));

    private final String browseName;

    private GermanTexts(String browseName) {
        this.browseName = browseName;
    }

    /** Where every node that {@link Branch} adds speaks German. */
    record Context(UaNodeContext plain) implements UaNodeContext {
        @Override
        public OpcUaServer getServer() {
            return plain.getServer();
        }

        @Override
        public NodeManager<UaNode> getNodeManager() {
            return plain.getNodeManager();
        }
    }

    /** Speaks German for this node from now on. */
    static void addTo(UaNode node) {
        String name = Optional.ofNullable(node.getBrowseName().name()).orElse("");
        node.getFilterChain().addFirst(new GermanTexts(name));
    }

    @Override
    public @Nullable Object getAttribute(AttributeFilterContext ctx, AttributeId attribute) {
        @Nullable Object english = ctx.getAttribute(attribute);
        if (attribute == AttributeId.DisplayName && english instanceof LocalizedText name) {
            String text = Optional.ofNullable(name.text()).orElse("");
            return new LocalizedText(LOCALE, WORDS.getOrDefault(text, text));
        }
        if (attribute == AttributeId.Value
                && english instanceof DataValue data
                && data.value().value() instanceof LocalizedText text) {
            return new DataValue(Variant.of(message(text)));
        }
        return english;
    }

    private LocalizedText message(LocalizedText english) {
        String text = Optional.ofNullable(english.text()).orElse("");
        return switch (browseName) {
            case "CurrentState" -> new LocalizedText(LOCALE, WORDS.getOrDefault(text, "Zustand " + text));
            case "UpdateStatus" -> prefixed("Aktualisierung: ", text);
            case "ErrorMessage" -> prefixed("Fehler: ", text);
            default -> english;
        };
    }

    private static LocalizedText prefixed(String prefix, String text) {
        return new LocalizedText(LOCALE, text.isEmpty() ? "" : prefix + text);
    }

    @Override
    public void writeAttribute(AttributeFilterContext ctx, AttributeId attribute, @Nullable Object value)
            throws UaException {
        ctx.writeAttribute(attribute, value);
    }
}

package org.millwright.simulators.config;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.millwright.simulators.config.ModbusSettings.ByteOrder;

/** Reads the section {@code modbus:} of a controller, and checks that the rest of the controller fits into registers. */
final class ModbusSection {
    private static final int MAX_RETAINED = 40;
    private static final int RETAINED_CHARS = 40;
    private static final int MAX_PARAMETERS = 187;
    private static final int PARAMETER_CHARS = 32;
    private static final int URI_CHARS = 64;
    private static final int CODE_CHARS = 32;

    /** What has no register. */
    private static final List<UpdateOption> IMPOSSIBLE = List.of(
            UpdateOption.LOCK,
            UpdateOption.ASYNC_COMPLETION,
            UpdateOption.OWN_FILE_METHODS_ONLY,
            UpdateOption.UPDATE_KEY,
            UpdateOption.WRITE_BLOCK_SIZE,
            UpdateOption.PATCH_IDENTIFIERS);

    private final YamlSection controller;

    private ModbusSection(YamlSection controller) {
        this.controller = controller;
    }

    static ModbusSettings read(YamlSection controller) throws ConfigException {
        ModbusSection section = new ModbusSection(controller);
        section.refuse("server");
        section.refuse("login");
        return settings(controller.section("modbus"));
    }

    private void refuse(String opcUaOnly) throws ConfigException {
        if (controller.has(opcUaOnly)) {
            throw controller.problem(
                    opcUaOnly,
                    "'%s' is for OPC UA controllers, this one speaks Modbus: leave it out".formatted(opcUaOnly));
        }
    }

    private static ModbusSettings settings(YamlSection modbus) throws ConfigException {
        modbus.allow("unit", "byte-order", "window-bytes", "readable-program");
        ModbusSettings usual = ModbusSettings.STANDARD;
        int windowBytes = modbus.has("window-bytes")
                ? (int) modbus.integer("window-bytes", ModbusSettings.MIN_WINDOW, ModbusSettings.MAX_WINDOW)
                : usual.windowBytes();
        if (windowBytes % 2 != 0) {
            throw modbus.problem("window-bytes", "'window-bytes' must be even, a register has two bytes");
        }
        return new ModbusSettings(
                modbus.has("unit") ? (int) modbus.integer("unit", 0, ModbusSettings.MAX_UNIT) : usual.unit(),
                modbus.choice("byte-order", ByteOrder.class, usual.byteOrder()),
                windowBytes,
                modbus.has("readable-program") ? modbus.flag("readable-program") : usual.readableProgram());
    }

    /** Refuses what a register map cannot hold. */
    static void requireFits(YamlSection entry, ControllerSettings controller) throws ConfigException {
        ModbusSection section = new ModbusSection(entry);
        IdentitySettings identity = controller.identity();
        section.requireText("identity", "manufacturerUri", identity.manufacturerUri(), URI_CHARS);
        section.requireText("identity", "productCode", identity.productCode(), CODE_CHARS);
        section.requireText("identity", "serialNumber", identity.serialNumber(), CODE_CHARS);
        section.requireCount("parameters", controller.parameters().size(), MAX_PARAMETERS);
        for (Map.Entry<String, String> each : controller.parameters().entrySet()) {
            section.requireText("parameters", each.getKey(), each.getValue(), PARAMETER_CHARS);
        }
        section.requireCount("retained", controller.retained().size(), MAX_RETAINED);
        for (Map.Entry<String, RetainedSettings> each : controller.retained().entrySet()) {
            if (each.getValue().start() instanceof String text) {
                section.requireText("retained", each.getKey(), text, RETAINED_CHARS);
            }
        }
        section.requireUpdate(controller.update());
    }

    private void requireText(String key, String name, String text, int maxChars) throws ConfigException {
        if (text.length() > maxChars
                || !StandardCharsets.ISO_8859_1.newEncoder().canEncode(text)) {
            throw controller.problem(
                    key,
                    "'%s' must be at most %d characters of ISO 8859-1 on a Modbus controller"
                            .formatted(name, maxChars));
        }
    }

    private void requireCount(String key, int count, int most) throws ConfigException {
        if (count > most) {
            throw controller.problem(key, "a Modbus controller has at most %d '%s'".formatted(most, key));
        }
    }

    private void requireUpdate(UpdateSettings update) throws ConfigException {
        if (update.loading() == UpdateSettings.Loading.FILESYSTEM) {
            throw controller.problem("update", "a Modbus controller has no file system, use cached or direct loading");
        }
        for (UpdateOption option : IMPOSSIBLE) {
            if (update.offers(option)) {
                throw controller.problem(
                        "update", "a Modbus controller cannot have the option %s".formatted(option.wireName()));
            }
        }
    }
}

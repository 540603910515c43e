package org.millwright.simulators.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a controller's update offers besides the mandatory; a simulator file names them as here, without underscores. What
 * each means stands in docs/protocols/simulators.md.
 */
public enum UpdateOption {
    PREPARE_FOR_UPDATE(true),
    PREPARE_RESUME(true),
    CONFIRMATION(true),
    PARAMETERS(true),
    UPDATE_STATUS(true),
    VENDOR_ERROR_CODE(true),
    PERCENT_COMPLETE(true),
    HASH(true),
    CLEAR(true),
    INSTALLATION_DELAY(true),
    READ_BACK(true),
    VALIDATE_FILES(true),
    PATCH_IDENTIFIERS(false),
    WRITE_TIMEOUT(false),
    UPDATE_KEY(false),
    WRITE_BLOCK_SIZE(false),
    POWER_CYCLE(false),
    LOCK(false),
    ASYNC_COMPLETION(false),
    OWN_FILE_METHODS_ONLY(false);

    private final boolean usual;

    UpdateOption(boolean usual) {
        this.usual = usual;
    }

    /** True when a controller has it unless its file says otherwise. */
    public boolean isUsual() {
        return usual;
    }

    /** As the simulator file writes it, for example PrepareForUpdate. */
    public String wireName() {
        return Arrays.stream(name().split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    static Optional<UpdateOption> byWireName(String name) {
        return Arrays.stream(values())
                .filter(option -> option.wireName().equals(name))
                .findFirst();
    }

    static String allWireNames() {
        return Arrays.stream(values()).map(UpdateOption::wireName).collect(Collectors.joining(", "));
    }
}

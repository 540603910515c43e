package org.millwright.simulators.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The shape of a controller's software update (OPC 10000-100 ch. 8).
 *
 * @param options what it offers besides the mandatory
 * @param updateKey what has to be written to UpdateKey; only matters with {@link UpdateOption#UPDATE_KEY}
 * @param writeBlockSize bytes of each Write but the last; only matters with {@link UpdateOption#WRITE_BLOCK_SIZE}
 * @param powerCycleAfter simulated time after which somebody cycles the power that an update waits for; empty for nobody
 */
public record UpdateSettings(
        Spec spec,
        Loading loading,
        Set<UpdateOption> options,
        String updateKey,
        int writeBlockSize,
        Optional<Duration> powerCycleAfter,
        ScanSettings scan) {

    private static final int USUAL_BLOCK_BYTES = 8192;

    /** Cached loading as in v1.05 with the usual options. */
    public static final UpdateSettings USUAL = new UpdateSettings(
            Spec.V1_05,
            Loading.CACHED,
            Arrays.stream(UpdateOption.values()).filter(UpdateOption::isUsual).collect(Collectors.toSet()),
            "",
            USUAL_BLOCK_BYTES,
            Optional.empty(),
            ScanSettings.USUAL);

    public UpdateSettings {
        options = Set.copyOf(options);
    }

    /** Which edition of OPC 10000-100 the controller follows. */
    public enum Spec {
        V1_03,
        V1_04,
        V1_05
    }

    /** How software gets into the controller (OPC 10000-100 8.3.4). */
    public enum Loading {
        CACHED,
        DIRECT,
        FILESYSTEM
    }

    /**
     * The control task's load.
     *
     * @param baseMs time of one scan without any transfer, in milliseconds
     * @param loadMsPerMBps milliseconds more for each megabyte (10^6 bytes) a second that a file transfer moves
     */
    public record ScanSettings(double baseMs, double loadMsPerMBps) {
        public static final ScanSettings USUAL = new ScanSettings(4, 0.5);
    }

    public boolean offers(UpdateOption option) {
        return options.contains(option);
    }

    /** The same shape in another edition. */
    public UpdateSettings as(Spec otherSpec) {
        return new UpdateSettings(otherSpec, loading, options, updateKey, writeBlockSize, powerCycleAfter, scan);
    }

    /** The same shape with another kind of loading. */
    public UpdateSettings as(Loading otherLoading) {
        return new UpdateSettings(spec, otherLoading, options, updateKey, writeBlockSize, powerCycleAfter, scan);
    }

    /** Offers these too. */
    public UpdateSettings with(UpdateOption... more) {
        return changed(all -> all.addAll(Set.of(more)));
    }

    /** Does not offer these. */
    public UpdateSettings without(UpdateOption... less) {
        return changed(all -> all.removeAll(Set.of(less)));
    }

    /** Demands this key for an update. */
    public UpdateSettings withKey(String key) {
        UpdateSettings locked = with(UpdateOption.UPDATE_KEY);
        return new UpdateSettings(spec, loading, locked.options, key, writeBlockSize, powerCycleAfter, scan);
    }

    /** Demands blocks of this many bytes. */
    public UpdateSettings withBlocksOf(int bytes) {
        UpdateSettings inBlocks = with(UpdateOption.WRITE_BLOCK_SIZE);
        return new UpdateSettings(spec, loading, inBlocks.options, updateKey, bytes, powerCycleAfter, scan);
    }

    private UpdateSettings changed(Consumer<Set<UpdateOption>> change) {
        Set<UpdateOption> all = EnumSet.noneOf(UpdateOption.class);
        all.addAll(options);
        change.accept(all);
        return new UpdateSettings(spec, loading, all, updateKey, writeBlockSize, powerCycleAfter, scan);
    }
}

package org.millwright.simulators.plc;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Current, Pending and Fallback (OPC 10000-100 8.4.5). What was there before an activation is kept until it is settled, so
 * that a failed trial goes back to exactly that, also on a controller that offers no fallback.
 *
 * <p>With direct loading a transfer overwrites Current; from then until an activation there is no working software, but
 * for the golden copy of a controller that keeps one.
 */
final class SoftwareSlots {
    private final Rules rules;
    private Content content;
    private PackageImage lastWorking;
    private @Nullable Content before;

    /**
     * What the controller does with software.
     *
     * @param offersFallback true when the replaced software stays installable
     * @param keepsGolden true when an overwritten program can be taken back
     * @param namesPatches true when a software is named with its patches
     */
    record Rules(boolean offersFallback, boolean keepsGolden, boolean namesPatches) {}

    private record Content(
            Optional<PackageImage> current, Optional<PackageImage> pending, Optional<PackageImage> fallback) {}

    SoftwareSlots(PackageImage current, Rules rules) {
        this.rules = rules;
        this.lastWorking = current;
        this.content = new Content(Optional.of(current), Optional.empty(), Optional.empty());
    }

    /** Empty when there is no working software. */
    Optional<PackageImage> current() {
        return content.current();
    }

    Effects effects() {
        return content.current().map(image -> image.header().effects()).orElse(Effects.NONE);
    }

    /** Of the working software, or of the last one; what percentages of a transfer count in. */
    int referenceBytes() {
        return lastWorking.size();
    }

    void setPending(Optional<PackageImage> image) {
        content = new Content(content.current(), image, content.fallback());
    }

    /** The program memory is being written: what was in it is no more. */
    void overwrite() {
        content = new Content(Optional.empty(), content.pending(), content.fallback());
    }

    /** The program is, after all, what it was before it was overwritten. */
    void undoOverwrite() {
        content = new Content(Optional.of(lastWorking), content.pending(), content.fallback());
    }

    /**
     * The pending or fallback software of that name.
     *
     * @param sha256 lower-case hex, blank for any
     * @throws PlcRefusal Bad_NotFound, or Bad_InvalidArgument when only the hash differs
     */
    PackageImage find(SoftwareName name, String sha256) throws PlcRefusal {
        PackageImage named = null;
        for (PackageImage image : Stream.concat(content.pending().stream(), content.fallback().stream())
                .toList()) {
            if (isNamed(image.software(), name)) {
                if (sha256.isBlank() || image.software().sha256().equals(sha256)) {
                    return image;
                }
                named = image;
            }
        }
        if (named == null) {
            throw PlcRefusal.notFound("neither the pending nor the fallback slot holds " + name);
        }
        throw PlcRefusal.invalidArgument("the package of %s has another hash".formatted(name));
    }

    private boolean isNamed(Slots.Software software, SoftwareName name) {
        return software.manufacturerUri().equals(name.manufacturerUri())
                && software.revision().equals(name.revision())
                && name.patches().equals(rules.namesPatches() ? software.patches() : List.of());
    }

    /** Makes the software current, the current one the fallback; an installed pending slot is emptied. */
    void activate(PackageImage image) {
        Optional<PackageImage> old = content.current();
        if (old.isEmpty() && rules.keepsGolden()) {
            old = Optional.of(lastWorking);
        }
        before = new Content(old, content.pending(), content.fallback());
        content = new Content(
                Optional.of(image),
                content.pending().filter(pending -> pending != image),
                rules.offersFallback() ? old : Optional.empty());
    }

    /** Back to what was there before the last activation, which may be nothing that works. */
    void revert() {
        Content old = before;
        if (old == null) {
            throw new IllegalStateException("nothing was activated");
        }
        content = old;
        before = null;
    }

    /** True from an activation until it is settled or reverted. */
    boolean isOnTrial() {
        return before != null;
    }

    /** The activation is for good. */
    void settle() {
        before = null;
        lastWorking = content.current().orElse(lastWorking);
    }

    Slots view() {
        return new Slots(
                content.current().map(PackageImage::software).orElse(Slots.Software.NONE),
                content.pending().map(PackageImage::software),
                content.fallback().map(PackageImage::software));
    }
}

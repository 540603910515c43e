package org.millwright.simulators.plc;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Current, Pending and Fallback (OPC 10000-100 8.4.5). What was there before an activation is kept until it is settled, so
 * that a failed trial goes back to exactly that, also on a controller that offers no fallback.
 */
final class SoftwareSlots {
    private final boolean offersFallback;
    private Content content;
    private @Nullable Content before;

    private record Content(PackageImage current, Optional<PackageImage> pending, Optional<PackageImage> fallback) {}

    SoftwareSlots(PackageImage current, boolean offersFallback) {
        this.offersFallback = offersFallback;
        this.content = new Content(current, Optional.empty(), Optional.empty());
    }

    PackageImage current() {
        return content.current();
    }

    void setPending(Optional<PackageImage> image) {
        content = new Content(content.current(), image, content.fallback());
    }

    /**
     * The pending or fallback software of that name.
     *
     * @param sha256 lower-case hex, blank for any
     * @throws PlcRefusal Bad_NotFound, or Bad_InvalidArgument when only the hash differs
     */
    PackageImage find(String manufacturerUri, String revision, String sha256) throws PlcRefusal {
        PackageImage named = null;
        for (PackageImage image : Stream.concat(content.pending().stream(), content.fallback().stream())
                .toList()) {
            Slots.Software software = image.software();
            if (software.manufacturerUri().equals(manufacturerUri)
                    && software.revision().equals(revision)) {
                if (sha256.isBlank() || software.sha256().equals(sha256)) {
                    return image;
                }
                named = image;
            }
        }
        if (named == null) {
            throw PlcRefusal.notFound(
                    "neither the pending nor the fallback slot holds %s of %s".formatted(revision, manufacturerUri));
        }
        throw PlcRefusal.invalidArgument("the package of %s has another hash".formatted(revision));
    }

    /** Makes the software current, the current one the fallback; an installed pending slot is emptied. */
    void activate(PackageImage image) {
        before = content;
        content = new Content(
                image,
                content.pending().filter(pending -> pending != image),
                offersFallback ? Optional.of(content.current()) : Optional.empty());
    }

    /** Back to what was there before the last activation. */
    void revert() {
        Content old = before;
        if (old == null) {
            throw new IllegalStateException("nothing was activated");
        }
        content = old;
        before = null;
    }

    /** The activation is for good. */
    void settle() {
        before = null;
    }

    Slots view() {
        return new Slots(
                content.current().software(),
                content.pending().map(PackageImage::software),
                content.fallback().map(PackageImage::software));
    }
}

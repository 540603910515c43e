package org.millwright.equipment.opcua;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.UpdateState.Slot;
import org.millwright.plant.Revision;
import org.millwright.plant.Software;
import org.millwright.release.Sha256;

/** What an AddIn says about software, of one moment (OPC 10000-100 8.4.7, 8.3.11). */
final class Versions {
    private static final int SHA256_BYTES = 32;

    private final MemberValues values;
    private final Failures failures;

    Versions(MemberValues values, Failures failures) {
        this.values = values;
        this.failures = failures;
    }

    /** The members of one SoftwareVersionType object. */
    enum Place {
        CURRENT(Member.CURRENT_MAKER, Member.CURRENT_REVISION, Member.CURRENT_HASH, Optional.empty()),
        PENDING(
                Member.PENDING_MAKER,
                Member.PENDING_REVISION,
                Member.PENDING_HASH,
                Optional.of(Member.PENDING_PATCHES)),
        FALLBACK(
                Member.FALLBACK_MAKER,
                Member.FALLBACK_REVISION,
                Member.FALLBACK_HASH,
                Optional.of(Member.FALLBACK_PATCHES));

        private final Member maker;
        private final Member revision;
        private final Member hash;
        private final Optional<Member> patches;

        Place(Member maker, Member revision, Member hash, Optional<Member> patches) {
            this.maker = maker;
            this.revision = revision;
            this.hash = hash;
            this.patches = patches;
        }

        Stream<Member> members() {
            return Stream.concat(Stream.of(maker, revision, hash), patches.stream());
        }
    }

    /** Empty values are an empty slot (8.4.5.3). */
    Optional<Slot> slot(Place place) throws EquipmentException {
        String told = values.text(place.revision);
        return told.isBlank()
                ? Optional.empty()
                : Optional.of(new Slot(software(maker(place), revision(told)), hash(place)));
    }

    /** A SHA-256 only: what has another length is a hash of another kind (8.4.7.8). */
    Optional<Sha256> hash(Place place) {
        byte[] told = values.bytes(place.hash);
        return told.length == SHA256_BYTES ? Optional.of(Sha256.ofDigest(told)) : Optional.empty();
    }

    /** The patches as the server wants them back: exactly as it told them (8.4.5.5). */
    String[] patches(Place place) {
        return place.patches.map(values::texts).orElseGet(() -> new String[0]);
    }

    /** Installed software by CurrentVersion where there is one, else by the nameplate; the two say the same (8.3.11). */
    Software current() throws EquipmentException {
        return software(maker(Place.CURRENT), firstRevision(Member.CURRENT_REVISION, Member.HOST_REVISION));
    }

    /** Installed software by the nameplate where it tells it, as a whole device. */
    Software ofNameplate() throws EquipmentException {
        return software(values.text(Member.HOST_MAKER), firstRevision(Member.HOST_REVISION, Member.CURRENT_REVISION));
    }

    /**
     * An empty revision means that no software works, an empty CurrentVersion also where the nameplate still names the
     * former software; one that nobody tells means nothing.
     */
    private Revision firstRevision(Member first, Member second) throws EquipmentException {
        boolean none = values.answered(Member.CURRENT_REVISION)
                && values.text(Member.CURRENT_REVISION).isBlank();
        for (Member member : none ? List.<Member>of() : List.of(first, second)) {
            if (!values.text(member).isBlank()) {
                return revision(values.text(member));
            }
        }
        if (values.answered(first) || values.answered(second)) {
            return Revision.NONE;
        }
        throw failures.nonsense("does not tell its installed revision");
    }

    /** Versions name no product: it is the nameplate's. Without a maker of their own, so is that. */
    private String maker(Place place) {
        String its = values.text(place.maker);
        return its.isBlank() ? values.text(Member.HOST_MAKER) : its;
    }

    private Software software(String maker, Revision revision) {
        return new Software(maker, values.text(Member.HOST_PRODUCT), revision);
    }

    private Revision revision(String told) throws EquipmentException {
        try {
            return new Revision(told);
        } catch (IllegalArgumentException e) {
            throw failures.nonsense("tells a revision that is none: " + e.getMessage());
        }
    }
}

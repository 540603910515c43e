package org.millwright;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.millwright.document.Json.Member;
import org.millwright.document.Json.Members;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.opcua.Prober;
import org.millwright.trust.OwnCertificate;

/** Why a probe got no session, and what a person does about it. */
record ProbeTrouble(String address, Prober.Obstacle obstacle, String reason, String remedy) {
    private static final int LONGEST_REASON = 1_000;

    static ProbeTrouble of(String address, EquipmentException failure, Path pki) {
        Prober.Obstacle obstacle = Prober.obstacle(failure);
        return of(address, failure, remedy(obstacle, OwnCertificate.toGiveAway(pki.resolve("own"))));
    }

    /** With a profile there are no certificates and no log-ins. */
    static ProbeTrouble of(String address, EquipmentException failure) {
        return of(
                address,
                failure,
                "Is the device on, are host, port and unit right, is a firewall in between? A slow one: --timeout.");
    }

    private static ProbeTrouble of(String address, EquipmentException failure, String remedy) {
        String told = String.valueOf(failure.getMessage());
        String prefix = " at " + address + ": ";
        int at = told.indexOf(prefix);
        String reason = at < 0 ? told : told.substring(at + prefix.length());
        return new ProbeTrouble(
                address,
                Prober.obstacle(failure),
                reason.substring(0, Math.min(reason.length(), LONGEST_REASON)).replaceAll("\\p{C}", "?"),
                remedy);
    }

    private static String remedy(Prober.Obstacle obstacle, Path own) {
        return switch (obstacle) {
            case NOBODY ->
                "Is the device on, are host and port right, is a firewall in between? A slow one: --timeout.";
            case UNTRUSTED ->
                "Compare the fingerprint with what the device itself tells, trust it (same --data), probe again.";
            case OWN_CERTIFICATE -> "Put " + own + " into the trust list of the device, probe again.";
            case LOGIN -> "Ask for a user of the device: --user NAME with --password-env or --password-file.";
            case REFUSED -> "Try another --security, or --user with a password.";
            case NO_SENSE -> "Is it an OPC UA server that listens at this port? A slow one: --timeout.";
        };
    }

    String text() {
        return "no connection to %s%n  why:    %s%n  remedy: %s%n".formatted(address, reason, remedy);
    }

    String json() {
        return new Members(List.of(
                        new Member("address", address),
                        new Member("connected", false),
                        new Member(
                                "obstacle",
                                obstacle.name().toLowerCase(Locale.ROOT).replace('_', '-')),
                        new Member("reason", reason),
                        new Member("remedy", remedy)))
                .written();
    }
}

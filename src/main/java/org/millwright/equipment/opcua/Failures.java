package org.millwright.equipment.opcua;

import static org.millwright.equipment.EquipmentException.Kind.BROKEN_PROTOCOL;
import static org.millwright.equipment.EquipmentException.Kind.REFUSED;
import static org.millwright.equipment.EquipmentException.Kind.TIMED_OUT;
import static org.millwright.equipment.EquipmentException.Kind.UNREACHABLE;
import static org.millwright.equipment.EquipmentException.Kind.UNTRUSTED;

import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.UaServiceFaultException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.millwright.equipment.EquipmentException;
import org.millwright.equipment.EquipmentException.Kind;
import org.millwright.plant.Controller;
import org.millwright.trust.Certificates;

/**
 * Turns what goes wrong on the wire into the port's exception, with the controller's name and address in its text.
 *
 * <p>A status in an answer means that the controller has said no, but for those few that leave open whether the request
 * was carried out. Without an answer nothing is known.
 */
final class Failures {
    /** The session or the channel is not known there any more: the request was not carried out. */
    private static final Set<Long> NOT_CONNECTED = Set.of(
            StatusCodes.Bad_SessionIdInvalid,
            StatusCodes.Bad_SessionClosed,
            StatusCodes.Bad_SessionNotActivated,
            StatusCodes.Bad_SecureChannelIdInvalid,
            StatusCodes.Bad_TcpSecureChannelUnknown,
            StatusCodes.Bad_ServerNotConnected,
            StatusCodes.Bad_ConnectionRejected,
            StatusCodes.Bad_TooManySessions,
            StatusCodes.Bad_TcpServerTooBusy,
            StatusCodes.Bad_ServerTooBusy,
            StatusCodes.Bad_ServerHalted,
            StatusCodes.Bad_Shutdown,
            StatusCodes.Bad_TcpEndpointUrlInvalid);

    /** What servers say to a client whose certificate they do not trust. */
    private static final Set<Long> OWN_CERTIFICATE = Set.of(
            StatusCodes.Bad_SecurityChecksFailed,
            StatusCodes.Bad_CertificateInvalid,
            StatusCodes.Bad_CertificateUntrusted);

    private static final String OWN_CERTIFICATE_HINT =
            "; does its trust list hold Millwright's own certificate? ./millwright trust LIST says where that lies";

    private static final Set<Long> NO_ANSWER = Set.of(
            StatusCodes.Bad_Timeout,
            StatusCodes.Bad_ConnectionClosed,
            StatusCodes.Bad_SecureChannelClosed,
            StatusCodes.Bad_CommunicationError,
            StatusCodes.Bad_RequestInterrupted,
            StatusCodes.Bad_RequestTimeout,
            StatusCodes.Bad_NoCommunication,
            StatusCodes.Bad_Disconnect);

    private static final Set<Long> NONSENSE = Set.of(
            StatusCodes.Bad_DecodingError,
            StatusCodes.Bad_UnknownResponse,
            StatusCodes.Bad_UnexpectedError,
            StatusCodes.Bad_InternalError,
            StatusCodes.Bad_TcpMessageTypeInvalid,
            StatusCodes.Bad_TcpInternalError,
            StatusCodes.Bad_ResponseTooLarge);

    private final String controller;

    Failures(Controller controller) {
        this.controller = controller.id() + " at " + controller.address();
    }

    /** The name of a status code as OPC 10000-4 writes it, or its number. */
    static String name(StatusCode status) {
        return StatusCodes.lookup(status.value()).map(s -> s[0]).orElse(status.toString());
    }

    static boolean is(StatusCode status, long... codes) {
        for (long code : codes) {
            if (status.value() == code) {
                return true;
            }
        }
        return false;
    }

    EquipmentException refused(String why) {
        return new EquipmentException(REFUSED, controller + ": " + why);
    }

    EquipmentException refused(String why, Throwable cause) {
        return new EquipmentException(REFUSED, controller + ": " + why, cause);
    }

    EquipmentException untrusted(String why, Throwable cause) {
        return new EquipmentException(UNTRUSTED, controller + ": " + why, cause);
    }

    /** Says it in our words: servers only tell that something about security was wrong. */
    void refuseExpired(String whose, X509Certificate certificate) throws EquipmentException {
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException e) {
            throw refused(
                    "%s ended at %s; docs/security.md says how to renew it"
                            .formatted(whose, Certificates.to(certificate)),
                    e);
        } catch (CertificateNotYetValidException e) {
            throw refused("%s begins at %s; compare the clocks".formatted(whose, Certificates.from(certificate)), e);
        }
    }

    EquipmentException nonsense(String what) {
        return new EquipmentException(BROKEN_PROTOCOL, controller + ": " + what);
    }

    EquipmentException notConnected(String wanted) {
        return new EquipmentException(UNREACHABLE, controller + ": cannot " + wanted + ", the connection is gone");
    }

    EquipmentException silent(String wanted) {
        return new EquipmentException(TIMED_OUT, controller + ": no answer in time to: " + wanted);
    }

    EquipmentException interrupted(String wanted) {
        return new EquipmentException(TIMED_OUT, controller + ": interrupted while waiting for: " + wanted);
    }

    /** A bad status in an answer. */
    EquipmentException of(String wanted, StatusCode status) {
        return new EquipmentException(
                kind(status), controller + ": cannot " + wanted + ": " + name(status), new UaException(status));
    }

    /** Whether a failure rests on one of these status codes. */
    static boolean is(EquipmentException failure, long... codes) {
        return Optional.ofNullable(failure.getCause())
                .flatMap(UaException::extractStatusCode)
                .filter(status -> is(status, codes))
                .isPresent();
    }

    /** A request that ended without an answer of its own. */
    EquipmentException of(String wanted, Throwable thrown) {
        Optional<StatusCode> status = UaException.extractStatusCode(thrown);
        boolean answered = thrown instanceof UaServiceFaultException;
        Kind kind = status.map(Failures::kind).orElse(TIMED_OUT);
        Kind known = !answered && kind == REFUSED ? TIMED_OUT : kind;
        String reason = status.map(Failures::name).orElse(String.valueOf(thrown.getMessage()));
        return new EquipmentException(known, controller + ": cannot " + wanted + ": " + reason, thrown);
    }

    /** A connection that could not be opened: nobody there, or somebody who says no. */
    EquipmentException connecting(Throwable thrown) {
        Optional<StatusCode> status = UaException.extractStatusCode(thrown);
        if (status.isEmpty() && !(thrown instanceof IOException || thrown instanceof UnresolvedAddressException)) {
            return refused("cannot connect: " + thrown.getMessage(), thrown);
        }
        boolean saysNo = status.map(Failures::kind).filter(REFUSED::equals).isPresent();
        String reason = status.map(Failures::name).orElse(String.valueOf(thrown.getMessage()));
        boolean ofOurs =
                status.map(StatusCode::value).filter(OWN_CERTIFICATE::contains).isPresent();
        return saysNo
                ? refused("the connection is refused: " + reason + (ofOurs ? OWN_CERTIFICATE_HINT : ""), thrown)
                : new EquipmentException(UNREACHABLE, controller + ": cannot be reached: " + reason, thrown);
    }

    EquipmentException nobodyAnswers() {
        return new EquipmentException(UNREACHABLE, controller + ": cannot be reached: no answer in time");
    }

    private static Kind kind(StatusCode status) {
        if (NOT_CONNECTED.contains(status.value())) {
            return UNREACHABLE;
        }
        if (NO_ANSWER.contains(status.value())) {
            return TIMED_OUT;
        }
        return NONSENSE.contains(status.value()) ? BROKEN_PROTOCOL : REFUSED;
    }
}

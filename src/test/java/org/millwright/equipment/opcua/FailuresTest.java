package org.millwright.equipment.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.millwright.equipment.EquipmentException.Kind.BROKEN_PROTOCOL;
import static org.millwright.equipment.EquipmentException.Kind.REFUSED;
import static org.millwright.equipment.EquipmentException.Kind.TIMED_OUT;
import static org.millwright.equipment.EquipmentException.Kind.UNREACHABLE;

import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.junit.jupiter.api.Test;
import org.millwright.plant.Controller;
import org.millwright.plant.Controller.Access;
import org.millwright.plant.Controller.Expected;
import org.millwright.plant.ControllerId;

/** Refused means that nothing happened: whatever leaves that open must never be called so. */
class FailuresTest {
    private final Failures failures = new Failures(new Controller(
            new ControllerId("press"),
            "Press",
            Controller.Driver.OPCUA,
            "opc.tcp://10.0.0.7:4840",
            new Expected("urn:maker", "P-1"),
            new Access(Controller.Security.NONE, Optional.empty()),
            Map.of(),
            Map.of()));

    @Test
    void aNoInTheAnswerIsARefusalWithNameAddressAndReason() {
        var refusal = failures.of("install HC-210 2.4.0", new StatusCode(StatusCodes.Bad_InvalidState));

        assertThat(refusal.kind()).isEqualTo(REFUSED);
        assertThat(refusal)
                .hasMessage("press at opc.tcp://10.0.0.7:4840: cannot install HC-210 2.4.0: Bad_InvalidState");
    }

    @Test
    void anAnswerThatLeavesTheEffectOpenIsNoRefusal() {
        assertThat(failures.of("install", new StatusCode(StatusCodes.Bad_InternalError))
                        .kind())
                .isEqualTo(BROKEN_PROTOCOL);
        assertThat(failures.of("install", new StatusCode(StatusCodes.Bad_UnexpectedError))
                        .kind())
                .isEqualTo(BROKEN_PROTOCOL);
        assertThat(failures.of("install", new StatusCode(StatusCodes.Bad_Timeout))
                        .kind())
                .isEqualTo(TIMED_OUT);
    }

    @Test
    void withoutAnAnswerTheEffectIsOpenWhateverTheReason() {
        assertThat(failures.of("install", new UaException(StatusCodes.Bad_ConnectionClosed))
                        .kind())
                .isEqualTo(TIMED_OUT);
        assertThat(failures.of("install", new UaException(StatusCodes.Bad_TcpMessageTooLarge))
                        .kind())
                .isEqualTo(TIMED_OUT);
        assertThat(failures.of("install", new IllegalStateException("a bug")).kind())
                .isEqualTo(TIMED_OUT);
    }

    @Test
    void whoIsNotThereIsUnreachableAndWhoSaysNoHasRefused() {
        assertThat(failures.connecting(new UnknownHostException("press")).kind())
                .isEqualTo(UNREACHABLE);
        assertThat(failures.connecting(new UaException(StatusCodes.Bad_ConnectionRejected))
                        .kind())
                .isEqualTo(UNREACHABLE);
        assertThat(failures.connecting(new UaException(StatusCodes.Bad_TooManySessions))
                        .kind())
                .as("a full server may have room again")
                .isEqualTo(UNREACHABLE);
        assertThat(failures.connecting(new UaException(StatusCodes.Bad_IdentityTokenRejected))
                        .kind())
                .isEqualTo(REFUSED);
        assertThat(failures.connecting(new UaException(StatusCodes.Bad_CertificateUntrusted))
                        .kind())
                .isEqualTo(REFUSED);
    }
}

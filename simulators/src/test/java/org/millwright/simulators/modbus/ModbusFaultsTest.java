package org.millwright.simulators.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.millwright.simulators.modbus.MailboxClient.ACKNOWLEDGE;
import static org.millwright.simulators.modbus.MailboxClient.COMMIT;
import static org.millwright.simulators.modbus.MailboxClient.DISCARD;
import static org.millwright.simulators.modbus.MailboxClient.PREPARE;

import com.digitalpetri.modbus.client.ModbusTcpClient;
import com.digitalpetri.modbus.exceptions.ModbusException;
import com.digitalpetri.modbus.exceptions.ModbusTimeoutException;
import com.digitalpetri.modbus.pdu.ReadInputRegistersRequest;
import com.digitalpetri.modbus.tcp.client.NettyTcpClientTransport;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.millwright.simulators.TestLine;
import org.millwright.simulators.config.UpdateSettings;
import org.millwright.simulators.config.UpdateSettings.Loading;
import org.millwright.simulators.faults.Fault;
import org.millwright.simulators.modbus.Outcome.Result;
import org.millwright.simulators.plc.UpdateView.Installation;
import org.millwright.simulators.plc.UpdateView.Prepare;

class ModbusFaultsTest {
    private static final int BLOCK_BYTES = 200;
    private static final byte[] IMAGE =
            TestLine.packageOf(ModbusController.NEW, "").bytes();

    private static void rebootDone(ModbusController controller) throws ModbusException {
        controller.line.advance(TestLine.BOOT_S + 1);
        controller.reconnect();
    }

    private static void stage(ModbusController controller) throws ModbusException {
        assertThat(controller.mailbox().send(IMAGE, BLOCK_BYTES)).isEqualTo(Result.DONE);
        assertThat(controller.mailbox().command(COMMIT)).isEqualTo(Result.DONE);
    }

    @Test
    void exceptionCodesSpoilTheNextEightAnswersAndNothingIsDoneMeanwhile() throws Exception {
        try (ModbusController controller = new ModbusController()) {
            controller.line.line().inject("p1:exception-codes");
            for (int spoiled = 0; spoiled < 4; spoiled++) {
                RegisterMapTest.refused(4, () -> controller.client().writeCoil(true));
                RegisterMapTest.refused(6, () -> controller.client().writeCoil(true));
            }
            assertThat(controller.client().coil()).isTrue();
            controller.client().writeCoil(false);
            assertThat(controller.client().coil()).isFalse();
        }
    }

    @Test
    void aStuckMailboxAnswersNothingUntilADiscard() throws Exception {
        try (ModbusController controller = new ModbusController("p1:stuck-mailbox")) {
            MailboxClient mailbox = controller.mailbox();
            int request = mailbox.next();
            mailbox.request(request, PREPARE, 0, 0, 0, 0, 0);
            mailbox.request(request + 1, PREPARE, 0, 0, 0, 0, 0);
            assertThat(mailbox.status().uint16(0)).isNotEqualTo(request).isNotEqualTo(request + 1);
            assertThat(controller.plc().update().prepare()).isEqualTo(Prepare.IDLE);
            mailbox.request(request + 2, DISCARD, 0, 0, 0, 0, 0);
            assertThat(mailbox.status().uint16(0)).isEqualTo(request + 2);

            assertThat(mailbox.command(PREPARE)).isEqualTo(Result.DONE);
        }
    }

    @Test
    void aPowerCycleLoosensAStuckMailboxToo() throws Exception {
        try (ModbusController controller = new ModbusController("p1:stuck-mailbox")) {
            int request = controller.mailbox().next();
            controller.mailbox().request(request, PREPARE, 0, 0, 0, 0, 0);
            controller.line.line().cyclePower("p1");
            rebootDone(controller);
            assertThat(controller.plc().update().prepare()).isEqualTo(Prepare.IDLE);

            assertThat(controller.mailbox().command(PREPARE)).isEqualTo(Result.DONE);
        }
    }

    @Test
    void aBlockThatIsStoredWrongIsToldByItsCrcAndCanBeSentAgain() throws Exception {
        try (ModbusController controller = new ModbusController("p1:wrong-crc")) {
            MailboxClient mailbox = controller.mailbox();
            mailbox.begin(IMAGE, BLOCK_BYTES);
            byte[] first = MailboxClient.blockOf(IMAGE, BLOCK_BYTES, 0);
            assertThat(mailbox.block(IMAGE, BLOCK_BYTES, 0)).isEqualTo(Result.CRC_DIFFERS);
            byte[] stored = first.clone();
            stored[BLOCK_BYTES / 2] ^= 1;
            assertThat(mailbox.status().uint32(17)).isEqualTo(Transfer.crc(stored));
            assertThat(mailbox.status().uint32(9)).isZero();

            assertThat(mailbox.send(IMAGE, BLOCK_BYTES)).isEqualTo(Result.DONE);
            assertThat(mailbox.command(COMMIT)).isEqualTo(Result.DONE);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTornImageOnlyShowsWhenItsBlocksAreReadAgain(boolean oneSlot) throws Exception {
        UpdateSettings shape = oneSlot ? UpdateSettings.USUAL.as(Loading.DIRECT) : UpdateSettings.USUAL;
        try (ModbusController controller = new ModbusController(shape, "p1:torn-image=50")) {
            MailboxTest.prepare(controller);
            MailboxClient before = controller.mailbox();
            assertThatExceptionOfType(ModbusException.class).isThrownBy(() -> before.send(IMAGE, BLOCK_BYTES));
            rebootDone(controller);
            MailboxClient mailbox = controller.mailbox();
            int torn = (int) mailbox.status().uint32(9) - 1;
            assertThat(torn).isPositive();
            assertThat(mailbox.send(IMAGE, BLOCK_BYTES)).isEqualTo(Result.DONE);
            assertThat(mailbox.command(COMMIT)).isEqualTo(Result.CRC_DIFFERS);
            assertThat(mailbox.read(Arguments.OPEN, torn - 1, 0)).isEqualTo(Result.DONE);
            assertThat(mailbox.window(BLOCK_BYTES)).isEqualTo(MailboxClient.blockOf(IMAGE, BLOCK_BYTES, torn - 1));
            assertThat(mailbox.read(Arguments.OPEN, torn, 0)).isEqualTo(Result.DONE);
            assertThat(mailbox.window(BLOCK_BYTES)).isNotEqualTo(MailboxClient.blockOf(IMAGE, BLOCK_BYTES, torn));

            assertThat(mailbox.block(IMAGE, BLOCK_BYTES, torn)).isEqualTo(Result.DONE);
            assertThat(mailbox.command(COMMIT)).isEqualTo(Result.DONE);
        }
    }

    @Test
    void slowAnswersComeLate() throws Exception {
        try (ModbusController controller = new ModbusController()) {
            controller.line.line().inject("p1:slow-answers");
            ModbusTcpClient impatient = ModbusTcpClient.create(
                    NettyTcpClientTransport.create(config ->
                            config.setHostname("127.0.0.1").setPort(MachineClient.port(controller.endpoint()))),
                    config -> config.setRequestTimeout(Duration.ofMillis(300)));
            impatient.connect();
            assertThatExceptionOfType(ModbusTimeoutException.class)
                    .isThrownBy(() -> impatient.readInputRegisters(1, new ReadInputRegistersRequest(0, 1)));
            impatient.disconnect();

            assertThat(controller.client().input(1, 1).uint16(0)).isEqualTo(1);
        }
    }

    @Test
    void aDamagedCommitIsRefusedWithAText() throws Exception {
        try (ModbusController controller = new ModbusController("p1:corrupt-commit")) {
            controller.mailbox().send(IMAGE, BLOCK_BYTES);
            assertThat(controller.mailbox().command(COMMIT)).isEqualTo(Result.REFUSED);
            assertThat(controller.mailbox().status().text(142, 64)).isNotBlank();
            stage(controller);
        }
    }

    @Test
    void aLyingCommitLeavesThePendingSlotEmpty() throws Exception {
        try (ModbusController controller = new ModbusController("p1:lying-commit")) {
            stage(controller);
            assertThat(controller.mailbox().status().text(30, 32)).isEmpty();
        }
    }

    @Test
    void aRefusedPreparationTellsItsVendorError() throws Exception {
        try (ModbusController controller = new ModbusController("p1:refuse-prepare")) {
            controller.mailbox().command(PREPARE);
            controller.line.until(() -> controller.plc().update().prepare() == Prepare.IDLE);
            Registers status = controller.mailbox().status();
            assertThat(status.uint32(6)).isEqualTo(1001);
            assertThat(status.text(142, 64)).startsWith("Preparation refused");
        }
    }

    @ParameterizedTest
    @CsvSource({"install-error, 2002", "power-loss=40, 2003"})
    void anInstallationThatFailsIsAcknowledged(String fault, int vendorError) throws Exception {
        try (ModbusController controller = new ModbusController("p1:" + fault)) {
            stage(controller);
            MailboxTest.prepare(controller);
            controller.mailbox().activate(Arguments.PENDING, 0);
            controller.line.until(() -> controller.plc().update().installation() == Installation.ERROR);
            rebootDone(controller);

            Registers status = controller.mailbox().status();
            assertThat(status.uint16(3)).isEqualTo(2);
            assertThat(status.uint16(5)).isPositive();
            assertThat(status.uint32(6)).isEqualTo(vendorError);
            assertThat(controller.mailbox().command(ACKNOWLEDGE)).isEqualTo(Result.DONE);
            assertThat(controller.mailbox().status().uint16(3)).isZero();
            assertThat(controller.line.revision()).isEqualTo(ModbusController.OLD);
        }
    }

    @ParameterizedTest
    @CsvSource({"boot-loop, 3002", "unconfirmed, 3003", "old-revision, 0"})
    void aSoftwareThatDoesNotComeUpLeavesTheOldOne(String fault, int vendorError) throws Exception {
        try (ModbusController controller = new ModbusController("p1:" + fault)) {
            stage(controller);
            MailboxTest.prepare(controller);
            controller.mailbox().activate(Arguments.PENDING, 2);
            controller.line.advance(TestLine.INSTALL_S + 10 * TestLine.BOOT_S);
            controller.reconnect();

            assertThat(controller.client().input(51, 32).text(0, 32)).isEqualTo(ModbusController.OLD);
            assertThat(controller.mailbox().status().uint32(6)).isEqualTo(vendorError);
        }
    }

    @Test
    void aControllerThatNeverReturnsIsGoneFromItsPort() throws Exception {
        try (ModbusController controller = new ModbusController("p1:never-returns")) {
            stage(controller);
            MailboxTest.prepare(controller);
            controller.mailbox().activate(Arguments.PENDING, 0);
            controller.line.advance(TestLine.INSTALL_S + 10 * TestLine.BOOT_S);
            assertThatExceptionOfType(ModbusException.class)
                    .isThrownBy(() -> controller.client().input(1, 1));
        }
    }

    @Test
    void aOneSlotControllerThatLosesItsPowerInTheTransferKeepsTheProvenBlocks() throws Exception {
        UpdateSettings direct = UpdateSettings.USUAL.as(Loading.DIRECT);
        try (ModbusController controller = new ModbusController(direct, "p1:power-loss=50")) {
            MailboxTest.prepare(controller);
            MailboxClient before = controller.mailbox();
            assertThatExceptionOfType(ModbusException.class).isThrownBy(() -> before.send(IMAGE, BLOCK_BYTES));
            rebootDone(controller);
            MailboxClient mailbox = controller.mailbox();
            assertThat(mailbox.status().uint32(6)).isEqualTo(2102);

            assertThat(mailbox.send(IMAGE, BLOCK_BYTES)).isEqualTo(Result.DONE);
            assertThat(mailbox.command(COMMIT)).isEqualTo(Result.DONE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost-lock", "stick-completion"})
    void faultsOfOpcUaAreRefused(String fault) throws Exception {
        try (ModbusController controller = new ModbusController()) {
            assertThatExceptionOfType(Fault.BadFault.class)
                    .isThrownBy(() -> controller.line.line().inject("p1:" + fault))
                    .withMessage("fault '%s' is not possible for 'p1', which speaks Modbus".formatted(fault));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exception-codes", "stuck-mailbox", "wrong-crc", "torn-image=3"})
    void faultsOfModbusAreRefusedForOpcUa(String fault) {
        TestLine line = TestLine.withFaults();
        assertThatExceptionOfType(Fault.BadFault.class)
                .isThrownBy(() -> line.line().inject("p1:" + fault))
                .withMessageContaining("which speaks OPC UA");
    }
}

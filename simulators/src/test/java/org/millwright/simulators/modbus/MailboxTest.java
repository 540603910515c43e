package org.millwright.simulators.modbus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.millwright.simulators.modbus.MailboxClient.ACKNOWLEDGE;
import static org.millwright.simulators.modbus.MailboxClient.BLOCK;
import static org.millwright.simulators.modbus.MailboxClient.COMMIT;
import static org.millwright.simulators.modbus.MailboxClient.CONFIRM;
import static org.millwright.simulators.modbus.MailboxClient.DISCARD;
import static org.millwright.simulators.modbus.MailboxClient.PREPARE;
import static org.millwright.simulators.modbus.MailboxClient.RESUME;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.millwright.simulators.TestLine;
import org.millwright.simulators.config.ModbusSettings;
import org.millwright.simulators.config.ModbusSettings.ByteOrder;
import org.millwright.simulators.config.UpdateOption;
import org.millwright.simulators.config.UpdateSettings;
import org.millwright.simulators.modbus.Outcome.Result;
import org.millwright.simulators.plc.UpdateView.Installation;
import org.millwright.simulators.plc.UpdateView.Prepare;

class MailboxTest {
    private static final int BLOCK_BYTES = 300;
    private static final byte[] IMAGE =
            TestLine.packageOf(ModbusController.NEW, "").bytes();

    static void prepare(ModbusController controller) throws Exception {
        assertThat(controller.mailbox().command(PREPARE)).isEqualTo(Result.DONE);
        assertThat(controller.mailbox().status().uint16(2)).isEqualTo(1);
        controller.line.until(() -> controller.plc().update().prepare() == Prepare.PREPARED_FOR_UPDATE);
        assertThat(controller.mailbox().status().uint16(2)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(ByteOrder.class)
    void aTwoSlotControllerIsUpdatedWhollyOverTheMailbox(ByteOrder order) throws Exception {
        var look = new ModbusSettings(1, order, 512, true);
        try (ModbusController controller = new ModbusController(UpdateSettings.USUAL, look)) {
            assertThat(controller.mailbox().send(IMAGE, BLOCK_BYTES)).isEqualTo(Result.DONE);
            assertThat(controller.mailbox().status().uint16(4)).isEqualTo(1 << 2);
            assertThat(controller.mailbox().command(COMMIT)).isEqualTo(Result.DONE);
            Registers staged = controller.mailbox().status();
            assertThat(staged.uint16(4)).isZero();
            assertThat(staged.text(30, 32)).isEqualTo(ModbusController.NEW);
            assertThat(staged.uint16(21)).isEqualTo(0b101);
            assertThat(HexFormat.of().formatHex(staged.slice(110, 16)))
                    .isEqualTo(TestLine.packageOf(ModbusController.NEW, "")
                            .software()
                            .sha256());
            prepare(controller);

            assertThat(controller.mailbox().activate(Arguments.PENDING, 60)).isEqualTo(Result.DONE);
            assertThat(controller.mailbox().status().uint16(3)).isEqualTo(1);
            controller.line.untilRebooted();
            controller.reconnect();

            Registers trial = controller.mailbox().status();
            assertThat(trial.uint16(4)).isEqualTo(1);
            assertThat(trial.text(62, 32)).isEqualTo(ModbusController.OLD);
            assertThat(controller.client().input(51, 32).text(0, 32)).isEqualTo(ModbusController.NEW);
            assertThat(controller.mailbox().command(CONFIRM)).isEqualTo(Result.DONE);
            assertThat(controller.mailbox().command(RESUME)).isEqualTo(Result.DONE);
            controller.line.until(() -> controller.plc().update().prepare() == Prepare.IDLE);
            assertThat(controller.mailbox().activate(Arguments.FALLBACK, 0)).isEqualTo(Result.NOT_PREPARED);
        }
    }

    @Test
    void everyStoredBlockCanBeReadAgainBeforeTheCommit() throws Exception {
        try (ModbusController controller = new ModbusController()) {
            MailboxClient mailbox = controller.mailbox();
            mailbox.send(IMAGE, BLOCK_BYTES);
            for (int block = 0; block * BLOCK_BYTES < IMAGE.length; block++) {
                byte[] sent = MailboxClient.blockOf(IMAGE, BLOCK_BYTES, block);

                assertThat(mailbox.read(Arguments.OPEN, block, 0)).isEqualTo(Result.DONE);

                assertThat(mailbox.window(sent.length)).isEqualTo(sent);
                assertThat(mailbox.status().uint32(17)).isEqualTo(Transfer.crc(sent));
                assertThat(mailbox.status().uint32(19)).isEqualTo(block == 0 ? IMAGE.length : sent.length);
            }
            assertThat(mailbox.read(Arguments.OPEN, 100, 0)).isEqualTo(Result.OUT_OF_RANGE);
        }
    }

    @Test
    void theRunningProgramIsReadBlockByBlockWhereThatIsOffered() throws Exception {
        try (ModbusController controller = new ModbusController()) {
            byte[] program = controller.plc().currentProgram();
            assertThat(controller.mailbox().read(Arguments.CURRENT, 0, 500)).isEqualTo(Result.DONE);
            assertThat(controller.mailbox().status().uint32(19)).isEqualTo(program.length);
            assertThat(controller.mailbox().window(500)).isEqualTo(MailboxClient.blockOf(program, 500, 0));
            int last = (program.length - 1) / 500;
            assertThat(controller.mailbox().read(Arguments.CURRENT, last, 500)).isEqualTo(Result.DONE);
            byte[] rest = MailboxClient.blockOf(program, 500, last);
            assertThat(controller.mailbox().window(rest.length)).isEqualTo(rest);
            assertThat(controller.mailbox().read(Arguments.CURRENT, last + 1, 500))
                    .isEqualTo(Result.OUT_OF_RANGE);
            assertThat(controller.mailbox().read(Arguments.PENDING, 0, 500)).isEqualTo(Result.UNKNOWN_COMMAND);
        }
        var closed = new ModbusSettings(1, ByteOrder.BIG_ENDIAN, 512, false);
        try (ModbusController controller = new ModbusController(UpdateSettings.USUAL, closed)) {
            assertThat(controller.mailbox().read(Arguments.CURRENT, 0, 500)).isEqualTo(Result.UNKNOWN_COMMAND);
        }
    }

    /** A client that did not see the answer writes the request again; a late duplicate comes twice. */
    @Test
    void aRequestThatArrivesTwiceActsOnce() throws Exception {
        try (ModbusController controller = new ModbusController()) {
            int request = controller.mailbox().next();
            controller.mailbox().request(request, PREPARE, 0, 0, 0, 0, 0);
            assertThat(controller.plc().update().prepare()).isEqualTo(Prepare.PREPARING);
            controller.plc().abortPrepare();
            controller.line.until(() -> controller.plc().update().prepare() == Prepare.IDLE);

            controller.mailbox().request(request);

            assertThat(controller.plc().update().prepare()).isEqualTo(Prepare.IDLE);
            controller.line.line().cyclePower("p1");
            controller.line.advance(TestLine.BOOT_S + 1);
            controller.reconnect();
            controller.mailbox().request(request);
            assertThat(controller.plc().update().prepare()).isEqualTo(Prepare.IDLE);
            assertThat(controller.mailbox().status().uint16(0)).isEqualTo(request);
        }
    }

    @Test
    void argumentsAloneTriggerNothingAndRequestZeroIsRefused() throws Exception {
        try (ModbusController controller = new ModbusController()) {
            Registers prepare = Registers.empty(12, ByteOrder.BIG_ENDIAN);
            prepare.uint16(0, PREPARE);
            RegisterMapTest.refused(3, () -> controller.client().write(MailboxClient.MAILBOX, prepare));
            controller.client().write(MailboxClient.MAILBOX, new Registers(prepare.slice(0, 11), ByteOrder.BIG_ENDIAN));
            assertThat(controller.plc().update().prepare()).isEqualTo(Prepare.IDLE);
            prepare.uint16(11, 9);

            controller.client().write(MailboxClient.MAILBOX, prepare);

            assertThat(controller.plc().update().prepare()).isEqualTo(Prepare.PREPARING);
            assertThat(controller.mailbox().status().uint16(0)).isEqualTo(9);
        }
    }

    @Test
    void whatCannotBeDoneIsAnsweredWithItsReason() throws Exception {
        try (ModbusController controller = new ModbusController()) {
            MailboxClient mailbox = controller.mailbox();
            assertThat(mailbox.command(0)).isEqualTo(Result.UNKNOWN_COMMAND);
            assertThat(mailbox.command(11)).isEqualTo(Result.UNKNOWN_COMMAND);
            assertThat(mailbox.command(CONFIRM)).isEqualTo(Result.WRONG_STATE);
            assertThat(mailbox.command(RESUME)).isEqualTo(Result.WRONG_STATE);
            assertThat(mailbox.command(ACKNOWLEDGE)).isEqualTo(Result.WRONG_STATE);
            assertThat(mailbox.command(DISCARD)).isEqualTo(Result.NOT_FOUND);
            assertThat(mailbox.command(COMMIT)).isEqualTo(Result.WRONG_STATE);
            assertThat(mailbox.block(IMAGE, BLOCK_BYTES, 0)).isEqualTo(Result.WRONG_STATE);
            assertThat(mailbox.activate(Arguments.PENDING, 0)).isEqualTo(Result.NOT_FOUND);
            assertThat(mailbox.activate(Arguments.CURRENT, 0)).isEqualTo(Result.OUT_OF_RANGE);
            assertThat(mailbox.begin(IMAGE, 16_385)).isEqualTo(Result.OUT_OF_RANGE);
            assertThat(mailbox.begin(IMAGE, 0)).isEqualTo(Result.OUT_OF_RANGE);
            assertThat(mailbox.begin(new byte[0], 100)).isEqualTo(Result.OUT_OF_RANGE);
            mailbox.command(MailboxClient.BEGIN, 0, 0, 0xFFFF_FFFFL, 0, 100);
            assertThat(mailbox.status().text(142, 64)).isEqualTo("an image has 1 to 269484032 bytes");
        }
    }

    @Test
    void blocksComeInOrderWithTheirLengthAndTheirCrc() throws Exception {
        try (ModbusController controller = new ModbusController()) {
            MailboxClient mailbox = controller.mailbox();
            mailbox.begin(IMAGE, BLOCK_BYTES);
            assertThat(mailbox.block(IMAGE, BLOCK_BYTES, 1)).isEqualTo(Result.OUT_OF_RANGE);
            assertThat(mailbox.command(BLOCK, 0, 0, BLOCK_BYTES - 1, 0, 0)).isEqualTo(Result.OUT_OF_RANGE);
            assertThat(mailbox.command(BLOCK, 0, 0, BLOCK_BYTES, 4711, 0)).isEqualTo(Result.CRC_DIFFERS);
            assertThat(mailbox.status().uint32(9)).isZero();
            assertThat(mailbox.block(IMAGE, BLOCK_BYTES, 0)).isEqualTo(Result.DONE);
            assertThat(mailbox.block(IMAGE, BLOCK_BYTES, 0)).isEqualTo(Result.DONE);
            assertThat(mailbox.block(IMAGE, BLOCK_BYTES, 1)).isEqualTo(Result.DONE);
            assertThat(mailbox.status().uint32(9)).isEqualTo(2);
            assertThat(mailbox.command(COMMIT)).isEqualTo(Result.WRONG_STATE);
        }
    }

    @Test
    void anImageWithAnotherCrcOrForAnotherProductIsNotTaken() throws Exception {
        try (ModbusController controller = new ModbusController()) {
            MailboxClient mailbox = controller.mailbox();
            mailbox.command(MailboxClient.BEGIN, 0, 0, IMAGE.length, 4711, BLOCK_BYTES);
            mailbox.blocks(IMAGE, BLOCK_BYTES);
            assertThat(mailbox.command(COMMIT)).isEqualTo(Result.CRC_DIFFERS);
            assertThat(mailbox.status().uint16(4)).isEqualTo(1 << 2);
            byte[] nonsense = "no package at all".getBytes(UTF_8);
            mailbox.send(nonsense, 64);

            assertThat(mailbox.command(COMMIT)).isEqualTo(Result.REFUSED);

            assertThat(mailbox.status().text(142, 64)).isNotBlank();
            assertThat(mailbox.status().uint16(4)).isZero();
            assertThat(controller.plc().slots().pending()).isEmpty();
        }
    }

    @Test
    void discardDropsTheOpenTransferAndThenWhatIsPending() throws Exception {
        try (ModbusController controller = new ModbusController()) {
            MailboxClient mailbox = controller.mailbox();
            mailbox.send(IMAGE, BLOCK_BYTES);
            mailbox.command(COMMIT);
            mailbox.begin(IMAGE, BLOCK_BYTES);
            assertThat(mailbox.command(DISCARD)).isEqualTo(Result.DONE);
            assertThat(mailbox.status().uint16(4)).isZero();
            assertThat(controller.plc().slots().pending()).isPresent();

            assertThat(mailbox.command(DISCARD)).isEqualTo(Result.DONE);

            assertThat(mailbox.status().text(30, 32)).isEmpty();
        }
    }

    @Test
    void commandsOfOptionsThatAreNotThereAreUnknown() throws Exception {
        UpdateSettings bare = UpdateSettings.USUAL.without(
                UpdateOption.PREPARE_FOR_UPDATE, UpdateOption.CONFIRMATION, UpdateOption.HASH);
        try (ModbusController controller = new ModbusController(bare)) {
            MailboxClient mailbox = controller.mailbox();
            assertThat(mailbox.command(PREPARE)).isEqualTo(Result.UNKNOWN_COMMAND);
            assertThat(mailbox.command(RESUME)).isEqualTo(Result.UNKNOWN_COMMAND);
            assertThat(mailbox.command(CONFIRM)).isEqualTo(Result.UNKNOWN_COMMAND);
            mailbox.send(IMAGE, BLOCK_BYTES);
            mailbox.command(COMMIT);
            assertThat(mailbox.status().slice(94, 48)).containsOnly(0);
            assertThat(mailbox.activate(Arguments.PENDING, 10)).isEqualTo(Result.OUT_OF_RANGE);
            assertThat(mailbox.activate(Arguments.PENDING, 0)).isEqualTo(Result.DONE);
            assertThat(controller.plc().update().installation()).isEqualTo(Installation.INSTALLING);
        }
    }

    @Test
    void transfersMakeTheScanLonger() throws Exception {
        try (ModbusController controller = new ModbusController()) {
            double idle = controller.plc().scanTimeMs();

            controller.mailbox().send(IMAGE, BLOCK_BYTES);

            assertThat(controller.plc().scanTimeMs()).isGreaterThan(idle);
        }
    }
}

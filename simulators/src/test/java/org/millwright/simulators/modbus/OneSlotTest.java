package org.millwright.simulators.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.millwright.simulators.modbus.MailboxClient.COMMIT;
import static org.millwright.simulators.modbus.MailboxClient.CONFIRM;
import static org.millwright.simulators.modbus.MailboxClient.DISCARD;
import static org.millwright.simulators.modbus.MailboxClient.RESUME;

import org.junit.jupiter.api.Test;
import org.millwright.simulators.TestLine;
import org.millwright.simulators.config.UpdateSettings;
import org.millwright.simulators.config.UpdateSettings.Loading;
import org.millwright.simulators.modbus.Outcome.Result;
import org.millwright.simulators.plc.UpdateView.Prepare;

/** Direct loading: the transfer overwrites what runs. */
class OneSlotTest {
    private static final int BLOCK_BYTES = 256;
    private static final byte[] IMAGE =
            TestLine.packageOf(ModbusController.NEW, "").bytes();
    private static final UpdateSettings DIRECT = UpdateSettings.USUAL.as(Loading.DIRECT);

    private static String revision(ModbusController controller) throws Exception {
        return controller.client().input(51, 32).text(0, 32);
    }

    @Test
    void aOneSlotControllerIsUpdatedWhollyOverTheMailbox() throws Exception {
        try (ModbusController controller = new ModbusController(DIRECT)) {
            assertThat(controller.mailbox().send(IMAGE, BLOCK_BYTES)).isEqualTo(Result.NOT_PREPARED);
            MailboxTest.prepare(controller);
            assertThat(controller.mailbox().begin(IMAGE, BLOCK_BYTES)).isEqualTo(Result.DONE);
            assertThat(revision(controller)).isEqualTo(ModbusController.OLD);
            assertThat(controller.mailbox().block(IMAGE, BLOCK_BYTES, 0)).isEqualTo(Result.DONE);
            assertThat(revision(controller)).isEmpty();
            assertThat(controller.client().input(110, 1).uint16(0)).isEqualTo(1);
            assertThat(controller.mailbox().blocks(IMAGE, BLOCK_BYTES)).isEqualTo(Result.DONE);

            assertThat(controller.mailbox().command(COMMIT)).isEqualTo(Result.DONE);
            controller.line.untilRebooted();
            controller.reconnect();

            assertThat(revision(controller)).isEqualTo(ModbusController.NEW);
            assertThat(controller.mailbox().status().uint16(4)).isZero();
            assertThat(controller.mailbox().command(RESUME)).isEqualTo(Result.DONE);
            controller.line.until(() -> controller.plc().update().prepare() == Prepare.IDLE);
        }
    }

    @Test
    void thereIsNothingToActivateOrToConfirm() throws Exception {
        try (ModbusController controller = new ModbusController(DIRECT)) {
            assertThat(controller.mailbox().activate(Arguments.PENDING, 0)).isEqualTo(Result.UNKNOWN_COMMAND);
            assertThat(controller.mailbox().command(CONFIRM)).isEqualTo(Result.UNKNOWN_COMMAND);
            Registers status = controller.mailbox().status();
            assertThat(status.text(30, 32)).isEmpty();
            assertThat(status.text(62, 32)).isEmpty();
            assertThat(status.uint16(21)).isEqualTo(0b101);
        }
    }

    /** The program memory is half new, so the rest of the same image is all that helps, after a reboot too. */
    @Test
    void anInterruptedTransferLeavesNothingThatWorksAndGoesOnAfterAReboot() throws Exception {
        try (ModbusController controller = new ModbusController(DIRECT)) {
            MailboxTest.prepare(controller);
            controller.mailbox().begin(IMAGE, BLOCK_BYTES);
            controller.mailbox().block(IMAGE, BLOCK_BYTES, 0);
            controller.mailbox().block(IMAGE, BLOCK_BYTES, 1);
            controller.line.line().cyclePower("p1");
            controller.line.advance(TestLine.BOOT_S + 1);
            controller.reconnect();
            assertThat(revision(controller)).isEmpty();
            assertThat(controller.mailbox().status().uint32(9)).isEqualTo(2);

            assertThat(controller.mailbox().send(IMAGE, BLOCK_BYTES)).isEqualTo(Result.DONE);
            assertThat(controller.mailbox().command(COMMIT)).isEqualTo(Result.DONE);
            controller.line.until(() -> controller.line.revision().equals(ModbusController.NEW));
        }
    }

    @Test
    void aDiscardedTransferLeavesNothingThatWorks() throws Exception {
        try (ModbusController controller = new ModbusController(DIRECT)) {
            MailboxTest.prepare(controller);
            controller.mailbox().begin(IMAGE, BLOCK_BYTES);
            controller.mailbox().block(IMAGE, BLOCK_BYTES, 0);

            assertThat(controller.mailbox().command(DISCARD)).isEqualTo(Result.DONE);

            assertThat(revision(controller)).isEmpty();
            assertThat(controller.mailbox().status().uint32(6)).isEqualTo(2101);
            assertThat(controller.mailbox().read(Arguments.CURRENT, 0, 64)).isEqualTo(Result.NOT_FOUND);
            assertThat(controller.mailbox().send(IMAGE, BLOCK_BYTES)).isEqualTo(Result.DONE);
        }
    }
}

package org.millwright.simulators.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.millwright.simulators.modbus.MailboxClient.BLOCK;
import static org.millwright.simulators.modbus.MailboxClient.COMMIT;

import com.digitalpetri.modbus.exceptions.ModbusException;
import org.junit.jupiter.api.Test;
import org.millwright.simulators.TestLine;
import org.millwright.simulators.modbus.Outcome.Result;

/** Modbus has no session: what is in the machine's flash stays there. */
class ResumedTransferTest {
    private static final int BLOCK_BYTES = 100;
    private static final byte[] IMAGE =
            TestLine.packageOf(ModbusController.NEW, "").bytes();

    @Test
    void aTransferThatIsCutGoesOnAtItsLastProvenBlock() throws Exception {
        try (ModbusController controller = new ModbusController("p1:cut-transfer=50")) {
            MailboxClient before = controller.mailbox();
            assertThatExceptionOfType(ModbusException.class).isThrownBy(() -> before.send(IMAGE, BLOCK_BYTES));
            controller.reconnect();
            MailboxClient mailbox = controller.mailbox();
            int proven = (int) mailbox.status().uint32(9);
            assertThat(proven).isBetween(1, IMAGE.length / BLOCK_BYTES - 1);
            assertThat(mailbox.status().uint32(11)).isEqualTo(IMAGE.length);
            assertThat(mailbox.status().uint32(13)).isEqualTo(Transfer.crc(IMAGE));
            assertThat(mailbox.status().uint32(15)).isEqualTo(BLOCK_BYTES);

            assertThat(mailbox.begin(IMAGE, BLOCK_BYTES)).isEqualTo(Result.DONE);
            assertThat(mailbox.status().uint32(9)).isEqualTo(proven);
            assertThat(mailbox.blocks(IMAGE, BLOCK_BYTES)).isEqualTo(Result.DONE);
            assertThat(mailbox.command(COMMIT)).isEqualTo(Result.DONE);
            assertThat(mailbox.status().text(30, 32)).isEqualTo(ModbusController.NEW);
        }
    }

    @Test
    void aTransferOutlivesAReboot() throws Exception {
        try (ModbusController controller = new ModbusController()) {
            controller.mailbox().begin(IMAGE, BLOCK_BYTES);
            controller.mailbox().block(IMAGE, BLOCK_BYTES, 0);
            controller.line.line().cyclePower("p1");
            controller.line.advance(TestLine.BOOT_S + 1);
            controller.reconnect();

            MailboxClient mailbox = controller.mailbox();
            assertThat(mailbox.window(BLOCK_BYTES)).containsOnly(0);
            assertThat(mailbox.status().uint32(9)).isEqualTo(1);
            assertThat(mailbox.blocks(IMAGE, BLOCK_BYTES)).isEqualTo(Result.DONE);
            assertThat(mailbox.command(COMMIT)).isEqualTo(Result.DONE);
        }
    }

    @Test
    void anotherImageOrBlockSizeBeginsAnew() throws Exception {
        try (ModbusController controller = new ModbusController()) {
            MailboxClient mailbox = controller.mailbox();
            mailbox.send(IMAGE, BLOCK_BYTES);
            assertThat(mailbox.status().uint32(9)).isPositive();
            assertThat(mailbox.begin(IMAGE, BLOCK_BYTES + 2)).isEqualTo(Result.DONE);
            assertThat(mailbox.status().uint32(9)).isZero();
            assertThat(mailbox.status().uint32(15)).isEqualTo(BLOCK_BYTES + 2);
        }
    }

    /** The client times out, looks at answered, and finds that its block is stored. */
    @Test
    void theAnswerThatWasCutCanBeLookedUp() throws Exception {
        try (ModbusController controller = new ModbusController("p1:cut-transfer=0")) {
            controller.mailbox().begin(IMAGE, BLOCK_BYTES);
            byte[] first = MailboxClient.blockOf(IMAGE, BLOCK_BYTES, 0);
            controller.mailbox().show(first);
            int request = controller.mailbox().next();
            MailboxClient before = controller.mailbox();
            assertThatExceptionOfType(ModbusException.class)
                    .isThrownBy(() -> before.request(request, BLOCK, 0, 0, BLOCK_BYTES, Transfer.crc(first), 0));

            controller.reconnect();

            assertThat(controller.mailbox().status().uint16(0)).isEqualTo(request);
            assertThat(controller.mailbox().status().uint16(1)).isZero();
            assertThat(controller.mailbox().status().uint32(17)).isEqualTo(Transfer.crc(first));
        }
    }
}

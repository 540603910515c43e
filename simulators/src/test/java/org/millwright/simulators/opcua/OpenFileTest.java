package org.millwright.simulators.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.junit.jupiter.api.Test;
import org.millwright.simulators.plc.PlcRefusal;

/** Limits that would take too many bytes to reach over the wire. */
class OpenFileTest {
    @Test
    void aFileGrowsToItsLimitAndNoFurther() throws PlcRefusal {
        OpenFile file = new OpenFile(NodeId.NULL_VALUE, OpenFile.Mode.WRITE, new byte[0], Instant.EPOCH);
        assertThat(file.write(new byte[] {1, 2, 3}, 5)).isEqualTo(3);
        assertThatThrownBy(() -> file.write(new byte[3], 5))
                .isInstanceOfSatisfying(
                        PlcRefusal.class, e -> assertThat(e.status()).isEqualTo("Bad_OutOfMemory"));
        assertThat(file.write(new byte[] {4, 5}, 5)).isEqualTo(5);
        assertThat(file.written()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void aReadGivesNoMoreThanTheServersLargestBlock() throws PlcRefusal {
        OpenFile file = new OpenFile(NodeId.NULL_VALUE, OpenFile.Mode.READ, new byte[] {1, 2, 3}, Instant.EPOCH);
        assertThat(file.read(Integer.MAX_VALUE, 2)).containsExactly(1, 2);
        assertThat(file.read(Integer.MAX_VALUE, 2)).containsExactly(3);
        assertThat(file.read(1, 2)).isEmpty();
        assertThatThrownBy(() -> file.read(-1, 2)).isInstanceOf(PlcRefusal.class);
    }
}

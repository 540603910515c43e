package org.millwright.mes.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePathElement;
import org.junit.jupiter.api.Test;

/** Bytes written by hand from OPC 10000-6, 5.2, and what they say. Nothing here is made by the code under test. */
class FixturesTest {
    private static final RelativePath TOP = new RelativePath(null);

    private final Wire wire = new Wire();

    @Test
    void equipmentWithoutADescriptionHasTheSecondBit() {
        same(
                new EquipmentDataType("st03", null, "Target", null, null, null),
                "02000000", // mask: EquipmentUse is the second of the optional fields
                "04000000 73743033", // ID, four bytes
                "06000000 546172676574"); // EquipmentUse
    }

    @Test
    void materialOfALotAlone() {
        same(
                new MaterialDataType(null, null, "1.4.2", null, null, null, null, null, null),
                "04000000", // mask: MaterialLotID is the third
                "05000000 312e342e32");
    }

    @Test
    void workMasterWithOneDescription() {
        same(
                new WorkMasterDataType("plan:p@1", new LocalizedText(null, "Ventil"), List.of()),
                "03000000", // mask: Description, Parameters
                "08000000 706c616e3a704031", // ID
                "02 06000000 56656e74696c", // Description: a text without a locale
                "00000000"); // Parameters: an array without elements, which is not an array that is not there
    }

    @Test
    void jobOrderWithSparseOptions() {
        EquipmentDataType line = new EquipmentDataType("line7", null, null, null, null, null);
        same(
                new JobOrderDataType(
                        "J1",
                        null,
                        null,
                        new DateTime(Instant.parse("2026-01-01T00:00:00Z")),
                        null,
                        (short) 5,
                        null,
                        null,
                        List.of(line),
                        null,
                        null),
                "94000000", // mask: StartTime (2), Priority (4), EquipmentRequirements (7)
                "02000000 4a31", // JobOrderID
                "00008192b17adc01", // StartTime: 134116992000000000 times 100 ns since 1601
                "0500", // Priority
                "01000000", // EquipmentRequirements: one
                "00000000 05000000 6c696e6537"); // no options, ID
    }

    @Test
    void parameterWithSubparametersAndAnArray() {
        var inner = new ParameterDataType(
                "St",
                Variant.ofStringArray(new String[] {"a", "b"}),
                List.of(new LocalizedText("en", "x")),
                null,
                null);
        same(
                new ParameterDataType("MaxDowntime", Variant.ofDouble(120), null, null, List.of(inner)),
                "04000000", // mask: Subparameters is the third
                "0b000000 4d6178446f776e74696d65", // ID
                "0b 0000000000005e40", // Value: a Double
                "01000000", // Subparameters: one
                "01000000 02000000 5374", // mask: Description; ID
                "8c 02000000 01000000 61 01000000 62", // Value: an array of two Strings
                "01000000 03 02000000 656e 01000000 78"); // Description: one, with locale and text
    }

    @Test
    void stateOfASubMachineWithItsPath() {
        RelativePathElement step = new RelativePathElement(
                NodeIds.HasComponent, false, true, new QualifiedName(1, "AllowedToStartSubstates"));
        same(
                new StateDataType(
                        new RelativePath(new RelativePathElement[] {step}), new LocalizedText("en", "Ready"), uint(2)),
                "01000000", // BrowsePath: one element; there is no mask, nothing is optional
                "00 2f 00 01", // i=47 in two bytes, not inverse, subtypes too
                "0100 17000000 416c6c6f776564546f5374617274537562737461746573", // the name in namespace 1
                "03 02000000 656e 05000000 5265616479", // StateText
                "02000000"); // StateNumber
    }

    @Test
    void jobResponseWithMandatoryFieldsBetweenOptionalOnes() {
        var state = new StateDataType(TOP, new LocalizedText(null, "Ended"), uint(5));
        var result = new ParameterDataType("JobResult", Variant.ofInt32(1), null, null, null);
        same(
                new JobResponseDataType(
                        "J1/r1", null, "J1", null, null, List.of(state), List.of(result), null, List.of(), null, null),
                "28000000", // mask: JobResponseData (3), EquipmentActuals (5)
                "05000000 4a312f7231", // JobResponseID
                "02000000 4a31", // JobOrderID, after the Description that is not there
                "01000000 ffffffff 02 05000000 456e646564 05000000", // JobState: no path, text, number
                "01000000 00000000 09000000 4a6f62526573756c74 06 01000000", // JobResponseData: an Int32
                "00000000"); // EquipmentActuals: empty
    }

    @Test
    void entryOfAListWithoutStates() {
        JobOrderDataType order = new JobOrderDataType("J1", null, null, null, null, null, null, null, null, null, null);
        same(
                new JobOrderAndStateDataType(order, null),
                "00000000 02000000 4a31", // JobOrder: no options; this structure itself has no mask
                "ffffffff"); // State: no array at all
    }

    private void same(JobDataType record, String... hex) {
        byte[] bytes = HexFormat.of().parseHex(String.join("", hex).replace(" ", ""));
        assertThat(HexFormat.of().formatHex(wire.bytes(record)))
                .isEqualTo(HexFormat.of().formatHex(bytes));
        assertThat(wire.record(record.getClass(), bytes)).isEqualTo(record);
    }
}

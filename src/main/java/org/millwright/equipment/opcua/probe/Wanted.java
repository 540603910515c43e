package org.millwright.equipment.opcua.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A member that the standard knows, by its path from the AddIn.
 *
 * @param mandatory where its parent is there
 */
record Wanted(String path, boolean mandatory, Shape shape, String clause) {
    /** Names of data types as in the tables below, their ids, and the built-in types of their values. */
    private static final Map<String, DataType> DATA_TYPES = Map.ofEntries(
            Map.entry("Boolean", new DataType("i=1", "Boolean")),
            Map.entry("Byte", new DataType("i=3", "Byte")),
            Map.entry("Int32", new DataType("i=6", "Int32")),
            Map.entry("UInt32", new DataType("i=7", "UInt32")),
            Map.entry("String", new DataType("i=12", "String")),
            Map.entry("DateTime", new DataType("i=13", "DateTime")),
            Map.entry("ByteString", new DataType("i=15", "ByteString")),
            Map.entry("NodeId", new DataType("i=17", "NodeId")),
            Map.entry("LocalizedText", new DataType("i=21", "LocalizedText")),
            Map.entry("Duration", new DataType("i=290", "Double")),
            Map.entry("UpdateBehavior", new DataType("di;i=333", "UInt32")),
            Map.entry("SoftwareClass", new DataType("di;i=408", "Int32")),
            Map.entry("DeviceHealth", new DataType("di;i=6244", "Int32")));

    /** Parent, then members: presence, name, kind, and what it is like; parts of a row are split by blanks. */
    private static final String ADD_IN = """
            O PrepareForUpdate object 8.4.8
            O Installation object 8.4.9
            O PowerCycle object 8.4.10
            O Confirmation object 8.4.11
            O Parameters object 8.4.1.7
            O UpdateStatus LocalizedText 8.4.1.8
            O VendorErrorCode Int32 8.4.1.13
            O SoftwareClass SoftwareClass 8.4.1
            O SoftwareSubclass String 8.4.1
            O SoftwareName String 8.4.1
            O UnsignedPackageAllowed Boolean 8.4.1.12
            O PrepareForUpdate/PercentComplete Byte 8.4.8
            M PrepareForUpdate/Prepare method()() 8.4.8
            M PrepareForUpdate/Abort method()() 8.4.8
            O PrepareForUpdate/Resume method()() 8.4.8
            O Installation/PercentComplete Byte 8.4.9.2
            O Installation/InstallationDelay Duration:rw 8.4.9.3
            M Installation/Resume method()() 8.4.9.7
            M Confirmation/Confirm method()() 8.4.11.3
            M Confirmation/ConfirmationTimeout Duration:rw 8.4.11
            O Loading/UpdateKey String:w 8.4.2.2
            """;

    private static final String PACKAGE = """
            M Loading/CurrentVersion object 8.4.3
            M Loading/FileTransfer object 8.4.3
            M Loading/ErrorMessage LocalizedText 8.4.3
            O Loading/WriteBlockSize UInt32 8.4.3
            """;

    private static final String DIRECT = """
            M Loading/UpdateBehavior UpdateBehavior 8.4.4
            O Loading/WriteTimeout Duration 8.4.4
            """;

    private static final String CACHED = """
            M Loading/PendingVersion object 8.4.5.3
            O Loading/FallbackVersion object 8.4.5.4
            M Loading/GetUpdateBehavior method(ManufacturerUri:String,SoftwareRevision:String,PatchIdentifiers:String[])(UpdateBehavior:UpdateBehavior) 8.4.5.5
            O Installation/InstallSoftwarePackage method(ManufacturerUri:String,SoftwareRevision:String,PatchIdentifiers:String[],Hash:ByteString)() 8.4.9.4
            """;

    private static final String FILES = """
            M Loading/0:FileSystem object 8.4.6
            M Loading/GetUpdateBehavior method(NodeIds:NodeId[])(UpdateBehavior:UpdateBehavior) 8.4.6
            O Loading/ValidateFiles method(NodeIds:NodeId[])(ErrorCode:Int32,ErrorMessage:LocalizedText) 8.4.6.4
            M Loading/0:FileSystem/0:CreateDirectory method(DirectoryName:String)(DirectoryNodeId:NodeId) 8.4.6
            M Loading/0:FileSystem/0:CreateFile method(FileName:String,RequestFileOpen:Boolean)(FileNodeId:NodeId,FileHandle:UInt32) 8.4.6
            M Loading/0:FileSystem/0:Delete method(ObjectToDelete:NodeId)() 8.4.6
            M Loading/0:FileSystem/0:MoveOrCopy method(ObjectToMoveOrCopy:NodeId,TargetDirectory:NodeId,CreateCopy:Boolean,NewName:String)(NewNodeId:NodeId) 8.4.6
            O Installation/InstallFiles method(NodeIds:NodeId[])() 8.4.9
            """;

    private static final String VERSION = """
            M %1$s/Manufacturer LocalizedText 8.4.7
            M %1$s/ManufacturerUri String 8.4.7
            M %1$s/SoftwareRevision String 8.4.7
            O %1$s/PatchIdentifiers String[] 8.4.7
            O %1$s/ReleaseDate DateTime 8.4.7
            O %1$s/ChangeLogReference String 8.4.7
            O %1$s/Hash ByteString 8.4.7
            O %1$s/Clear method()() 8.4.7
            """;

    private static final String TRANSFER = """
            M %1$s/0:ClientProcessingTimeout Duration 8.4.3
            M %1$s/0:GenerateFileForRead method(GenerateOptions:*)(FileNodeId:NodeId,FileHandle:UInt32,CompletionStateMachine:NodeId) 8.4.3
            M %1$s/0:GenerateFileForWrite method(GenerateOptions:*)(FileNodeId:NodeId,FileHandle:UInt32) 8.4.3
            M %1$s/0:CloseAndCommit method(FileHandle:UInt32)(CompletionStateMachine:NodeId) 8.4.3
            """;

    private static final String MACHINE = """
            M %1$s/0:CurrentState LocalizedText 8.4.8 to 8.4.11
            M %1$s/0:CurrentState/0:Id NodeId 8.4.8 to 8.4.11
            """;

    /** Below the object that has the AddIn. That the nameplate is there at all is a rule of its own. */
    private static final String HOST = """
            O %1$sManufacturer LocalizedText 4.5.2
            O %1$sManufacturerUri String 4.5.2
            O %1$sModel LocalizedText 4.5.2
            O %1$sProductCode String 4.5.2
            O %1$sHardwareRevision String 4.5.2
            O %1$sSoftwareRevision String 4.5.2
            O %1$sSerialNumber String 4.5.2
            O DeviceHealth DeviceHealth 4.5.4
            M Lock/Locked Boolean 7
            M Lock/LockingClient String 7
            M Lock/LockingUser String 7
            M Lock/RemainingLockTime Duration 7
            M Lock/InitLock method(Context:String)(InitLockStatus:Int32) 7
            M Lock/RenewLock method()(RenewLockStatus:Int32) 7
            M Lock/ExitLock method()(ExitLockStatus:Int32) 7
            M Lock/BreakLock method()(BreakLockStatus:Int32) 7
            """;

    /** What is at the end of the path. */
    sealed interface Shape {
        record Thing() implements Shape {}

        record Value(DataType type, boolean array, boolean readable, boolean writable) implements Shape {}

        record Operation(List<Parameter> inputs, List<Parameter> outputs) implements Shape {}
    }

    /** A data type and the built-in type of its values. */
    record DataType(String id, String builtIn) {}

    /** An argument; of any type when it has none. */
    record Parameter(String name, List<DataType> type, boolean array) {}

    static List<Wanted> of(Loading loading) {
        List<String> rows = new ArrayList<>(List.of(ADD_IN, filled(TRANSFER, "Parameters")));
        machines().forEach(machine -> rows.add(filled(MACHINE, machine)));
        boolean aPackage = loading == Loading.CACHED || loading == Loading.DIRECT;
        if (aPackage) {
            rows.addAll(List.of(
                    PACKAGE, filled(VERSION, "Loading/CurrentVersion"), filled(TRANSFER, "Loading/FileTransfer")));
        }
        switch (loading) {
            case DIRECT -> rows.add(DIRECT);
            case CACHED ->
                rows.addAll(List.of(
                        CACHED, filled(VERSION, "Loading/PendingVersion"), filled(VERSION, "Loading/FallbackVersion")));
            case FILE_SYSTEM -> rows.add(FILES);
            case UNKNOWN, NONE -> {}
        }
        return rows.stream().flatMap(String::lines).map(Wanted::parse).toList();
    }

    /** Paths from the object that has the AddIn; the nameplate is there, or in its Identification. */
    static List<Wanted> ofHost(boolean identification) {
        String prefix = identification ? "Identification/" : "";
        return filled(HOST, prefix).lines().map(Wanted::parse).toList();
    }

    static Stream<String> machines() {
        return Stream.of("PrepareForUpdate", "Installation", "PowerCycle", "Confirmation");
    }

    private static String filled(String rows, String parent) {
        return rows.formatted(parent);
    }

    private static Wanted parse(String row) {
        String[] parts = row.split(" ", 4);
        return new Wanted(parts[1], parts[0].equals("M"), shape(parts[2]), "OPC 10000-100 " + parts[3]);
    }

    private static Shape shape(String word) {
        if (word.equals("object")) {
            return new Shape.Thing();
        }
        if (word.startsWith("method(")) {
            String[] lists =
                    word.substring("method(".length(), word.length() - 1).split("\\)\\(", -1);
            return new Shape.Operation(parameters(lists[0]), parameters(lists[1]));
        }
        String[] parts = word.split(":", 2);
        String access = parts.length == 2 ? parts[1] : "r";
        boolean array = parts[0].endsWith("[]");
        return new Shape.Value(type(parts[0]), array, access.contains("r"), access.contains("w"));
    }

    private static List<Parameter> parameters(String list) {
        return list.isEmpty()
                ? List.of()
                : Arrays.stream(list.split(",", -1))
                        .map(word -> word.split(":", 2))
                        .map(p -> new Parameter(
                                p[0], p[1].equals("*") ? List.of() : List.of(type(p[1])), p[1].endsWith("[]")))
                        .toList();
    }

    private static DataType type(String name) {
        DataType type = DATA_TYPES.get(name.replace("[]", ""));
        if (type == null) {
            throw new IllegalArgumentException("no data type " + name);
        }
        return type;
    }
}

package org.millwright.equipment.opcua.probe;

import static org.millwright.equipment.opcua.probe.Deviation.Severity.ERROR;
import static org.millwright.equipment.opcua.probe.Deviation.Severity.NOTE;
import static org.millwright.equipment.opcua.probe.Deviation.Severity.WARNING;

import java.util.Locale;
import org.millwright.equipment.opcua.probe.Deviation.Severity;

/**
 * What a conforming server keeps, as far as browsing and reading can show it, and what Millwright does with one that
 * does not. The ids stand in docs/protocols/probe.md and do not change.
 */
public enum Rule {
    S1(
            ERROR,
            "OPC 10000-100 8.3.11",
            "The object that has the AddIn shows Manufacturer, ManufacturerUri, ProductCode and SoftwareRevision.",
            "Refuses a controller whose maker and product it cannot compare with plant.yaml."),
    S1_INTERFACE(
            WARNING,
            "OPC 10000-100 8.3.11",
            "The object that has the AddIn implements IVendorNameplateType, or its Identification does.",
            "Finds the nameplate by its names all the same."),
    S1_SHOULD(
            NOTE,
            "OPC 10000-100 8.3.11",
            "Model and HardwareRevision should be on the nameplate.",
            "Cannot check a package's hardware range without HardwareRevision."),
    S2(
            ERROR,
            "OPC 10000-100 8.3.11",
            "SoftwareRevision of nameplate and CurrentVersion are the same.",
            "Takes CurrentVersion; an installation is not proven as long as they differ."),
    S4(
            WARNING,
            "OPC 10000-100 8.4.5.3, 8.4.5.4",
            "All values of an empty version are empty, all of a filled one are there.",
            "Takes a version without SoftwareRevision for an empty slot."),
    S5(
            ERROR,
            "OPC 10000-100 8.3.4.6",
            "Cached and FileSystem loading install through the Installation machine and its method.",
            "Cannot install anything; the plan is refused."),
    S5_DIRECT(
            NOTE,
            "OPC 10000-100 8.3.4.6",
            "Direct loading has no use for the Installation machine.",
            "Leaves it alone."),
    S10(
            ERROR,
            "OPC 10000-100 8.4.8, 8.4.9.2",
            "PercentComplete is 0 to 100, and 0 in Idle and PreparedForUpdate.",
            "Shows it to people and decides nothing by it."),
    S12(
            WARNING,
            "OPC 10000-100 8.4.8.5",
            "Without the method Resume a server leaves PreparedForUpdate by itself after the installation.",
            "Waits; a server that stays prepared becomes a hold for a person."),
    S14(
            WARNING,
            "OPC 10000-100 8.3.4.9, 8.4.11",
            "ConfirmationTimeout is 0 when no update is under way, and all Confirmation machines act as one.",
            "Writes its own timeout before each installation."),
    S15(
            WARNING,
            "OPC 10000-100 8.4.10",
            "PowerCycle waits only during an installation and ends by itself after the restart.",
            "Asks a person to cut the power while it waits."),
    S16(
            ERROR,
            "OPC 10000-100 8.3.4.8",
            "A server whose update loses parameters offers Parameters to save them.",
            "Cannot save them as one file; only retained tags of plant.yaml are restored."),
    S17(
            ERROR,
            "OPC 10000-100 8.4.2.2",
            "UpdateKey can be written and not read.",
            "Writes the key before each update; here others can read it."),
    S18(
            ERROR,
            "OPC 10000-100 8.4.6.4",
            "ValidateFiles is for FileSystem loading only.",
            "Does not call it with other kinds of loading."),
    S20(
            ERROR,
            "OPC 10000-20 4.4",
            "Temporary files cannot be browsed.",
            "Uses only the file and handle that a transfer gives it."),
    S21(
            WARNING,
            "OPC 10000-100 8.4.1.13",
            "VendorErrorCode is 0 when there is no error.",
            "Shows it beside the reason of a failure and decides nothing by it."),
    G1(
            ERROR,
            "OPC 10000-100 8.4.2.2, 8.4.9.3, 8.4.11",
            "A client can write UpdateKey, InstallationDelay and ConfirmationTimeout.",
            "Cannot set it; the order to install is refused."),
    G1_USER(
            WARNING,
            "OPC 10000-100 8.4.2.2, 8.4.9.3, 8.4.11",
            "A client can write UpdateKey, InstallationDelay and ConfirmationTimeout.",
            "Needs a log-in that may; this one may not."),
    G6(
            ERROR,
            "OPC 10000-100 8.4, OPC 10000-20 4.4",
            "Members have their browse names in the DI namespace, those of the base model in namespace 0.",
            "Looks for FileSystem in both, for anything else in the right one only."),
    G7(
            ERROR,
            "OPC 10000-100 8.4.3.3.1",
            "GenerateOptions of Loading is a SoftwareVersionFileType.",
            "Sends an Int32 and lets the server refuse it."),
    G7_BASE(
            NOTE,
            "OPC 10000-100 8.4.3.3.1, OPC 10000-20 4.4",
            "GenerateOptions of Loading is told as SoftwareVersionFileType, not as any type.",
            "Sends an Int32, as the standard wants it."),
    G12(
            NOTE,
            "OPC 10000-100 8.4.8.1",
            "PrepareForUpdate may be skipped when UpdateBehavior does not ask for it.",
            "Skips it, and prepares when the server refuses."),
    G14(
            NOTE,
            "OPC 10000-100 8.4.1",
            "UpdateStatus and VendorErrorCode hang by HasComponent.",
            "Finds them by any hierarchical reference."),
    G15(
            NOTE,
            "OPC 10000-100 8.4.1.12",
            "The nodeset's name is UnsignedPackageAllowed; the heading of the clause has another.",
            "Reads neither."),
    M1(ERROR, "OPC 10000-100 8.4", "Mandatory members are there.", "Refuses what needs the missing member."),
    M2(ERROR, "OPC 10000-100 8.4", "Members have the standard's node class.", "Finds nothing usable there."),
    M3(
            ERROR,
            "OPC 10000-100 8.4",
            "Variables have the standard's data type or a subtype of it.",
            "Takes a value of another type as not told."),
    M4(
            ERROR,
            "OPC 10000-100 8.4",
            "Variables are scalars or arrays as the standard says.",
            "Takes a value of another shape as not told."),
    M5(ERROR, "OPC 10000-100 8.4", "Members can be read.", "Takes an unreadable value as not told."),
    M6(
            ERROR,
            "OPC 10000-3",
            "A value has the type that its variable tells.",
            "Takes a value of another type as not told."),
    M7(
            ERROR,
            "OPC 10000-100 8.4",
            "Methods have the standard's arguments.",
            "Calls it with the standard's arguments; the server may refuse them."),
    M7_NAMES(
            NOTE,
            "OPC 10000-100 8.4",
            "Arguments have the standard's names.",
            "Goes by the order of the arguments, not by their names."),
    M8(
            WARNING,
            "OPC 10000-100 8.4",
            "Methods that are offered can be called.",
            "Calls it when it is needed; another log-in or state may be wanted."),
    T1(
            ERROR,
            "OPC 10000-100 8.4.8 to 8.4.11",
            "CurrentState/Id is one of the states of its machine's type.",
            "Never takes an unknown state for idle: the run holds."),
    T2(
            ERROR,
            "OPC 10000-100 8.4.8 to 8.4.11",
            "CurrentState/Id points to a state of its own machine, even where texts are equal.",
            "Never takes an unknown state for idle: the run holds."),
    T3(
            NOTE,
            "OPC 10000-100 8.4.8 to 8.4.11",
            "Machines rest in Idle when nobody updates.",
            "Does not begin an update before they rest."),
    A0(
            ERROR,
            "OPC 10000-100 8.4.1",
            "Software can be updated through an AddIn DI:SoftwareUpdate.",
            "Cannot upgrade this server."),
    A1(
            ERROR,
            "OPC 10000-100 8.3.11, OPC 10000-3 7",
            "An AddIn hangs by HasAddIn or HasComponent, or a subtype of them.",
            "Does not find this one."),
    A2(ERROR, "OPC 10000-100 8.3.11", "The browse name of the AddIn is DI:SoftwareUpdate.", "Does not find this one."),
    A3(ERROR, "OPC 10000-100 8.4.1", "The AddIn is a SoftwareUpdateType.", "Uses it by the names of its members."),
    A4(
            WARNING,
            "OPC 10000-100 8.3.11",
            "ManufacturerUri, ProductCode and HardwareRevision identify a component.",
            "Cannot tell them apart and refuses to guess."),
    A5(
            ERROR,
            "OPC 10000-100 8.4.2",
            "Loading is a Direct-, Cached- or FileSystemLoadingType.",
            "Goes by the members that are there."),
    A6(
            WARNING,
            "OPC 10000-100 8.4.1.2",
            "Without Loading an AddIn only saves parameters.",
            "Cannot install anything there."),
    V1(
            WARNING,
            "OPC 10000-100 8.4.7",
            "Hash is the SHA-256 of the package, 32 bytes.",
            "Proves the package by its revision only."),
    V2(
            WARNING,
            "OPC 10000-100 8.4.7",
            "A revision is a text of 1 to 100 characters (Millwright's own bound).",
            "Refuses the controller."),
    V3(WARNING, "OPC 10000-100 8.4.7", "The values of a version are read only.", "Never writes them."),
    N1(ERROR, "OPC 10000-5 6.3", "Namespace 0 is http://opcfoundation.org/UA/.", "Goes by URIs; may find nothing."),
    N2(
            WARNING,
            "OPC 10000-5 6.3",
            "Each namespace has a URI, and each URI stands there once.",
            "Takes the first of two."),
    N3(WARNING, "OPC 10000-5 6.3", "Namespace 1 is the server's own ApplicationUri.", "Does not use that namespace."),
    K1(
            WARNING,
            "OPC 10000-4",
            "Clocks of server and client agree, within 5 minutes.",
            "Blocks the plan in its assessment; certificates may look expired."),
    K2(WARNING, "OPC 10000-5 12", "The server is in state Running.", "Tries as with any other."),
    E1(
            ERROR,
            "OPC 10000-4 6.1",
            "A server's certificate is valid today.",
            "Refuses the connection where security is asked for."),
    E2(
            WARNING,
            "OPC 10000-4 6.1",
            "A server's certificate is valid for 30 days and more.",
            "Names it in the assessment when it ends inside the window."),
    E3(
            ERROR,
            "OPC 10000-6 6.2.2",
            "The certificate was made for the ApplicationUri that the server says it is.",
            "Refuses the connection where security is asked for."),
    E4(
            WARNING,
            "OPC 10000-4 6.1",
            "The certificate names the host at which the server is reached.",
            "Takes it when it is trusted by itself, not through an authority only."),
    E5(
            WARNING,
            "OPC 10000-7",
            "A server offers an endpoint that signs and encrypts.",
            "Connects without security only where plant.yaml says so."),
    E6(WARNING, "OPC 10000-7", "Policies on SHA-1 and RSA 1.5 are not offered any more.", "Never uses them."),
    E7(WARNING, "OPC 10000-4", "Passwords travel encrypted.", "Sends no password over this endpoint."),
    E8(
            WARNING,
            "OPC 10000-7",
            "Certificates have RSA keys of 2048 bits and more, and are not signed with SHA-1.",
            "Takes it when a person has trusted it."),
    E9(
            NOTE,
            "OPC 10000-4 5",
            "A server names itself by an address that its clients can reach.",
            "Keeps to the configured address."),
    L1(
            WARNING,
            "OPC 10000-5 6.3",
            "Byte strings of 8 KiB and more are taken.",
            "Sends small blocks; transfers take long."),
    L2(
            ERROR,
            "OPC 10000-100 8.4.3.3.2",
            "WriteBlockSize is above 0 and fits into the server's own limits.",
            "Refuses the transfer: a block of that size cannot be sent."),
    L3(
            WARNING,
            "OPC 10000-20 4.4",
            "ClientProcessingTimeout leaves a client a second and more between two calls.",
            "Sends as fast as it can; a transfer may be cut."),
    H1(
            NOTE,
            "OPC 10000-100 4.5.4",
            "DeviceHealth tells whether installed software works.",
            "Goes by versions and tags alone."),
    H2(
            WARNING,
            "OPC 10000-100 4.5.4, 8.4.9.4",
            "DeviceHealth is NORMAL before an update.",
            "Blocks the plan in its assessment."),
    P1(
            NOTE,
            "OPC 10000-100 7.5",
            "A locked device takes commands of the owner of the lock only.",
            "Refuses to begin while another one holds the lock, and never breaks it."),
    X1(
            ERROR,
            "OPC 10000-4 5",
            "A server answers browsing and reading in time and in full.",
            "Ends each request at its limit."),
    X2(
            WARNING,
            "OPC 10000-100 8.4.1",
            "Where AddIns may hang is not limited; a probe looks at so much and no more.",
            "Looks as far; what lies beyond is not found.");

    private final Severity severity;
    private final String clause;
    private final String says;
    private final String consequence;

    Rule(Severity severity, String clause, String says, String consequence) {
        this.severity = severity;
        this.clause = clause;
        this.says = says;
        this.consequence = consequence;
    }

    /** For people and programs, for example S1 or G1-user. */
    public String id() {
        int dash = name().indexOf('_');
        return dash < 0
                ? name()
                : name().substring(0, dash) + "-" + name().substring(dash + 1).toLowerCase(Locale.ROOT);
    }

    public Severity severity() {
        return severity;
    }

    /** Where the standard says it, unless a deviation knows better. */
    public String clause() {
        return clause;
    }

    /** What the standard wants, in our words. */
    public String says() {
        return says;
    }

    /** What Millwright does about it. */
    public String consequence() {
        return consequence;
    }
}

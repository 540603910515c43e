package org.millwright.equipment.opcua.probe;

import java.util.Map;
import java.util.Optional;

/** The state machines of an AddIn, as they stand at the moment. */
record MachineChecks(NodeSeen addIn, Findings.Place at) {
    /** Of each machine the states of its type, by their ids in the DI namespace (OPC 10000-100 8.4.8 to 8.4.11). */
    private static final Map<String, Map<String, String>> STATES = Map.of(
            "PrepareForUpdate",
            Map.of(
                    "di;i=231", "Idle",
                    "di;i=233", "Preparing",
                    "di;i=235", "PreparedForUpdate",
                    "di;i=237", "Resuming"),
            "Installation",
            Map.of("di;i=271", "Idle", "di;i=273", "Installing", "di;i=275", "Error"),
            "PowerCycle",
            Map.of("di;i=299", "NotWaitingForPowerCycle", "di;i=301", "WaitingForPowerCycle"),
            "Confirmation",
            Map.of("di;i=323", "NotWaitingForConfirm", "di;i=325", "WaitingForConfirm"));

    /** Its name in the standard; empty when there is no such machine or its state is not known. */
    static Optional<String> state(NodeSeen addIn, String machine) {
        String told = addIn.text(machine + "/0:CurrentState/0:Id");
        return Optional.ofNullable(STATES.getOrDefault(machine, Map.of()).get(told));
    }

    void check(Loading loading) {
        Wanted.machines().filter(addIn::has).forEach(this::known);
        percent("PrepareForUpdate", is("PrepareForUpdate", "Idle") || is("PrepareForUpdate", "PreparedForUpdate"));
        percent("Installation", is("Installation", "Idle"));
        boolean installs = is("Installation", "Installing");
        at.addIf(
                is("PrepareForUpdate", "PreparedForUpdate") && !installs && !addIn.has("PrepareForUpdate/Resume"),
                Rule.S12,
                "PrepareForUpdate",
                "is PreparedForUpdate with no installation under way, and has no method Resume");
        at.addIf(
                loading == Loading.CACHED && is("PowerCycle", "WaitingForPowerCycle") && is("Installation", "Idle"),
                Rule.S15,
                "PowerCycle",
                "waits for a power cycle while Installation is Idle");
        double timeout = number("Confirmation/ConfirmationTimeout");
        at.addIf(
                timeout > 0 && is("Confirmation", "NotWaitingForConfirm") && !installs && idle("PrepareForUpdate"),
                Rule.S14,
                "Confirmation/ConfirmationTimeout",
                "is %.0f ms while nobody updates".formatted(timeout));
        at.addIf(
                number("VendorErrorCode") != 0
                        && !Double.isNaN(number("VendorErrorCode"))
                        && !is("Installation", "Error")
                        && addIn.text("Loading/ErrorMessage").isBlank(),
                Rule.S21,
                "VendorErrorCode",
                "is %.0f while no error is told".formatted(number("VendorErrorCode")));
    }

    private void known(String machine) {
        String told = addIn.text(machine + "/0:CurrentState/0:Id");
        if (told.isEmpty()) {
            return; // said by what is missing or unreadable there
        }
        Optional<String> state = state(addIn, machine);
        if (state.isEmpty()) {
            Optional<String> other = STATES.keySet().stream()
                    .filter(m -> STATES.getOrDefault(m, Map.of()).containsKey(told))
                    .findFirst();
            at.add(
                    other.isPresent() ? Rule.T2 : Rule.T1,
                    machine + "/CurrentState/Id",
                    "is " + told + other.map(m -> ", a state of " + m).orElse(", no state that the standard knows"));
        } else if (!idle(machine)) {
            at.add(Rule.T3, machine, "is in " + state.get());
        }
    }

    private void percent(String machine, boolean zero) {
        double percent = number(machine + "/PercentComplete");
        at.addIf(
                percent > 100 || (zero && percent > 0),
                Rule.S10,
                machine + "/PercentComplete",
                "is %.0f in %s".formatted(percent, state(addIn, machine).orElse("an unknown state")));
    }

    private boolean is(String machine, String state) {
        return state(addIn, machine).filter(state::equals).isPresent();
    }

    private boolean idle(String machine) {
        return state(addIn, machine)
                .map(s -> s.equals("Idle") || s.startsWith("NotWaiting"))
                .orElse(true);
    }

    private double number(String path) {
        return addIn.value(path).map(NodeSeen.ValueSeen::number).orElse(Double.NaN);
    }
}

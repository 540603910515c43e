package org.millwright.equipment.opcua;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.millwright.equipment.Deadline;
import org.millwright.equipment.EquipmentException;
import org.millwright.plant.Controller.Expected;

/**
 * Finds the {@code DI:SoftwareUpdate} AddIn that a controller means.
 *
 * <ol>
 *   <li>No way in is prescribed (OPC 10000-100 8.4.1). What hangs below DI's DeviceSet, DeviceTopology and NetworkSet
 *       is browsed level by level, only when nothing is found there also what hangs below Objects.
 *   <li>An AddIn hangs on its host by HasComponent or a subtype, for example HasAddIn. Organizes leads through folders.
 *   <li>With several, the one counts whose host shows the expected product. Between two of them nobody guesses.
 *   <li>A single AddIn counts whatever its host shows, so that it can be named what is there.
 * </ol>
 */
final class AddIns {
    private static final String NAME = "SoftwareUpdate";

    /** DeviceSet, DeviceTopology and NetworkSet, by their ids in the DI namespace. */
    private static final List<Integer> ROOTS = List.of(5001, 6094, 6078);

    private static final int MAX_DEPTH = 12;
    private static final int MAX_OBJECTS = 5_000;

    /** Of a name in a path for people. */
    private static final int LONGEST_NAME = 60;

    private final Connection connection;
    private final Deadline deadline;
    private final Browser browser;
    private final UShort di;
    private final Set<NodeId> seen = new HashSet<>(Set.of(NodeIds.Server));

    AddIns(Connection connection, UShort di, Deadline deadline) {
        this.connection = connection;
        this.deadline = deadline;
        this.browser = new Browser(connection, deadline);
        this.di = di;
    }

    /** An AddIn and the object that has it. */
    record AddIn(NodeId host, NodeId node, String path) {}

    private record Visit(NodeId node, String path) {}

    /** What the host of an AddIn says that it is. */
    private record Shown(AddIn addIn, String maker, String product) {
        boolean is(Expected expected) {
            return maker.equals(expected.manufacturerUri()) && product.equals(expected.productCode());
        }

        @Override
        public String toString() {
            return addIn.path() + " (" + (product.isBlank() ? "no product code" : product) + ")";
        }
    }

    /** Throws REFUSED when there is none, or several between which the expected product does not decide. */
    AddIn only(Expected expected) throws EquipmentException {
        List<AddIn> all = search();
        if (all.isEmpty()) {
            throw connection.failures().refused("offers no software update (no AddIn " + NAME + " found)");
        }
        if (all.size() == 1) {
            return all.getFirst();
        }
        List<Shown> shown = nameplates(all);
        List<Shown> fit = shown.stream().filter(each -> each.is(expected)).toList();
        if (fit.size() == 1) {
            return fit.getFirst().addIn();
        }
        String why = fit.isEmpty() ? "none of its components with software update is " : "several components are ";
        throw connection.failures().refused(why + expected.productCode() + ": " + (fit.isEmpty() ? shown : fit));
    }

    private List<AddIn> search() throws EquipmentException {
        List<Visit> roots = ROOTS.stream()
                .map(id -> new Visit(new NodeId(di, id), ""))
                .filter(root -> seen.add(root.node()))
                .toList();
        List<AddIn> found = below(roots);
        return found.isEmpty() ? below(List.of(new Visit(NodeIds.ObjectsFolder, ""))) : found;
    }

    private List<AddIn> below(List<Visit> roots) throws EquipmentException {
        Map<NodeId, AddIn> found = new LinkedHashMap<>();
        List<Visit> level = roots;
        for (int depth = 0; depth < MAX_DEPTH && !level.isEmpty(); depth++) {
            List<NodeId> nodes = level.stream().map(Visit::node).toList();
            List<List<Browser.Child>> components = browser.objectsBelow(nodes, NodeIds.HasComponent);
            List<List<Browser.Child>> organized = browser.objectsBelow(nodes, NodeIds.Organizes);
            List<Visit> next = new ArrayList<>();
            for (int i = 0; i < level.size(); i++) {
                Visit host = level.get(i);
                for (Browser.Child child : components.get(i)) {
                    if (isAddIn(child)) {
                        found.putIfAbsent(child.node(), new AddIn(host.node(), child.node(), host.path()));
                    } else {
                        visit(host, child).ifPresent(next::add);
                    }
                }
                organized.get(i).stream()
                        .filter(child -> !isAddIn(child))
                        .forEach(child -> visit(host, child).ifPresent(next::add));
            }
            level = next;
        }
        return List.copyOf(found.values());
    }

    private boolean isAddIn(Browser.Child child) {
        return child.name().equals(new QualifiedName(di, NAME));
    }

    private Optional<Visit> visit(Visit from, Browser.Child child) {
        if (seen.size() >= MAX_OBJECTS || !seen.add(child.node())) {
            return Optional.empty();
        }
        String name = Objects.requireNonNullElse(child.name().name(), "?");
        String brief = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
        return Optional.of(new Visit(child.node(), from.path().isEmpty() ? brief : from.path() + "/" + brief));
    }

    private List<Shown> nameplates(List<AddIn> all) throws EquipmentException {
        List<Shown> shown = new ArrayList<>();
        List<Optional<NodeId>> makers = nodes(all, Member.HOST_MAKER);
        List<Optional<NodeId>> products = nodes(all, Member.HOST_PRODUCT);
        for (int i = 0; i < all.size(); i++) {
            shown.add(new Shown(all.get(i), text(makers.get(i)), text(products.get(i))));
        }
        return shown;
    }

    private List<Optional<NodeId>> nodes(List<AddIn> all, Member member) throws EquipmentException {
        List<Browser.Path> paths = new ArrayList<>();
        for (AddIn addIn : all) {
            for (int i = 0; i < member.tries(); i++) {
                paths.add(new Browser.Path(addIn.host(), member.names(i, di)));
            }
        }
        List<Optional<NodeId>> found = browser.follow(paths);
        List<Optional<NodeId>> nodes = new ArrayList<>();
        for (int i = 0; i < found.size(); i += member.tries()) {
            nodes.add(found.subList(i, i + member.tries()).stream()
                    .flatMap(Optional::stream)
                    .findFirst());
        }
        return nodes;
    }

    private String text(Optional<NodeId> node) throws EquipmentException {
        if (node.isEmpty()) {
            return "";
        }
        DataValue value = connection
                .read("read the nameplate", List.of(node.get()), deadline)
                .getFirst();
        return !value.statusCode().isBad() && value.value().value() instanceof String text ? text : "";
    }
}

package org.millwright.simulators.opcua;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.millwright.simulators.config.ServerSettings.AddInReference;
import org.millwright.simulators.config.ServerSettings.Layout;
import org.millwright.simulators.config.ServerSettings.Layout.Tree;

/** The namespaces of one boot, besides OPC UA's own and the application's, which always come first. */
final class ModelNamespaces {
    static final String VENDOR_URI = "urn:millwright:simulators:vendor";

    /** In the order of a first boot; each later boot moves every one of them on by a place. */
    private static final List<String> SHUFFLED = List.of(
            "urn:millwright:simulators:filler:a",
            DeviceNodes.URI,
            "urn:millwright:simulators:filler:b",
            VENDOR_URI,
            Di.URI,
            "urn:millwright:simulators:filler:c");

    private final Map<String, ModelNamespace> byUri = new LinkedHashMap<>();

    ModelNamespaces(OpcUaServer server, Layout layout, int boot) {
        uris(layout, boot).forEach(uri -> byUri.put(uri, new ModelNamespace(server, uri, layout.language())));
    }

    private static List<String> uris(Layout layout, int boot) {
        return switch (layout.namespaces()) {
            case FIXED ->
                needsVendor(layout.tree())
                        ? List.of(Di.URI, DeviceNodes.URI, VENDOR_URI)
                        : List.of(Di.URI, DeviceNodes.URI);
            case RESHUFFLED -> {
                List<String> order = new ArrayList<>(SHUFFLED);
                Collections.rotate(order, boot);
                yield order;
            }
        };
    }

    private static boolean needsVendor(Tree tree) {
        return tree.nesting() > 0 || tree.components() > 0 || tree.hasAddIn() == AddInReference.VENDOR;
    }

    ModelNamespace di() {
        return get(Di.URI);
    }

    ModelNamespace process() {
        return get(DeviceNodes.URI);
    }

    /** There only when the layout asks for something of a vendor's. */
    ModelNamespace vendor() {
        return get(VENDOR_URI);
    }

    private ModelNamespace get(String uri) {
        return Optional.ofNullable(byUri.get(uri)).orElseThrow();
    }

    List<ModelNamespace> all() {
        return List.copyOf(byUri.values());
    }
}

package org.millwright.mes.model;

import java.util.List;

/** The objects of a line that have methods and variables, and the types that give them. */
enum LinePart {
    CONTROL("JobManagement/JobOrderControl", "J:1002 J:1008 W:1003"),
    RESULTS("JobManagement/JobOrderResults", "J:1003"),
    SIMPLE("SimpleJobs", "W:1005");

    private final String path;
    private final String types;

    LinePart(String path, String types) {
        this.path = path;
        this.types = types;
    }

    /** From the line. */
    String path() {
        return path;
    }

    /** From the most general to its own. */
    List<String> types() {
        return List.of(types.split(" ", -1));
    }
}

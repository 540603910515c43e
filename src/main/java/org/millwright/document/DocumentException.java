package org.millwright.document;

import java.util.List;
import java.util.stream.Collectors;

/** A file that cannot be used. Its message has one line for each problem. */
public final class DocumentException extends Exception {
    private final transient List<Problem> problems;

    public DocumentException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** In the order of the file, 1 or more. */
    public List<Problem> problems() {
        return problems;
    }
}

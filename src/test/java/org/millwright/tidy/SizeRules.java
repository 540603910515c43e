package org.millwright.tidy;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;

/** Limits that stop the giant class before it grows. */
final class SizeRules {
    static final int FILE_LINES = 400;
    static final int METHOD_LINES = 50;
    static final int CONSTRUCTOR_PARAMETERS = 5;

    private SizeRules() {}

    static List<String> violations(Source source) {
        List<String> found = new ArrayList<>();
        if (source.lines() > FILE_LINES) {
            found.add(source.name() + ": " + source.lines() + " lines, at most " + FILE_LINES);
        }
        new Methods(source, found).scan(source.unit(), null);
        return found;
    }

    private static final class Methods extends TreePathScanner<Void, Void> {
        private final Source source;
        private final List<String> found;

        Methods(Source source, List<String> found) {
            this.source = source;
            this.found = found;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            long lines = source.lastLine(method) - source.firstLine(method) + 1;
            if (lines > METHOD_LINES && !isTable(method)) {
                found.add(source.at(
                        method, "method " + method.getName() + " has " + lines + " lines, at most " + METHOD_LINES));
            }
            int parameters = method.getParameters().size();
            if (method.getReturnType() == null && parameters > CONSTRUCTOR_PARAMETERS && !inRecord()) {
                found.add(source.at(
                        method,
                        "constructor with " + parameters + " parameters, at most " + CONSTRUCTOR_PARAMETERS
                                + ": group them in a record"));
            }
            return super.visitMethod(method, null);
        }

        /** The rows of a parameterised test: long is fine, there is nothing to follow. */
        private boolean isTable(MethodTree method) {
            return !source.isMainCode() && "Stream<Arguments>".equals(String.valueOf(method.getReturnType()));
        }

        /** A record's components are its data, not its dependencies. */
        private boolean inRecord() {
            return getCurrentPath().getParentPath().getLeaf() instanceof ClassTree type
                    && type.getKind() == Tree.Kind.RECORD;
        }
    }
}

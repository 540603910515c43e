package org.millwright.tidy;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names that say nothing, failures that vanish, work put off without an issue, libraries that are not used here. */
final class HabitRules {
    private static final Pattern EMPTY_NAME = Pattern.compile(".*(Util|Utils|Helper|Helpers|Manager|Impl)");
    private static final Pattern PUT_OFF = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b(?!\\(#\\d+\\))");
    private static final List<String> UNWANTED_IMPORTS =
            List.of("lombok.", "org.mockito.", "net.jqwik.", "org.junit.Test");
    private static final Set<String> CATCH_ALL = Set.of("Exception", "RuntimeException", "Throwable", "Error");

    private HabitRules() {}

    static List<String> violations(Source source) {
        List<String> found = new ArrayList<>(putOff(source.name(), source.text()));
        new Scanner(source, found).scan(source.unit(), null);
        return found;
    }

    /** Lines that put work off without naming the issue, as in {@code (#12)} right after the word. */
    static List<String> putOff(String name, String text) {
        List<String> found = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Matcher word = PUT_OFF.matcher(lines.get(i));
            if (word.find()) {
                found.add(name + ":" + (i + 1) + ": " + word.group(1) + " without an issue, write it with (#number)");
            }
        }
        return found;
    }

    /** Catching everything is for those who carry a driver's or a step's failure to where it is recorded. */
    private static boolean mayCatchAll(Source source) {
        return !source.isMainCode() || Allowances.catchesAll(source.name());
    }

    private static final class Scanner extends TreeScanner<Void, Void> {
        private final Source source;
        private final List<String> found;

        Scanner(Source source, List<String> found) {
            this.source = source;
            this.found = found;
        }

        @Override
        public Void visitImport(ImportTree tree, Void nothing) {
            String name = tree.getQualifiedIdentifier().toString();
            UNWANTED_IMPORTS.stream()
                    .filter(name::startsWith)
                    .forEach(unwanted -> found.add(source.at(tree, "import of " + name)));
            return super.visitImport(tree, null);
        }

        @Override
        public Void visitClass(ClassTree tree, Void nothing) {
            String name = tree.getSimpleName().toString();
            if (EMPTY_NAME.matcher(name).matches()) {
                found.add(source.at(tree, "the name " + name + " says nothing of what it is"));
            }
            return super.visitClass(tree, null);
        }

        @Override
        public Void visitCatch(CatchTree tree, Void nothing) {
            if (tree.getBlock().getStatements().isEmpty()) {
                found.add(source.at(tree, "empty catch"));
            }
            String caught = tree.getParameter().getType().toString();
            boolean all = Stream.of(caught.split("\\|")).map(String::strip).anyMatch(CATCH_ALL::contains);
            if (all && !mayCatchAll(source)) {
                found.add(source.at(tree, "catch of " + caught + " outside the runner and the driver edge"));
            }
            return super.visitCatch(tree, null);
        }
    }
}

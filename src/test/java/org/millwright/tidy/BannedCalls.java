package org.millwright.tidy;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Calls that would make a run depend on the wall clock, on chance or on luck. Time comes from an injected clock, chance
 * from an injected generator, waiting from the runner; a simulation can then own all three.
 */
final class BannedCalls {
    private static final Set<String> ALWAYS = Set.of(
            "System.currentTimeMillis", "Thread.sleep", "Math.random", "ThreadLocalRandom.current", "new Random");
    /** Fine with a clock as argument. */
    private static final Set<String> WITHOUT_A_CLOCK = Set.of(
            "Instant.now",
            "LocalDate.now",
            "LocalDateTime.now",
            "LocalTime.now",
            "OffsetDateTime.now",
            "ZonedDateTime.now",
            "Year.now");
    /** Tests on real sockets need the real clock, and a bound for what they wait for. */
    private static final Set<String> IN_MAIN_CODE =
            Set.of("System.nanoTime", "Clock.systemUTC", "Clock.systemDefaultZone", "InstantSource.system");

    private static final String EXIT = "System.exit";
    private static final String STACK_TRACE = "printStackTrace";
    private static final Set<String> UNITS =
            Set.of("NANOSECONDS", "MICROSECONDS", "MILLISECONDS", "SECONDS", "MINUTES");

    private BannedCalls() {}

    static List<String> violations(Source source) {
        Calls calls = new Calls(source);
        calls.scan(source.unit(), null);
        return calls.found;
    }

    private static final class Calls extends TreeScanner<Void, Void> {
        private final Source source;
        private final List<String> found = new ArrayList<>();
        private final boolean hasMain;

        Calls(Source source) {
            this.source = source;
            MainFinder main = new MainFinder();
            main.scan(source.unit(), null);
            this.hasMain = main.found;
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
            if (call.getMethodSelect() instanceof MemberSelectTree select) {
                String method = select.getIdentifier().toString();
                judge(
                        call,
                        call(select.getExpression(), method),
                        method,
                        call.getArguments().isEmpty());
            }
            return super.visitMethodInvocation(call, null);
        }

        @Override
        public Void visitMemberReference(MemberReferenceTree reference, Void nothing) {
            String method = reference.getName().toString();
            judge(reference, call(reference.getQualifierExpression(), method), method, true);
            return super.visitMemberReference(reference, null);
        }

        @Override
        public Void visitNewClass(NewClassTree created, Void nothing) {
            String type = simple(created.getIdentifier());
            judge(created, "new " + type, type, created.getArguments().isEmpty());
            return super.visitNewClass(created, null);
        }

        private void judge(Tree tree, String call, String method, boolean withoutArguments) {
            boolean banned = ALWAYS.contains(call)
                    || (WITHOUT_A_CLOCK.contains(call) && withoutArguments)
                    || (IN_MAIN_CODE.contains(call) && source.isMainCode())
                    || (call.equals(EXIT) && !hasMain)
                    || (method.equals(STACK_TRACE) && withoutArguments)
                    || call.equals("TimeUnit.sleep");
            if (banned && !Allowances.calls(source.name(), call)) {
                found.add(source.at(tree, "call of " + call));
            }
        }

        /** {@code Instant.now} for it and for its full name; {@code TimeUnit.sleep} for any unit's sleep. */
        private static String call(ExpressionTree on, String method) {
            String type = simple(on);
            return (UNITS.contains(type) ? "TimeUnit" : type) + "." + method;
        }

        private static String simple(Tree expression) {
            String text = expression.toString();
            return text.substring(text.lastIndexOf('.') + 1);
        }
    }

    /** Only a program may end the process. */
    private static final class MainFinder extends TreeScanner<Void, Void> {
        private boolean found;

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            found |= method.getName().contentEquals("main")
                    && method.getParameters().size() == 1;
            return super.visitMethod(method, null);
        }
    }
}

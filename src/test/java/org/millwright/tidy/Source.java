package org.millwright.tidy;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * One Java file as the compiler reads it.
 *
 * @param name path from the root of the working copy
 */
record Source(String name, String text, CompilationUnitTree unit, SourcePositions positions) {

    static List<Source> parse(List<Path> files) {
        return parseAll(files.stream()
                .map(f -> new Text(Checkout.name(f), Checkout.read(f)))
                .toList());
    }

    static Source parse(String name, String text) {
        return parseAll(List.of(new Text(name, text))).getFirst();
    }

    boolean isMainCode() {
        return name.contains("main/java/");
    }

    int lines() {
        return Math.toIntExact(text.lines().count());
    }

    long firstLine(Tree tree) {
        return unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
    }

    long lastLine(Tree tree) {
        return unit.getLineMap().getLineNumber(positions.getEndPosition(unit, tree));
    }

    /** {@code path:line: what}, as editors and terminals make it a link. */
    String at(Tree tree, String what) {
        return name + ":" + firstLine(tree) + ": " + what;
    }

    private static List<Source> parseAll(List<Text> texts) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavacTask task = (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, texts);
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        List<Source> sources = new ArrayList<>();
        try {
            for (CompilationUnitTree unit : task.parse()) {
                // The compiler hands out wrapped files: the name comes back by the URI.
                JavaFileObject file = unit.getSourceFile();
                String name = file.toUri().getPath().substring(1);
                sources.add(new Source(name, file.getCharContent(true).toString(), unit, positions));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String content;

        Text(String name, String content) {
            super(URI.create("text:///" + name.replace(" ", "%20")), JavaFileObject.Kind.SOURCE);
            this.content = content;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return content;
        }
    }
}

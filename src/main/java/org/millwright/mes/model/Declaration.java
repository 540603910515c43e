package org.millwright.mes.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A line of a text of type nodes and what stands indented below it.
 *
 * @param words all of the line but the kind: id, name, and what the kind asks for
 */
record Declaration(String kind, List<String> words, List<Declaration> parts) {

    /** The declarations of a resource that are part of no other. */
    static List<Declaration> read(String resource) {
        List<Declaration> top = new ArrayList<>();
        Deque<List<Declaration>> open = new ArrayDeque<>(List.of(top));
        for (String line : Resource.lines(resource)) {
            int depth = (line.length() - line.stripLeading().length()) / 2;
            while (open.size() > depth + 1) {
                open.pop();
            }
            List<String> words = List.of(line.strip().split(" ", -1));
            var declaration = new Declaration(words.getFirst(), words.subList(1, words.size()), new ArrayList<>());
            open.element().add(declaration);
            open.push(declaration.parts());
        }
        return List.copyOf(top);
    }

    String id() {
        return words.get(0);
    }

    String name() {
        return words.get(1);
    }

    boolean has(String word) {
        return words.contains(word);
    }

    /** The words that follow a word, as {@code cause 7009} has 7009. */
    List<String> after(String word) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < words.size() - 1; i++) {
            if (words.get(i).equals(word)) {
                found.add(words.get(i + 1));
            }
        }
        return found;
    }

    /** The parts of that kind. */
    List<Declaration> parts(String kind) {
        return parts.stream().filter(part -> part.kind.equals(kind)).toList();
    }
}

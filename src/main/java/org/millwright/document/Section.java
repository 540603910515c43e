package org.millwright.document;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Named values of a document: ask for each key that may be there, then {@link #end}. */
public final class Section {
    private final Problems problems;
    private final Node.Mapping node;
    private final Item self;
    private final Set<String> asked = new LinkedHashSet<>();

    Section(Problems problems, Node.Mapping node, Item self) {
        this.problems = problems;
        this.node = node;
        this.self = self;
    }

    /** The value of a key; when it is not there, asking what it is records the problem. */
    public Item at(String key) {
        asked.add(key);
        return new Item(problems, find(key).orElse(new Node.Missing(node.at())), path(key));
    }

    /** A value that may be left out. */
    public <T> Field<Optional<T>> optional(String key, Function<Item, Field<T>> reader) {
        Item item = at(key);
        return find(key).isEmpty()
                ? new Field<>(item, Optional.empty())
                : reader.apply(item).map(Optional::of);
    }

    /** A value that stands for itself when it is left out. */
    public <T> Field<T> optional(String key, T otherwise, Function<Item, Field<T>> reader) {
        return optional(key, reader).map(v -> v.orElse(otherwise));
    }

    /**
     * Ends the section: keys that were not asked for are problems.
     *
     * @param build makes the value; called only when nothing of the document was found wrong so far
     */
    public <T> Field<T> end(Supplier<T> build) {
        for (Node.Pair pair : node.pairs()) {
            String key = pair.key().text();
            if (!asked.contains(key)) {
                problems.add(pair.key().at(), path(key), "unknown key", Spelling.advice(key, asked));
            }
        }
        return new Field<>(self, problems.none() ? build.get() : null);
    }

    /** All keys that are there, in the order of the file. */
    public List<String> keys() {
        return node.pairs().stream().map(p -> p.key().text()).toList();
    }

    /** Records that the section as a whole is not what was expected. */
    public void problem(String expected) {
        problems.add(node.at(), self.key(), node.described(), expected);
    }

    private Optional<Node> find(String key) {
        return node.pairs().stream()
                .filter(p -> p.key().text().equals(key))
                .map(Node.Pair::value)
                .findFirst();
    }

    private String path(String key) {
        return self.key().isEmpty() ? key : self.key() + "." + key;
    }
}

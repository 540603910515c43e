package org.millwright.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * A YAML or JSON file with the place of every value. It is read in two steps: {@link #read} finds what is no YAML at
 * all, {@link #as} finds, in one go, all that does not fit what the reader asks for.
 */
public final class Document {
    /** Largest file in bytes; a plant of 1,000 controllers needs about a tenth of it. */
    public static final int LARGEST_BYTES = 4 * 1024 * 1024;

    private final byte[] bytes;
    private final Problems problems;
    private final Node root;

    private Document(byte[] bytes, Problems problems, Node root) {
        this.bytes = bytes;
        this.problems = problems;
        this.root = root;
    }

    public static Document read(Path file) throws DocumentException {
        String name = file.toString();
        try (InputStream in = Files.newInputStream(file)) {
            return of(name, in.readNBytes(LARGEST_BYTES + 1));
        } catch (NoSuchFileException _) {
            throw new Problems(name).fatal(Position.NOWHERE, "no such file", "expected a readable file");
        } catch (IOException e) {
            throw new Problems(name)
                    .fatal(Position.NOWHERE, String.valueOf(e.getMessage()), "expected a readable file");
        }
    }

    /** Reads bytes that did not come from a file; the name stands in messages. */
    public static Document of(String name, byte[] bytes) throws DocumentException {
        Problems problems = new Problems(name);
        if (bytes.length > LARGEST_BYTES) {
            throw problems.fatal(Position.NOWHERE, "more than 4 MiB", "expected " + LARGEST_BYTES + " bytes at most");
        }
        Node root = TreeReader.read(Text.decode(bytes, problems), problems);
        return new Document(bytes.clone(), problems, root);
    }

    /** The file as it was read, for a hash over it. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** A text at the top of the document, for a reader that must fetch something before it can read the rest. */
    public Optional<String> peek(String key) {
        return root instanceof Node.Mapping mapping
                ? mapping.pairs().stream()
                        .filter(p -> p.key().text().equals(key))
                        .map(Node.Pair::value)
                        .filter(Node.Scalar.class::isInstance)
                        .map(v -> ((Node.Scalar) v).text())
                        .findFirst()
                : Optional.empty();
    }

    /**
     * Reads the document as one section.
     *
     * @param reader asks the section for every key that it knows and ends with {@link Section#end}
     * @throws DocumentException with all problems found
     */
    public <T> T as(Function<Section, Field<T>> reader) throws DocumentException {
        Field<T> result = new Item(problems, root, "").section(reader);
        problems.throwIfAny();
        return result.get();
    }
}

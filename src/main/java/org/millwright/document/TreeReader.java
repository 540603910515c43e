package org.millwright.document;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Builds the tree of one YAML 1.1 document (JSON is a part of it) from the parser's events. Nothing is constructed from
 * what the text says: tags, anchors and aliases are refused, so no text can name a class or grow when it is read.
 */
final class TreeReader {
    private static final int DEEPEST = 20;

    private final String text;
    private final Problems problems;
    private final Iterator<Event> events;

    private TreeReader(String text, Problems problems) {
        this.text = text;
        this.problems = problems;
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Document.LARGEST_BYTES);
        this.events = new Yaml(options).parse(new StringReader(text)).iterator();
    }

    /** The whole document; an empty text is an empty scalar. */
    static Node read(String text, Problems problems) throws DocumentException {
        TreeReader reader = new TreeReader(text, problems);
        try {
            return reader.document();
        } catch (MarkedYAMLException e) {
            throw reader.notYaml(e);
        } catch (ReaderException e) {
            String character = String.format("the character U+%04X", e.getCodePoint());
            throw problems.fatal(reader.positionOf(e.getPosition()), character, "expected printable text");
        } catch (YAMLException e) {
            throw problems.fatal(Position.NOWHERE, String.valueOf(e.getMessage()), "expected YAML or JSON");
        }
    }

    private Node document() throws DocumentException {
        events.next();
        Event start = events.next();
        if (start instanceof StreamEndEvent) {
            return new Node.Scalar(new Position(1, 1), "", false);
        }
        Node root = node(events.next(), "", 0);
        events.next();
        Event end = events.next();
        if (end instanceof DocumentStartEvent) {
            throw problems.fatal(position(end), "a second document", "expected one document in a file");
        }
        return root;
    }

    private Node node(Event event, String path, int depth) throws DocumentException {
        Position at = position(event);
        if (depth > DEEPEST) {
            throw problems.fatal(at, "nested too deeply", "expected " + DEEPEST + " levels at most");
        }
        refuseReferences(event, at);
        return switch (event) {
            case ScalarEvent scalar -> {
                refuseTag(scalar.getTag(), at);
                yield new Node.Scalar(at, scalar.getValue(), !scalar.isPlain());
            }
            case SequenceStartEvent sequence -> {
                refuseTag(sequence.getTag(), at);
                yield sequence(at, path, depth);
            }
            case MappingStartEvent mapping -> {
                refuseTag(mapping.getTag(), at);
                yield mapping(at, path, depth);
            }
            default -> throw problems.fatal(at, "a " + event.getEventId() + " mark", "expected a value");
        };
    }

    private Node sequence(Position at, String path, int depth) throws DocumentException {
        List<Node> items = new ArrayList<>();
        for (Event e = events.next(); !(e instanceof SequenceEndEvent); e = events.next()) {
            items.add(node(e, path + "[" + items.size() + "]", depth + 1));
        }
        return new Node.Sequence(at, items);
    }

    private Node mapping(Position at, String path, int depth) throws DocumentException {
        List<Node.Pair> pairs = new ArrayList<>();
        Map<String, Position> seen = new HashMap<>();
        for (Event e = events.next(); !(e instanceof MappingEndEvent); e = events.next()) {
            if (!(node(e, path, depth + 1) instanceof Node.Scalar key)) {
                throw problems.fatal(position(e), "a list or section as a key", "expected a text");
            }
            String inner = path.isEmpty() ? key.text() : path + "." + key.text();
            Node value = node(events.next(), inner, depth + 1);
            Position first = seen.putIfAbsent(key.text(), key.at());
            if (first == null) {
                pairs.add(new Node.Pair(key, value));
            } else {
                problems.add(key.at(), inner, "written twice", "expected once; first at line " + first.line());
            }
        }
        return new Node.Mapping(at, pairs);
    }

    private void refuseReferences(Event event, Position at) throws DocumentException {
        if (event instanceof AliasEvent alias) {
            throw problems.fatal(at, "the alias *" + alias.getAnchor(), "expected the value itself");
        }
        if (event instanceof NodeEvent node && node.getAnchor() != null) {
            throw problems.fatal(at, "the anchor &" + node.getAnchor(), "expected a value without a mark");
        }
    }

    private void refuseTag(@Nullable String tag, Position at) throws DocumentException {
        if (tag != null) {
            throw problems.fatal(at, "the tag " + tag, "expected a value without a tag");
        }
    }

    private DocumentException notYaml(MarkedYAMLException e) {
        Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
        if (mark == null) {
            return problems.fatal(Position.NOWHERE, String.valueOf(e.getProblem()), "expected YAML or JSON");
        }
        Position at = new Position(mark.getLine() + 1, mark.getColumn() + 1);
        boolean tab = mark.getIndex() < text.codePointCount(0, text.length())
                && text.codePointAt(text.offsetByCodePoints(0, mark.getIndex())) == '\t';
        return tab
                ? problems.fatal(at, "a tab", "expected blanks: YAML is not indented by tabs")
                : problems.fatal(at, String.valueOf(e.getProblem()), "expected YAML or JSON");
    }

    private static Position position(Event event) {
        Mark mark = event.getStartMark();
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private Position positionOf(int codePoint) {
        int offset = text.offsetByCodePoints(0, Math.min(codePoint, text.codePointCount(0, text.length())));
        return Text.position(text, offset);
    }
}

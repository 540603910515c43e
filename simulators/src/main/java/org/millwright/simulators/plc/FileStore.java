package org.millwright.simulators.plc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of a controller with file system loading (OPC 10000-100 8.4.6), kept over reboots. At most
 * {@value #MAX_ENTRIES} files and directories with {@value #MAX_TOTAL_BYTES} bytes together. Safe from any thread.
 */
public final class FileStore {
    /** The directory that everything is in; it cannot be moved or deleted. */
    public static final long ROOT = 0;

    static final int MAX_ENTRIES = 100;
    /** Two packages of the largest size. */
    static final long MAX_TOTAL_BYTES = 514L * 1024 * 1024;

    private static final int MAX_NAME_CHARS = 200;

    private final Map<Long, Entry> entries = new LinkedHashMap<>();
    private long lastId = ROOT;

    /**
     * A file or a directory.
     *
     * @param id good for as long as it exists, also when it is moved
     */
    public record Info(long id, long parent, String name, boolean isDirectory) {}

    private static final class Entry {
        private final Info info;
        private final byte[] content;

        Entry(Info info, byte[] content) {
            this.info = info;
            this.content = content;
        }

        Info info() {
            return info;
        }

        byte[] content() {
            return content;
        }
    }

    /** Everything but the root, parents before their children. */
    public synchronized List<Info> all() {
        return below(ROOT).stream().map(Entry::info).toList();
    }

    /** The directory and everything in it, parents first. */
    public synchronized List<Info> withAllBelow(long id) throws PlcRefusal {
        List<Info> found = new ArrayList<>();
        found.add(entry(id).info());
        below(id).forEach(entry -> found.add(entry.info()));
        return found;
    }

    /** Bad_NotFound, Bad_BrowseNameDuplicated, Bad_InvalidArgument (name), Bad_ResourceUnavailable (too many). */
    public synchronized Info create(long directory, String name, boolean isDirectory) throws PlcRefusal {
        requireRoomFor(1, 0);
        return add(directory, name, isDirectory, new byte[0]);
    }

    /** With everything below it. Bad_NotFound; Bad_InvalidState for the root. */
    public synchronized void delete(long id) throws PlcRefusal {
        entry(id);
        below(id).forEach(entry -> entries.remove(entry.info().id()));
        entries.remove(id);
    }

    /**
     * Moves or copies into a directory; a blank name keeps the present one.
     *
     * @return what stands in the target now; a move keeps the id
     */
    public synchronized Info place(long id, long target, boolean copy, String newName) throws PlcRefusal {
        Entry entry = entry(id);
        String name = newName.isBlank() ? entry.info().name() : newName;
        if (target == id || below(id).stream().anyMatch(each -> each.info().id() == target)) {
            throw PlcRefusal.invalidArgument("a directory cannot be put into itself");
        }
        if (copy) {
            List<Entry> copied = below(id);
            long bytes =
                    copied.stream().mapToLong(each -> each.content().length).sum() + entry.content().length;
            requireRoomFor(copied.size() + 1, bytes);
            return copy(entry, target, name);
        }
        requireFree(target, name, id);
        Info moved = new Info(id, target, name, entry.info().isDirectory());
        entries.put(id, new Entry(moved, entry.content()));
        return moved;
    }

    private Info copy(Entry entry, long target, String name) throws PlcRefusal {
        List<Entry> children = children(entry.info().id());
        Info copy = add(target, name, entry.info().isDirectory(), entry.content());
        for (Entry child : children) {
            copy(child, copy.id(), child.info().name());
        }
        return copy;
    }

    /** A copy of a file's bytes. Bad_NotFound for directories too. */
    public synchronized byte[] content(long id) throws PlcRefusal {
        if (id == ROOT || entry(id).info().isDirectory()) {
            throw PlcRefusal.notFound("that is a directory");
        }
        return entry(id).content().clone();
    }

    public synchronized int size(long id) {
        Entry entry = entries.get(id);
        return entry == null ? 0 : entry.content().length;
    }

    /** Without effect on a file that has been deleted meanwhile; Bad_ResourceUnavailable when there is no room. */
    public synchronized void setContent(long id, byte[] content) throws PlcRefusal {
        Entry entry = entries.get(id);
        if (entry != null) {
            requireRoomFor(0, content.length - (long) entry.content().length);
            entries.put(id, new Entry(entry.info(), content.clone()));
        }
    }

    private Info add(long directory, String name, boolean isDirectory, byte[] content) throws PlcRefusal {
        requireFree(directory, name, ROOT);
        Info info = new Info(++lastId, directory, name, isDirectory);
        entries.put(info.id(), new Entry(info, content));
        return info;
    }

    private Entry entry(long id) throws PlcRefusal {
        if (id == ROOT) {
            throw PlcRefusal.invalidState("the root directory stays as it is");
        }
        Entry entry = entries.get(id);
        if (entry == null) {
            throw PlcRefusal.notFound("there is no such file or directory");
        }
        return entry;
    }

    /** Refuses when the directory is none, or another than the given entry has that name in it. */
    private void requireFree(long directory, String name, long except) throws PlcRefusal {
        if (directory != ROOT && !entry(directory).info().isDirectory()) {
            throw PlcRefusal.notFound("the target is not a directory");
        }
        boolean badChars = name.chars().anyMatch(c -> Character.isISOControl(c) || c == '/' || c == '\\');
        if (name.isBlank() || name.length() > MAX_NAME_CHARS || badChars) {
            throw PlcRefusal.invalidArgument(
                    "a name has 1 to %d printable characters without slashes".formatted(MAX_NAME_CHARS));
        }
        for (Entry child : children(directory)) {
            if (child.info().name().equals(name) && child.info().id() != except) {
                throw new PlcRefusal("Bad_BrowseNameDuplicated", "'%s' is there already".formatted(name));
            }
        }
    }

    private void requireRoomFor(int more, long moreBytes) throws PlcRefusal {
        long bytes = entries.values().stream()
                .mapToLong(entry -> entry.content().length)
                .sum();
        if (entries.size() + more > MAX_ENTRIES || bytes + moreBytes > MAX_TOTAL_BYTES) {
            throw new PlcRefusal("Bad_ResourceUnavailable", "the file system is full");
        }
    }

    private List<Entry> children(long directory) {
        return entries.values().stream()
                .filter(entry -> entry.info().parent() == directory)
                .toList();
    }

    private List<Entry> below(long id) {
        List<Entry> found = new ArrayList<>();
        for (Entry child : children(id)) {
            found.add(child);
            found.addAll(below(child.info().id()));
        }
        return found;
    }
}

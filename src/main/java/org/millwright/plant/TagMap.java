package org.millwright.plant;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.millwright.document.Field;
import org.millwright.document.Item;
import org.millwright.document.Section;

/** Where a kind of controller keeps its process values; several controllers may share one. */
record TagMap(Map<Tag, String> tags, Map<String, String> retained) {
    static final TagMap NONE = new TagMap(Map.of(), Map.of());

    /** Reads an entry of {@code tag-maps}. */
    static Field<TagMap> read(Section s) {
        Field<TagMap> tags = s.optional("tags", NONE, i -> i.section(TagMap::inline));
        Field<TagMap> retained = s.optional("retained", NONE, TagMap::retained);
        return s.end(() -> tags.get().and(retained.get()));
    }

    /** Reads an address for each tag. */
    static Field<TagMap> inline(Section s) {
        Map<Tag, Field<Optional<String>>> fields = new EnumMap<>(Tag.class);
        for (Tag tag : Tag.values()) {
            fields.put(tag, s.optional(tag.key(), Item::text));
        }
        return s.end(() -> {
            Map<Tag, String> tags = new EnumMap<>(Tag.class);
            fields.forEach((tag, address) -> address.get().ifPresent(a -> tags.put(tag, a)));
            return new TagMap(tags, Map.of());
        });
    }

    /** Reads an address for each retained value. */
    static Field<TagMap> retained(Item item) {
        return item.map(Item::text).map(names -> new TagMap(Map.of(), names));
    }

    /** Both; where both name the same, the other one counts. */
    TagMap and(TagMap other) {
        Map<Tag, String> allTags = new HashMap<>(tags);
        allTags.putAll(other.tags);
        Map<String, String> allRetained = new HashMap<>(retained);
        allRetained.putAll(other.retained);
        return new TagMap(allTags, allRetained);
    }

    Stream<String> addresses() {
        return Stream.concat(tags.values().stream(), retained.values().stream());
    }
}
